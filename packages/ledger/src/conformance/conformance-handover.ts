// What the record keeps of 交接班: one waits at a time, each is confirmed once, and verify holds; on every engine.

import { join } from 'node:path'
import type { HandoverList } from '@huiying/domain/handover'
import { expect } from 'vitest'
import { headOf } from '../book.ts'
import { readCase } from '../case.ts'
import { eraseContents } from '../erase.ts'
import { giveHandover, listHandovers, readHandover, recipientOf, takeHandover } from '../handover/handover.ts'
import { countClocks, countWaiting, runningClocks, waitingCases } from '../handover/handover-fact.ts'
import { saveVerdicts } from '../item/verdict.ts'
import type { Ledger } from '../ledger.ts'
import { countLetterLane, listLetters } from '../letter.ts'
import { replaceProjections } from '../verify/rebuild.ts'
import { verify } from '../verify/verify.ts'
import { BOOK, HOUR_MS, note, openCase, order, START, verdictOf } from './conformance-fact.ts'
import type { Run } from './conformance-run.ts'

const row = { caseId: 'case_1', number: 'YQ-2026-0001', code: null, dueAt: null, about: 'zjj' }
const lists: HandoverList[] = [{ part: '未签收', count: 1, rows: [row] }]
const give = (ledger: Ledger, id: string, seen: number | null, by = 'wang', to: string | null = null) =>
  giveHandover(ledger, BOOK, { id, to, asOfSeq: 2, lists, directives: '', spoken: id, seen }, by, START)

const asked = { book: BOOK, restricted: true, lane: '疑似误投', now: START, soon: START } as const

export function testHandovers(run: Run): void {
  run('a handover is given, replaced, and the newest taken by another; verify and a rebuild hold', async (opened) => {
    const { ledger, place } = opened
    const first = await give(ledger, 'h1', null)
    if (!first.ok) throw new Error(first.message)
    expect(await give(ledger, 'h1', null)).toEqual(first)
    await ledger.write((tx) => tx.append(BOOK, START, 'system', [note('间隔')]))
    const second = await give(ledger, 'h2', first.seq)
    if (!second.ok) throw new Error(second.message)
    expect(await takeHandover(ledger, BOOK, first.seq, 'li', START)).toMatchObject({ ok: false })
    expect(await takeHandover(ledger, BOOK, second.seq, 'wang', START)).toMatchObject({ ok: false })
    expect(await takeHandover(ledger, BOOK, second.seq, 'li', START + HOUR_MS)).toEqual(second)
    expect(await takeHandover(ledger, BOOK, second.seq, 'zhu', START + HOUR_MS)).toMatchObject({ ok: false })
    expect(await takeHandover(ledger, BOOK, second.seq + 5, 'li', START)).toBe(null)
    // A press that comes once more, late: it is answered as it was, though others have handed over and taken since.
    expect(await give(ledger, 'h1', null)).toEqual(first)
    const third = await give(ledger, 'h3', null, 'li', 'zhu')
    if (!third.ok) throw new Error(third.message)
    const taken = { at: START + HOUR_MS, by: 'li' }
    const states = [
      { seq: third.seq, by: 'li', taken: null, replacedBy: null },
      { seq: second.seq, by: 'wang', taken, replacedBy: null },
      { seq: first.seq, by: 'wang', taken: null, replacedBy: second.seq },
    ]
    expect(await listHandovers(ledger.read, BOOK, 10)).toMatchObject(states)
    expect([await recipientOf(ledger.read, BOOK, first.seq), await recipientOf(ledger.read, BOOK, third.seq)]).toEqual([
      null,
      'zhu',
    ])
    for (const state of states) expect(await readHandover(ledger.read, BOOK, state.seq)).toMatchObject(state)
    expect((await readHandover(ledger.read, BOOK, second.seq))?.told).toMatchObject({ lists, spoken: 'h2' })
    await ledger.write((tx) => replaceProjections(tx.db, BOOK))
    expect(await verify(place)).toMatchObject([{ ok: true }])
  })

  run('of two who hand over at once one is refused', async ({ ledger, another }) => {
    const other = ledger.isShared ? await another() : ledger
    const answers = await Promise.all([give(ledger, 'h1', null), give(other, 'h2', null, 'li')])
    expect(answers.filter((one) => one.ok)).toHaveLength(1)
  })
  testFacts(run)
  testMarks(run)
}

