// A county's whole day through the whole program with business time moved by hand: every letter at its minute, every
// step when it is due.
import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verify } from '@huiying/ledger/verify/verify'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { manualTime } from '@huiying/runtime/time'
import { openProgram, type Program } from '../program.ts'
import { LETTERS_PER_HAPPENING } from './capacity-cost.ts'
import { generateLetters } from './letter.ts'

const DAY_MS = 86_400_000
const STEP_MS = 5 * 60_000
const MAJOR_EVERY = 200
const bookFile = new URL('../sample/book.yaml', import.meta.url)

export interface PlayedDay {
  letters: number
  cases: number
  alerts: number
  deliveries: number
  entries: number
  ledgerBytes: number
  /** Seconds of processor that the whole day took. */
  cpuSeconds: number
  /** Of the five-minute steps the one that took longest, on the wall: no letter waited longer for its case. */
  longestStepMs: number
  verified: boolean
}

/** `folder` is empty. */
export async function playDay(folder: string, letters: number, seed: number): Promise<PlayedDay> {
  const startAt = Date.UTC(2026, 10, 23, 16)
  const time = manualTime(startAt)
  const settings = readSettings({ DATA_DIR: folder })
  const program = await openProgram({ settings, time, log: openLog('silent'), kind: '正式', bookFile })
  await program.warm()
  const inbox = join(folder, 'mailbox', 'in')
  mkdirSync(inbox, { recursive: true })
  const everyMs = Math.floor(DAY_MS / letters)
  const shape = { lettersPerHappening: LETTERS_PER_HAPPENING, majorEvery: MAJOR_EVERY, everyMs }
  const written = generateLetters({ seed, count: letters, startAt, ...shape })
  const before = process.cpuUsage()
  let [put, longestStepMs] = [0, 0]
  for (let at = startAt + STEP_MS; at <= startAt + DAY_MS; at += STEP_MS) {
    await time.set(at)
    let fresh = 0
    for (; put < letters && startAt + put * everyMs < at; put++, fresh++) drop(inbox, put, written.next().value!.bytes)
    const began = performance.now()
    await step(program, at, fresh)
    longestStepMs = Math.max(longestStepMs, performance.now() - began)
  }
  await program.indexer.level()
  const { user, system } = process.cpuUsage(before)
  const counts = await countRows(program)
  await program.stop()
  const verified = (await verify(settings)).every((answer) => answer.ok)
  const ledgerBytes = statSync(join(folder, 'ledger.db')).size
  return { ...counts, ledgerBytes, cpuSeconds: (user + system) / 1e6, longestStepMs, verified }
}

function drop(inbox: string, index: number, bytes: Uint8Array): void {
  const file = join(inbox, `${String(index).padStart(6, '0')}.eml`)
  writeFileSync(`${file}.part`, bytes)
  renameSync(`${file}.part`, file)
}

async function step(program: Program, now: number, fresh: number): Promise<void> {
  for (let taken = 0; taken < fresh; ) taken += await program.collector.turn(now)
  await program.idle()
  await program.tracker.turn(now)
  await program.notifier.turn(now)
}

async function countRows({ ledger }: Program) {
  const count = async (table: 'item' | 'caseState' | 'alert' | 'delivery' | 'entry') => {
    const query = ledger.read.selectFrom(table).select((eb) => eb.fn.countAll().as('n'))
    return Number((await query.executeTakeFirstOrThrow()).n)
  }
  return {
    letters: await count('item'),
    cases: await count('caseState'),
    alerts: await count('alert'),
    deliveries: await count('delivery'),
    entries: await count('entry'),
  }
}
