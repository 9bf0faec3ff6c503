// A step of the indexer: how much it takes at once, and that nothing is left out by it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Body } from '@huiying/domain/entry'
import { openBook } from '@huiying/ledger/book'
import { BOOK, letter, policyText, receive, START } from '@huiying/ledger/conformance-fact'
import { openLedger } from '@huiying/ledger/open'
import { openSearch } from '@huiying/search/open'
import { searchTerms } from '@huiying/text/term'
import { expect, it, onTestFinished } from 'vitest'
import { fillIndex } from './index-entries.ts'

const FILED = 7
const EACH = 500

it('a backfill whose entries name hundreds of items each is indexed by two thousand at most', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-indexer-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const ledger = await openLedger({ dataDir: folder })
  const address = { url: null, file: join(folder, 'search.db'), caFile: null, apiKey: null }
  const search = await openSearch(address, searchTerms)
  const book = { id: BOOK, name: '青河市', sample: false, drill: false }
  await ledger.write((tx) => openBook(tx, book, policyText, START, 'system'))
  for (let part = 0; part < FILED; part++) {
    const ids = Array.from({ length: EACH }, (_, index) => `old-${part}-${index}`)
    await receive(
      ledger,
      ids.map((id) => letter(id, { masked: '旧文', clear: '旧文' })),
    )
    const body: Body = { act: 'items.filed', v: 1, lane: '历史回填', ids, root: '', reason: '早于一天' }
    await ledger.write((tx) => tx.append(BOOK, START, 'system', [{ caseId: null, body }]))
  }
  const steps: number[] = []
  await fillIndex(ledger.read, {
    ...search,
    index(docs) {
      steps.push(docs.length)
      return search.index(docs)
    },
  })
  const { total } = await search.query({ book: BOOK, text: '旧文', restricted: true, limit: 1 })
  await search.close()
  await ledger.close()
  expect(steps).toEqual([2_000, 1_500])
  expect(total).toBe(FILED * EACH)
})
