// A handover is looked up every few seconds on every desk that has it open: what it asks reads what it tells, not all
// that is open.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBook } from '../book.ts'
import { countQueue, type QueueFilter, queue } from '../case.ts'
import { BOOK, policyText, START } from '../conformance/conformance-fact.ts'
import { firstSteps, questionsOf } from '../engine/query-step.ts'
import type { Ledger, Reader } from '../ledger.ts'
import { openLedger } from '../open.ts'
import { giveHandover, listHandovers, recipientOf } from './handover.ts'
import { countClocks, countWaiting, runningClocks, waitingCases } from './handover-fact.ts'

let folder: string
let ledger: Ledger

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-handover-'))
  ledger = await openLedger({ dataDir: folder })
})
afterAll(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true })
})

const grave: QueueFilter = { book: 'qinghe', restricted: false, lane: '全部', grade: '重大', now: 200, soon: 300 }

const questions: { [name: string]: { table: string; step: RegExp; ask(read: Reader): Promise<unknown> } } = {
  'what is overdue': {
    table: 'clock',
    step: /INDEX clockRunning \(dueAt<\?\)/,
    ask: async (read) => {
      await runningClocks(read, 'qinghe', { before: 200 }, 100)
      await countClocks(read, 'qinghe', { before: 200 })
    },
  },
  'reports to those above': {
    table: 'clock',
    step: /INDEX clockReport \(book=\?\)/,
    ask: async (read) => {
      await runningClocks(read, 'qinghe', { reports: true }, 100)
      await countClocks(read, 'qinghe', { reports: true })
    },
  },
  'responses that wait for 审核': {
    table: 'caseState',
    step: /INDEX caseInReview \(book=\?\)/,
    ask: async (read) => {
      await waitingCases(read, 'qinghe', 'inReview', 100)
      await countWaiting(read, 'qinghe', 'inReview')
    },
  },
  'units that ask for more time': {
    table: 'caseState',
    step: /INDEX caseAsksMore \(book=\?\)/,
    ask: async (read) => {
      await waitingCases(read, 'qinghe', 'asksMore', 100)
      await countWaiting(read, 'qinghe', 'asksMore')
    },
  },
  'grave cases': {
    table: 'caseState',
    step: /INDEX caseGrade \(book=\? AND grade=\? AND status=\?\)/,
    ask: async (read) => {
      await queue(read, grave, 100)
      await countQueue(read, grave)
    },
  },
}

test.each(Object.entries(questions))('%s: listed and counted by an index', async (_name, { table, step, ask }) => {
  const steps = await firstSteps(folder, ledger.read, table, ask)
  expect(steps).toEqual([expect.stringMatching(step), expect.stringMatching(step)])
})

test('the last handovers are listed without reading what they tell', async () => {
  const book = { id: BOOK, name: '青河市', sample: false, drill: false }
  await ledger.write((tx) => openBook(tx, book, policyText, START, 'system'))
  const words = { directives: '市领导要书面报告', spoken: '', lists: [] }
  const given = { id: 'h1', to: 'li', asOfSeq: 1, seen: null, ...words }
  expect(await giveHandover(ledger, BOOK, given, 'wang', START)).toMatchObject({ ok: true })
  const asked = await questionsOf(ledger.read, async (read) => {
    const [newest] = await listHandovers(read, BOOK, 30)
    expect(await recipientOf(read, BOOK, newest!.seq)).toBe('li')
  })
  expect(asked.flatMap((one) => one.rows)).toHaveLength(2)
  expect(JSON.stringify(asked.map((one) => one.rows))).not.toContain(words.directives)
})