/** What a handover tells, and no queue. */
function testFacts(run: Run): void {
  run('a handover tells of running clocks by their deadline, and of no restricted case', async ({ ledger }) => {
    const caseId = await openCase(ledger, 'item-1')
    const [clock] = await runningClocks(ledger.read, BOOK, { before: Number.MAX_SAFE_INTEGER }, 10)
    expect(clock).toMatchObject({ caseId, code: 'LET' })
    expect(await countClocks(ledger.read, BOOK, { from: clock!.dueAt })).toBe(1)
    expect(await countClocks(ledger.read, BOOK, { from: clock!.dueAt + 1 })).toBe(0)
    expect(await runningClocks(ledger.read, BOOK, { before: clock!.dueAt }, 10)).toEqual([])
    expect(await runningClocks(ledger.read, BOOK, { reports: true }, 10)).toEqual([])
    expect(await runningClocks(ledger.read, 'other', { before: clock!.dueAt + 1 }, 10)).toEqual([])
    await ledger.write((tx) => tx.db.updateTable('caseState').set({ restricted: '待甄别' }).execute())
    expect(await runningClocks(ledger.read, BOOK, { before: clock!.dueAt + 1 }, 10)).toEqual([])
    expect(await waitingCases(ledger.read, BOOK, 'inReview', 10)).toEqual([])
  })

  run('a response that waits for 审核 is told, listed and counted, until it counts', async ({ ledger, place }) => {
    const caseId = await openCase(ledger, 'item-1')
    const told = async () => [
      (await waitingCases(ledger.read, BOOK, 'inReview', 10)).map((state) => state.id),
      await countWaiting(ledger.read, BOOK, 'inReview'),
    ]
    expect(await told()).toEqual([[], 0])
    const response = { statement: '结果', unit: 'zjj', channel: '某论坛', url: 'https://forum.example/1' } as const
    const rest = { screenshot: null, publishedAt: START, reviewed: true, summary: '已复工，12月底交房' }
    await order(ledger, caseId, 'say', { do: 'response.record', ...response, ...rest })
    expect(await told()).toEqual([[caseId], 1])
    const id = (await readCase(ledger.read, caseId))!.responses[0]!.id
    await order(ledger, caseId, 'count', { do: 'response.confirm', id, reason: '已核实' })
    expect(await told()).toEqual([[], 0])
    expect(await verify(place)).toMatchObject([{ ok: true }])
  })

  run(
    'a unit that asks for more time is told, listed and counted, until the desk answers',
    async ({ ledger, place }) => {
      const caseId = await openCase(ledger, 'item-1')
      const told = async () => [
        (await waitingCases(ledger.read, BOOK, 'asksMore', 10)).map((state) => state.id),
        await countWaiting(ledger.read, BOOK, 'asksMore'),
      ]
      await order(ledger, caseId, 'give', { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
      expect(await told()).toEqual([[], 0])
      const [given] = (await readCase(ledger.read, caseId))!.assignments
      const asks = { until: START + 30 * 24 * HOUR_MS, reason: '需要检测', by: '周敏' }
      await order(ledger, caseId, 'ask', { do: 'extension.ask', id: given!.id, ...asks })
      expect(await told()).toEqual([[caseId], 1])
      await ledger.write((tx) => replaceProjections(tx.db, BOOK))
      expect(await told()).toEqual([[caseId], 1])
      const id = (await readCase(ledger.read, caseId))!.extensions![0]!.id
      await order(ledger, caseId, 'no', { do: 'extension.settle', id, granted: false, reason: '请先答复进展' })
      expect(await told()).toEqual([[], 0])
      expect(await verify(place)).toMatchObject([{ ok: true }])
    },
  )
}

/** 疑似误投 stands on a letter's deadline, as its verdict says. */
function testMarks(run: Run): void {
  run('a letter stands in 疑似误投 as its verdict says last, also after a rebuild', async ({ ledger, place }) => {
    const misdirected = '公积金由市公积金中心受理'
    await openCase(ledger, 'item-1', START, { misdirected })
    const told = async () => [
      (await listLetters(ledger.read, asked, 10, null)).map((letter) => letter.misdirected),
      await countLetterLane(ledger.read, asked),
    ]
    expect(await told()).toEqual([[misdirected], 1])
    expect(await verify(place)).toMatchObject([{ ok: true }])
    await ledger.write((tx) => replaceProjections(tx.db, BOOK))
    expect(await told()).toEqual([[misdirected], 1])
    expect(await verify(place)).toMatchObject([{ ok: true }])
    await ledger.write((tx) => saveVerdicts(tx, [verdictOf('item-1')]))
    expect(await told()).toEqual([[], 0])
    await ledger.write((tx) => saveVerdicts(tx, [{ ...verdictOf('item-1'), misdirected }]))
    expect(await told()).toEqual([[misdirected], 1])
  })

  run('verify names the clock whose 疑似误投 mark was changed, and an erased letter keeps none', async (opened) => {
    const { ledger, place } = opened
    await openCase(ledger, 'item-1', START, { misdirected: '公积金由市公积金中心受理' })
    const first = (await headOf(ledger.read, BOOK)).seq
    await openCase(ledger, 'item-2')
    const second = (await headOf(ledger.read, BOOK)).seq
    const changes = [
      { itemId: 'item-1', to: null, back: 1, seq: first },
      { itemId: 'item-2', to: 1, back: null, seq: second },
    ]
    for (const { itemId, to, back, seq } of changes) {
      await mark(ledger, itemId, to)
      expect(await verify(place)).toMatchObject([{ ok: false, table: 'clock', seq, reason: 'projection' }])
      await mark(ledger, itemId, back)
      expect(await verify(place)).toMatchObject([{ ok: true }])
    }
    const folders = { mailbox: join(place.dataDir, 'mailbox'), outbox: join(place.dataDir, 'outbox') }
    const erasing = { book: BOOK, ids: ['item-1'], rule: '保存 3 年（本单位规则）', actor: 'limin', ...folders }
    await eraseContents(ledger, { ...erasing, forget: async () => undefined }, START)
    expect(await countLetterLane(ledger.read, asked)).toBe(0)
    expect(await verify(place)).toMatchObject([{ ok: true }])
  })
}

const mark = (ledger: Ledger, itemId: string, misdirected: number | null) =>
  ledger.write((tx) => tx.db.updateTable('clock').set({ misdirected }).where('itemId', '=', itemId).execute())
