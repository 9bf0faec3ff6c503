// Resident memory of the whole program after 200,000 letters, beside the same after 50,000: does it grow?
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { openTime } from '@huiying/runtime/time'
import { openProgram, type Program } from '../program.ts'
import { generateLetters } from './letter.ts'
import { type BenchResult, median, resultOf, type Sample } from './result.ts'

const FEW = 50_000
const MANY = 200_000
/** Letters in the folder at once; a mark is read after each such drop. */
const DROP = 2_500
/** The figure at a mark is the median of the last readings before it, so that no single garbage collection decides. */
const READINGS = 5
const SEED = 13
const MIB = 1024 * 1024

export async function run(runs: number): Promise<BenchResult> {
  const samples: Sample[] = []
  let bytes = 0
  for (let index = 0; index < runs; index++) {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'))
    try {
      const told = await grow(folder, `第 ${index + 1}/${runs} 轮`)
      samples.push({ value: told.many, raw: told.few })
      bytes = told.bytes
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const facts = { bench: 'memory', unit: 'MiB RSS', n: MANY, distinct: MANY, bytes, threads: 4, seed: SEED }
  return resultOf({ ...facts, durability: 'ledger and blobs synchronous=FULL' }, samples)
}

async function grow(folder: string, name: string): Promise<{ few: number; many: number; bytes: number }> {
  const settings = readSettings({ DATA_DIR: folder })
  const time = openTime()
  const bookFile = new URL('../sample/book.yaml', import.meta.url)
  const program = await openProgram({ settings, time, log: openLog('error'), kind: '正式', bookFile })
  await program.warm()
  const letters = generateLetters({ seed: SEED, count: MANY, startAt: Date.UTC(2026, 10, 20) })
  const inbox = join(folder, 'mailbox', 'in')
  mkdirSync(inbox, { recursive: true })
  const readings: number[] = []
  let [few, many, bytes] = [0, 0, 0]
  for (let taken = 0; taken < MANY; taken += DROP) {
    for (let index = 0; index < DROP; index++) {
      const letter = letters.next().value as { bytes: Uint8Array }
      bytes += letter.bytes.length
      const file = join(inbox, `${String(taken + index).padStart(6, '0')}.eml`)
      writeFileSync(`${file}.part`, letter.bytes)
      renameSync(`${file}.part`, file)
    }
    await settle(program, time.now(), DROP)
    emptyFolder(join(folder, 'mailbox', 'done'))
    readings.push(process.memoryUsage.rss() / MIB)
    const rss = median(readings.slice(-READINGS))
    if (taken + DROP === FEW) few = rss
    many = rss
    if ((taken + DROP) % FEW === 0) process.stderr.write(`${name}：${taken + DROP} 封后 ${Math.round(rss)} MiB\n`)
  }
  await program.stop()
  return { few, many, bytes }
}

async function settle(program: Program, now: number, letters: number): Promise<void> {
  for (let taken = 0; taken < letters; ) taken += await program.collector.turn(now)
  await program.idle()
  await program.indexer.level()
}

/** The letters on record are not what is measured; nobody needs their files twice. */
function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name))
}
