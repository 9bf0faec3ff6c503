// Letters a second from bytes on disk to visible, through every service, beside a bare loop over the same bytes.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLetter } from '@huiying/collector/letter'
import { openConnection } from '@huiying/ledger/sqlite'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { openTime } from '@huiying/runtime/time'
import { cut } from '@huiying/text/segment'
import { type BenchResult, resultOf, type Sample } from '../bench.ts'
import { openProgram } from '../program.ts'
import { generateLetters } from './letter.ts'

const LETTERS = 20_000
const RAW_BATCH = 250
const SEED = 7

interface Corpus {
  names: string[]
  bytes: number
  distinct: number
}

export async function run(runs: number): Promise<BenchResult> {
  const samples: Sample[] = []
  let corpus: Corpus = { names: [], bytes: 0, distinct: 0 }
  for (let index = 0; index < runs; index++) {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'))
    try {
      corpus = writeLetters(join(folder, 'mailbox', 'in'))
      const raw = await rawLoop(folder, corpus)
      const value = await pipeline(folder, corpus)
      samples.push({ value, raw })
      process.stderr.write(`第 ${index + 1}/${runs} 轮：${Math.round(value)} 封/秒，裸循环 ${Math.round(raw)} 封/秒\n`)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const facts = { bench: 'pipeline', unit: 'letters/s', n: LETTERS, distinct: corpus.distinct, bytes: corpus.bytes }
  return resultOf({ ...facts, threads: 2, durability: 'ledger synchronous=FULL, blobs fdatasync', seed: SEED }, samples)
}

function writeLetters(inbox: string): Corpus {
  mkdirSync(inbox, { recursive: true })
  const names: string[] = []
  const texts = new Set<string>()
  let bytes = 0
  for (const letter of generateLetters({ seed: SEED, count: LETTERS, startAt: Date.UTC(2026, 10, 20) })) {
    const name = `${String(names.length).padStart(6, '0')}.eml`
    writeFileSync(join(inbox, name), letter.bytes)
    names.push(name)
    texts.add(Buffer.from(letter.bytes).toString('latin1'))
    bytes += letter.bytes.length
  }
  return { names, bytes, distinct: texts.size }
}

/**
 * One thread: read, parse with the same mail library, cut once, insert one row a letter in batches, synchronous=FULL.
 */
async function rawLoop(folder: string, corpus: Corpus): Promise<number> {
  const { raw, close } = openConnection<Record<string, never>>(join(folder, 'raw.db'), 'write')
  raw.exec('create table letter (id text primary key, title text not null, text text not null, words text not null)')
  const insert = raw.prepare('insert into letter values (?, ?, ?, ?)')
  cut('预热')
  const began = performance.now()
  for (let from = 0; from < corpus.names.length; from += RAW_BATCH) {
    raw.exec('begin immediate')
    for (const name of corpus.names.slice(from, from + RAW_BATCH)) {
      const letter = await readLetter(readFileSync(join(folder, 'mailbox', 'in', name)))
      insert.run(letter.id ?? name, letter.title, letter.text, cut(letter.text).join(' '))
    }
    raw.exec('commit')
  }
  const seconds = (performance.now() - began) / 1000
  await close()
  return corpus.names.length / seconds
}

async function pipeline(folder: string, corpus: Corpus): Promise<number> {
  const settings = readSettings({ DATA_DIR: folder })
  const time = openTime()
  const bookFile = new URL('../sample/book.yaml', import.meta.url)
  const program = await openProgram({ settings, time, log: openLog('error'), kind: '正式', bookFile })
  await program.warm()
  const began = performance.now()
  for (let taken = 0; taken < corpus.names.length; ) taken += await program.collector.turn(time.now())
  await program.idle()
  await program.indexer.level()
  const seconds = (performance.now() - began) / 1000
  await program.stop()
  return corpus.names.length / seconds
}
