// What the record keeps of 交接班: one waits at a time, each is confirmed once, and verify holds; on every engine.
import type { HandoverList } from '@huiying/domain/handover'
import { expect } from 'vitest'
import { BOOK, HOUR_MS, note, openCase, START } from './conformance-fact.ts'
import type { Run } from './conformance-run.ts'
import { giveHandover, listHandovers, readHandover, takeHandover } from './handover.ts'
import { countClocks, pendingReviews, runningClocks } from './handover-fact.ts'
import type { Ledger } from './ledger.ts'
import { replaceProjections } from './rebuild.ts'
import { verify } from './verify.ts'

const row = { caseId: 'case_1', number: 'YQ-2026-0001', code: null, dueAt: null, about: 'zjj' }
const lists: HandoverList[] = [{ part: '未签收', count: 1, rows: [row] }]
const give = (ledger: Ledger, id: string, seen: number | null, by = 'wang') =>
  giveHandover(ledger, BOOK, { id, to: null, asOfSeq: 2, lists, directives: '', spoken: id, seen }, by, START)

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
    const third = await give(ledger, 'h3', null, 'li')
    if (!third.ok) throw new Error(third.message)
    const taken = { at: START + HOUR_MS, by: 'li' }
    const states = [
      { seq: third.seq, by: 'li', taken: null, replacedBy: null },
      { seq: second.seq, by: 'wang', taken, replacedBy: null },
      { seq: first.seq, by: 'wang', taken: null, replacedBy: second.seq },
    ]
    expect(await listHandovers(ledger.read, BOOK, 10)).toMatchObject(states)
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

  run('a handover tells of running clocks by their deadline, and of no restricted case', async ({ ledger }) => {
    const caseId = await openCase(ledger, 'item-1')
    const [clock] = await runningClocks(ledger.read, BOOK, { before: Number.MAX_SAFE_INTEGER }, 10)
    expect(clock).toMatchObject({ caseId, code: 'LET' })
    expect(await countClocks(ledger.read, BOOK, { from: clock!.dueAt, codes: ['LET'] })).toBe(1)
    expect(await countClocks(ledger.read, BOOK, { from: clock!.dueAt + 1, codes: ['LET'] })).toBe(0)
    expect(await runningClocks(ledger.read, BOOK, { before: clock!.dueAt }, 10)).toEqual([])
    expect(await runningClocks(ledger.read, BOOK, { codes: ['RPT-P'] }, 10)).toEqual([])
    expect(await runningClocks(ledger.read, 'other', { before: clock!.dueAt + 1 }, 10)).toEqual([])
    await ledger.write((tx) => tx.db.updateTable('caseState').set({ restricted: '待甄别' }).execute())
    expect(await runningClocks(ledger.read, BOOK, { before: clock!.dueAt + 1 }, 10)).toEqual([])
    expect(await pendingReviews(ledger.read, BOOK, 10)).toEqual([])
  })
}
