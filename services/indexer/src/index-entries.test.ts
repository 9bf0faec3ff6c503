// A step of the indexer: how much it takes at once, and that nothing is left out by it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Body } from '@huiying/domain/entry'
import { openBook } from '@huiying/ledger/book'
import { BOOK, letter, openCase, order, policyText, receive, START } from '@huiying/ledger/conformance/conformance-fact'
import { openLedger } from '@huiying/ledger/open'
import { openSearch } from '@huiying/search/open'
import type { Index } from '@huiying/search/search'
import { searchTerms } from '@huiying/text/term'
import { expect, it, onTestFinished } from 'vitest'
import { fillIndex } from './index-entries.ts'

const FILED = 7
const EACH = 500
const JOINED = 7

async function openBoth() {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-indexer-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const ledger = await openLedger({ dataDir: folder })
  const address = { url: null, file: join(folder, 'search.db'), caFile: null, apiKey: null }
  const search = await openSearch(address, searchTerms)
  onTestFinished(async () => {
    await search.close()
    await ledger.close()
  })
  const book = { id: BOOK, name: '青河市', sample: false, drill: false }
  await ledger.write((tx) => openBook(tx, book, policyText, START, 'system'))
  const steps: number[] = []
  const index: Index = {
    ...search,
    index(docs) {
      steps.push(docs.length)
      return search.index(docs)
    },
  }
  const count = async (text: string, restricted: boolean) =>
    (await search.query({ book: BOOK, text, restricted, limit: 1 })).total
  return { ledger, index, steps, count }
}

it('a backfill whose entries name hundreds of items each is indexed by two thousand at most', async () => {
  const { ledger, index, steps, count } = await openBoth()
  for (let part = 0; part < FILED; part++) {
    const ids = Array.from({ length: EACH }, (_, at) => `old-${part}-${at}`)
    await receive(
      ledger,
      ids.map((id) => letter(id, { masked: '旧文', clear: '旧文' })),
    )
    const body: Body = { act: 'items.filed', v: 1, lane: '历史回填', ids, root: '', reason: '早于一天' }
    await ledger.write((tx) => tx.append(BOOK, START, 'system', [{ caseId: null, body }]))
  }
  await fillIndex(ledger.read, index)
  expect(steps).toEqual([2_000, 1_500])
  expect(await count('旧文', true)).toBe(FILED * EACH)
})

it('a judgement is seen by all items of its case, a part at a time, however many they are', async () => {
  const { ledger, index, steps, count } = await openBoth()
  const caseId = await openCase(ledger, 'item-1')
  const ids = Array.from({ length: JOINED }, (_, at) => `again-${at}`)
  await receive(
    ledger,
    ids.map((id) => letter(id)),
  )
  const body: Body = { act: 'items.filed', v: 1, lane: '待核信息', ids, root: '', reason: '待核' }
  await ledger.write((tx) => tx.append(BOOK, START, 'system', [{ caseId: null, body }]))
  await ledger.write((tx) => tx.db.updateTable('item').set({ caseId }).where('id', 'in', ids).execute())
  await fillIndex(ledger.read, index)
  // The items and their case, whose title says the same.
  expect(await count('滨江壹号', false)).toBe(1 + JOINED + 1)
  const secret = { verdict: '确认', grade: '非突发', type: null, restricted: '检举控告', reason: '举报' } as const
  await order(ledger, caseId, 'judge', { do: 'case.judge', ...secret })
  steps.length = 0
  await fillIndex(ledger.read, index, { itemsMax: 2 })
  expect(await count('滨江壹号', false)).toBe(0)
  expect(await count('滨江壹号', true)).toBe(1 + JOINED + 1)
  // Two items and their case at a time.
  expect(Math.max(...steps)).toBe(3)
})
