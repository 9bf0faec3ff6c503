// What the indexer reads: rules that its narrow columns say what whole entries, items and cases say, on every engine.
import type { Body } from '@huiying/domain/entry'
import { expect } from 'vitest'
import { entriesAfter, readCase } from '../case.ts'
import { indexedCases, indexedEntries, indexedItems, indexedItemsOfCase } from '../indexed.ts'
import { readViews } from '../item/item-view.ts'
import { saveVerdicts } from '../item/verdict.ts'
import type { Ledger } from '../ledger.ts'
import { BOOK, letter, openCase, order, receive, START, verdictOf } from './conformance-fact.ts'
import type { Run } from './conformance-run.ts'

const LIMIT = 100
const pick = (id: string, score: number) => ({ id, score, evidence: [{ text: '逾期"交房', start: 0, end: 5 }] })

/** A letter in no case that looks like 检举控告. */
async function fileReport(ledger: Ledger, itemId: string): Promise<void> {
  await receive(ledger, [letter(itemId)])
  const body: Body = { act: 'items.filed', v: 1, lane: '待核信息', ids: [itemId], root: '', reason: '待核' }
  await ledger.write(async (tx) => {
    await tx.append(BOOK, START, 'system', [{ caseId: null, body }])
    await saveVerdicts(tx, [{ ...verdictOf(itemId), report: true, topics: [] }])
  })
}

const correct = (ledger: Ledger, caseId: string, itemId: string, topics: string[]) =>
  order(ledger, caseId, `correct-${itemId}`, { do: 'item.correct', itemId, change: { topics }, reason: '看过原文' })

export function testIndexed(run: Run): void {
  run(
    'an entry names the items that stand in its body, one or many, and none where it has none',
    async ({ ledger }) => {
      const caseId = await openCase(ledger, 'item-1')
      await fileReport(ledger, 'item-2')
      await correct(ledger, caseId, 'item-1', ['safety'])
      const whole = await entriesAfter(ledger.read, BOOK, 0, LIMIT)
      const named = whole.map(({ seq, caseId: ofCase, body }) => {
        const itemIds = 'ids' in body ? body.ids : 'itemId' in body ? [body.itemId] : []
        return { seq, act: body.act, caseId: ofCase, itemIds }
      })
      expect(await indexedEntries(ledger.read, BOOK, 0, LIMIT)).toEqual(named)
      expect(named.flatMap((entry) => entry.itemIds)).toEqual(expect.arrayContaining(['item-1', 'item-2']))
      expect(await indexedEntries(ledger.read, BOOK, 2, 1)).toEqual(named.slice(2, 3))
    },
  )

  run(
    'an item is indexed with the topics that count, and as 检举控告 only where it lies in no case',
    async (opened) => {
      const { ledger } = opened
      const both = { topics: [pick('realestate', 0.9), pick('wages', 0.5)], report: true }
      const caseId = await openCase(ledger, 'item-1', START, both)
      await fileReport(ledger, 'item-2')
      await receive(ledger, [letter('item-3')])
      const ids = ['item-1', 'item-2', 'item-3', 'never']
      const read = async () => {
        const items = await indexedItems(ledger.read, ids)
        return items.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      }
      const seen = (await read()).map(({ id, caseId: ofCase, topics, report }) => [id, ofCase, topics, report])
      expect(seen).toEqual([
        ['item-1', caseId, ['realestate', 'wages'], false],
        ['item-2', null, [], true],
        ['item-3', null, [], false],
      ])
      await correct(ledger, caseId, 'item-1', ['safety'])
      const views = await readViews(ledger.read, ['item-1'])
      const known = views.map(({ item: { id, book, publishedAt, receivedAt }, masked, verdict }) => {
        const topics = verdict!.topics.map((topic) => topic.id)
        return { id, book, caseId, publishedAt, receivedAt, masked, topics, report: false }
      })
      expect(known[0]!.topics).toEqual(['safety'])
      expect((await read()).slice(0, 1)).toEqual(known)
      expect(await indexedItemsOfCase(ledger.read, caseId, LIMIT, null)).toEqual(known)
      await ledger.write((tx) => tx.db.deleteFrom('content').execute())
      expect((await read()).map((item) => item.masked)).toEqual([null, null, null])
    },
  )

  run('a case is indexed as its state says: number, title, topics, status, who leads', async ({ ledger }) => {
    const caseId = await openCase(ledger, 'item-1')
    await order(ledger, caseId, 'give', { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
    await correct(ledger, caseId, 'item-1', ['safety', 'wages'])
    const { id, book, number, title, topics, status, openedAt } = (await readCase(ledger.read, caseId))!
    const known = { id, book, number, title, topics, status, lead: 'zjj', openedAt, restricted: false }
    expect([topics, status]).toEqual([['safety', 'wages'], '待签收'])
    expect(await indexedCases(ledger.read, [caseId, 'never'])).toEqual(new Map([[caseId, known]]))
  })
}
