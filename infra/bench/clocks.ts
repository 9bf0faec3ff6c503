// The time of a due-step turn with 100,000 open clocks of which 10 are due, over that with 10 of which 10 are due.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { insertRows } from '@huiying/ledger/batch'
import type { Ledger } from '@huiying/ledger/ledger'
import { dueCases } from '@huiying/ledger/plan'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { openTime } from '@huiying/runtime/time'
import { fireDueSteps } from '@huiying/tracker/turn'
import { openProgram, type Program } from '../program.ts'
import { generateLetters } from './letter.ts'
import { type BenchResult, median, resultOf, type Sample } from './result.ts'

const OPEN = 100_000
const DUE = 10
/** A letter's 超时 comes again daily so many times: each run fires one. */
const RUNS_MAX = 6
const LOOKS = 200
const SEED = 17
const YEAR_MS = 365 * 86_400_000

/** `value` and `raw` are whole turns: looking, deciding, ten alerts on record. `parts.look` is the looking alone. */
export async function run(runs: number): Promise<BenchResult> {
  if (runs > RUNS_MAX) throw new Error(`bench clocks 至多 ${RUNS_MAX} 轮：超时提醒每日一次，共 ${RUNS_MAX} 次`)
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'))
  const few = await open(join(folder, 'few'))
  const many = await open(join(folder, 'many'))
  const samples: (Sample & { look: number; rawLook: number })[] = []
  try {
    await addOpen(many.ledger, OPEN - DUE)
    for (let index = 0; index < runs; index++) {
      const [look, rawLook] = [await lookMs(many.ledger), await lookMs(few.ledger)]
      samples.push({ value: await turnMs(many.ledger), raw: await turnMs(few.ledger), look, rawLook })
    }
  } finally {
    await few.stop()
    await many.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const look = {
    unit: 'ms',
    value: median(samples.map((one) => one.look)),
    raw: median(samples.map((one) => one.rawLook)),
  }
  const facts = { bench: 'clocks', unit: 'ms per turn', n: OPEN, distinct: OPEN, bytes: 0, threads: 1, seed: SEED }
  const parts = { look: { ...look, ratio: look.value / look.raw } }
  return resultOf({ ...facts, durability: 'ledger synchronous=FULL', parts }, samples)
}

/** A program with ten letters' cases, each with its clock; nothing turns but what is measured. */
async function open(dataDir: string): Promise<Program> {
  const inbox = join(dataDir, 'mailbox', 'in')
  mkdirSync(inbox, { recursive: true })
  for (const letter of generateLetters({ seed: SEED, count: DUE, startAt: Date.UTC(2026, 10, 20) }))
    writeFileSync(join(inbox, `${letter.messageId}.eml`), letter.bytes)
  const bookFile = new URL('../sample/book.yaml', import.meta.url)
  const time = openTime({ startAt: Date.UTC(2026, 10, 20, 4) })
  const settings = readSettings({ DATA_DIR: dataDir })
  const program = await openProgram({ settings, time, log: openLog('error'), kind: '正式', bookFile })
  for (let taken = 0; taken < DUE; ) taken += await program.collector.turn(time.now())
  await program.idle()
  return program
}

/** Clocks that run and plans that wait: what is open and not due. */
async function addOpen(ledger: Ledger, open: number): Promise<void> {
  const far = Date.UTC(2026, 10, 20) + YEAR_MS
  const each = Array.from({ length: open }, (_, index) => index)
  const clocks = each.map((index) => ({
    id: `clock_${index}`,
    book: 'bench',
    caseId: `case_${index}`,
    itemId: null,
    code: 'LET',
    basis: 'receivedAt',
    startAt: 0,
    dueAt: far + index,
    state: 'running',
    stoppedAt: null,
    body: '{}',
  }))
  const plans = each.map((index) => ({
    id: `plan_${index}`,
    book: 'bench',
    caseId: `case_${index}`,
    ownerKind: 'clock',
    ownerId: `clock_${index}`,
    nextStepAt: far + index,
    body: JSON.stringify({ id: `plan_${index}`, steps: [] }),
  }))
  await ledger.write(async (tx) => {
    await insertRows(tx.db, 'clock', clocks)
    await insertRows(tx.db, 'plan', plans)
  })
}

/** The instant at which all ten are due and none of the others. */
async function dueAt(ledger: Ledger): Promise<number> {
  const row = await ledger.read
    .selectFrom('plan')
    .select((eb) => eb.fn.max('nextStepAt').as('at'))
    .where('book', '!=', 'bench')
    .executeTakeFirstOrThrow()
  return Number(row.at)
}

async function turnMs(ledger: Ledger): Promise<number> {
  const now = await dueAt(ledger)
  const began = performance.now()
  const alerts = await fireDueSteps(ledger, now)
  const ms = performance.now() - began
  if (alerts !== DUE) throw new Error(`expected ${DUE} alerts, found ${alerts}`)
  return ms
}

async function lookMs(ledger: Ledger): Promise<number> {
  const now = await dueAt(ledger)
  const began = performance.now()
  for (let look = 0; look < LOOKS; look++) {
    const due = await dueCases(ledger.read, now, OPEN)
    if (due.length !== DUE) throw new Error(`expected ${DUE} due cases, found ${due.length}`)
  }
  return (performance.now() - began) / LOOKS
}
