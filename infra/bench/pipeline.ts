// Letters a second from bytes on disk to visible, through every service, beside a bare loop over the same bytes.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLetter } from '@huiying/collector/letter'
import { openSqliteFile } from '@huiying/ledger/engine/sqlite-file'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { openTime } from '@huiying/runtime/time'
import { cut } from '@huiying/text/segment'
import { simpleParser } from 'mailparser'
import { openProgram } from '../program.ts'
import { generateLetters } from './letter.ts'
import { type BenchResult, median, resultOf, type Sample } from './result.ts'

/** So many that the compiling at the start, a sixth of the processor time of a run of 20,000, weighs less. */
const LETTERS = 40_000
const RAW_BATCH = 250
const SEED = 7
/** Two letters a minute from here on, and the program's clock begins after the last: on any day the same are late. */
const START_AT = Date.UTC(2026, 10, 20)
const EVERY_MS = 30_000

interface Corpus {
  names: string[]
  bytes: number
  distinct: number
}

/** A run's figures: letters a second, and microseconds of processor a letter over all threads. */
interface PipelineSample extends Sample {
  mailparser: number
  cpuUs: number
  rawCpuUs: number
  mailparserCpuUs: number
  load: number
}

/**
 * `raw` parses with the reader the pipeline itself uses, which is stricter than any library; `parts.mailparser` is the
 * same loop with mailparser; each runs before the pipeline and after it, and the two count as one. Processor time is
 * told beside it: on a machine that others use, only that can be compared.
 */
export async function run(runs: number): Promise<BenchResult> {
  const samples: PipelineSample[] = []
  let corpus: Corpus = { names: [], bytes: 0, distinct: 0 }
  for (let index = 0; index < runs; index++) {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'))
    try {
      corpus = writeLetters(join(folder, 'mailbox', 'in'))
      const before = await rawLoops(folder, 'in', corpus)
      const value = await pipeline(folder, corpus)
      const after = await rawLoops(folder, 'done', corpus)
      const raw = bothOf(before.raw, after.raw)
      const library = bothOf(before.library, after.library)
      samples.push({
        value: value.rate,
        raw: raw.rate,
        mailparser: library.rate,
        cpuUs: value.cpuUs,
        rawCpuUs: raw.cpuUs,
        mailparserCpuUs: library.cpuUs,
        load: loadavg()[0]!,
      })
      const told = [value, raw, library].map(
        (one) => `${Math.round(one.rate)} 封/秒（每封 ${Math.round(one.cpuUs)} µs）`,
      )
      process.stderr.write(`第 ${index + 1}/${runs} 轮：${told[0]}，裸循环 ${told[1]}，mailparser 裸循环 ${told[2]}\n`)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const facts = { bench: 'pipeline', unit: 'letters/s', n: LETTERS, distinct: corpus.distinct, bytes: corpus.bytes }
  const durability = 'ledger and blobs synchronous=FULL'
  return resultOf({ ...facts, threads: 4, durability, seed: SEED, parts: partsOf(samples) }, samples)
}

function partsOf(samples: PipelineSample[]): Record<string, unknown> {
  const of = (name: keyof PipelineSample) => median(samples.map((one) => one[name]))
  const value = of('value')
  return {
    mailparser: { raw: of('mailparser'), ratio: value / of('mailparser') },
    /** The ratio two cores of their own could give at most: twice the bare loop's processor time over ours. */
    cpu: {
      unit: 'us/letter',
      value: of('cpuUs'),
      raw: of('rawCpuUs'),
      mailparser: of('mailparserCpuUs'),
      ratioOfTwoCores: (2 * of('rawCpuUs')) / of('cpuUs'),
      ratioOfTwoCoresMailparser: (2 * of('mailparserCpuUs')) / of('cpuUs'),
    },
    load: of('load'),
  }
}

type ReadBytes = (bytes: Uint8Array) => Promise<{ id: string | null; title: string; text: string }>

async function readByLibrary(bytes: Uint8Array) {
  const options = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true }
  const mail = await simpleParser(Buffer.from(bytes), options)
  return { id: mail.messageId ?? null, title: mail.subject ?? '', text: mail.text ?? '' }
}

function writeLetters(inbox: string): Corpus {
  mkdirSync(inbox, { recursive: true })
  const names: string[] = []
  const texts = new Set<string>()
  let bytes = 0
  for (const letter of generateLetters({ seed: SEED, count: LETTERS, startAt: START_AT, everyMs: EVERY_MS })) {
    const name = `${String(names.length).padStart(6, '0')}.eml`
    writeFileSync(join(inbox, name), letter.bytes)
    names.push(name)
    texts.add(Buffer.from(letter.bytes).toString('latin1'))
    bytes += letter.bytes.length
  }
  return { names, bytes, distinct: texts.size }
}

interface Measured {
  /** Letters a second. */
  rate: number
  /** Processor time of all threads, microseconds a letter. */
  cpuUs: number
}

async function measure(letters: number, work: () => Promise<void>): Promise<Measured> {
  const [began, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { rate: letters / ((performance.now() - began) / 1000), cpuUs: (user + system) / letters }
}

/** The bare loops over the letters, which the pipeline has moved from `in` to `done`. */
async function rawLoops(folder: string, where: string, corpus: Corpus): Promise<{ raw: Measured; library: Measured }> {
  const letters = join(folder, 'mailbox', where)
  const raw = await rawLoop(join(folder, `raw-${where}.db`), letters, corpus, readLetter)
  return { raw, library: await rawLoop(join(folder, `mailparser-${where}.db`), letters, corpus, readByLibrary) }
}

/** Two measurements as one: a processor that others use is twice as quick one minute as the next. */
const bothOf = (one: Measured, other: Measured): Measured => ({
  rate: 2 / (1 / one.rate + 1 / other.rate),
  cpuUs: (one.cpuUs + other.cpuUs) / 2,
})

/** One thread: read, parse, cut once, insert one row a letter in batches, synchronous=FULL. */
async function rawLoop(file: string, letters: string, corpus: Corpus, read: ReadBytes): Promise<Measured> {
  const raw = openSqliteFile(file, 'write')
  raw.exec('create table letter (id text primary key, title text not null, text text not null, words text not null)')
  const insert = raw.prepare('insert into letter values (?, ?, ?, ?)')
  cut('预热')
  const measured = await measure(corpus.names.length, async () => {
    for (let from = 0; from < corpus.names.length; from += RAW_BATCH) {
      raw.exec('begin immediate')
      for (const name of corpus.names.slice(from, from + RAW_BATCH)) {
        const letter = await read(readFileSync(join(letters, name)))
        insert.run(letter.id ?? name, letter.title, letter.text, cut(letter.text).join(' '))
      }
      raw.exec('commit')
    }
  })
  raw.close()
  return measured
}

async function pipeline(folder: string, corpus: Corpus): Promise<Measured> {
  const settings = readSettings({ DATA_DIR: folder })
  const time = openTime({ startAt: START_AT + LETTERS * EVERY_MS })
  const bookFile = new URL('../sample/book.yaml', import.meta.url)
  const program = await openProgram({ settings, time, log: openLog('error'), kind: '正式', bookFile })
  try {
    await program.warm()
    return await measure(corpus.names.length, async () => {
      for (let taken = 0; taken < corpus.names.length; ) taken += await program.collector.turn(time.now())
      await program.idle()
      await program.indexer.level()
    })
  } finally {
    await program.stop()
  }
}
