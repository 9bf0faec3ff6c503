// The time of a due-step turn with 100,000 open plans of which 10 are due, over that with 10 of which 10 are due.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { insertRows } from '@huiying/ledger/batch'
import { openLedger } from '@huiying/ledger/open'
import { dueCases } from '@huiying/ledger/plan'
import { type BenchResult, resultOf, type Sample } from '../bench.ts'

const OPEN = 100_000
const DUE = 10
const TURNS = 200
const NOW = Date.UTC(2026, 10, 24)

export async function run(runs: number): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'))
  const few = await openLedger({ dataDir: join(folder, 'few') })
  const many = await openLedger({ dataDir: join(folder, 'many') })
  const samples: Sample[] = []
  try {
    await fill(few, DUE)
    await fill(many, OPEN)
    for (let index = 0; index < runs; index++) samples.push({ value: await turnMs(many), raw: await turnMs(few) })
  } finally {
    await few.close()
    await many.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const facts = { bench: 'clocks', unit: 'ms per turn', n: OPEN, distinct: OPEN, bytes: 0 }
  return resultOf({ ...facts, threads: 1, durability: 'read only', seed: 0 }, samples)
}

async function fill(ledger: Awaited<ReturnType<typeof openLedger>>, open: number): Promise<void> {
  const rows = Array.from({ length: open }, (_, index) => ({
    id: `plan_${index}`,
    book: 'bench',
    caseId: `case_${index}`,
    ownerKind: 'clock',
    ownerId: `clock_${index}`,
    nextStepAt: index < DUE ? NOW - index : NOW + 3_600_000 + index,
    body: JSON.stringify({ id: `plan_${index}`, steps: [] }),
  }))
  await ledger.write((tx) => insertRows(tx.db, 'plan', rows))
}

async function turnMs(ledger: Awaited<ReturnType<typeof openLedger>>): Promise<number> {
  const began = performance.now()
  for (let turn = 0; turn < TURNS; turn++) {
    const due = await dueCases(ledger.read, NOW, OPEN)
    if (due.length !== DUE) throw new Error(`expected ${DUE} due cases, found ${due.length}`)
  }
  return (performance.now() - began) / TURNS
}
