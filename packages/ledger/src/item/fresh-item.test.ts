// Fresh items: given exactly as they stand on record, until they are placed, come again or are erased.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openBook } from '../book.ts'
import { BOOK, letter, policyText, receive, START } from '../conformance/conformance-fact.ts'
import { eraseContents } from '../erase.ts'
import type { Ledger } from '../ledger.ts'
import { openLedger } from '../open.ts'
import { FRESH_ITEMS_MAX, openFreshItems } from './fresh-item.ts'
import { insertItems } from './item.ts'
import { readTexts, untrackedItems } from './item-read.ts'

let folder = ''
let ledger: Ledger
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-fresh-'))
  ledger = await openLedger({ dataDir: folder })
  const book = { id: BOOK, name: '青河市', sample: false, drill: false }
  await ledger.write((tx) => openBook(tx, book, policyText, START, 'system'))
})
afterEach(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true, force: true })
})

const isKept = (id: string): boolean => ledger.fresh?.get(id) != null
const filed = (ids: string[]) => ({
  caseId: null,
  body: { act: 'items.filed', v: 1, lane: '入库', ids, root: '0'.repeat(64), reason: '非政务舆情' } as const,
})

it('are what would be read back, odd characters and all', async () => {
  const odd = { title: '停水\ud800三天', masked: '停水\ud800三天\n\u0000渡口', ownId: '<\udc00@mail.example>' }
  await receive(ledger, [
    letter('item_1', { ...odd, flags: ['future-date'], publishedAt: START - 1, publishedPrecision: 'second' }),
    letter('item_2', { mentions: { units: ['zjj'], contacts: [] } }),
  ])
  const ids = ['item_2', 'item_1', 'item_0']
  expect(ids.map(isKept)).toEqual([true, true, false])
  expect(await readTexts(ledger.read, ledger.fresh, ids)).toEqual(await readTexts(ledger.read, null, ids))
  const [kept, read] = [
    await untrackedItems(ledger.read, ledger.fresh, ids),
    await untrackedItems(ledger.read, null, ids),
  ]
  expect(kept).toEqual(read)
  expect(kept.size).toBe(2)
})

it('are asked of the record once they are placed', async () => {
  await receive(ledger, [letter('item_1'), letter('item_2')])
  await ledger.write((tx) => tx.append(BOOK, START, 'system', [filed(['item_1'])]))
  expect([isKept('item_1'), isKept('item_2')]).toEqual([false, true])
  const waiting = await untrackedItems(ledger.read, ledger.fresh, ['item_1', 'item_2'])
  expect([...waiting.keys()]).toEqual(['item_2'])
})

it('are none of a turn that failed, and stay when the turn that placed them did', async () => {
  const failing = (work: Parameters<Ledger['write']>[0]) =>
    expect(
      ledger.write(async (tx) => {
        await work(tx)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
  const batch = { book: BOOK, source: 'mailbox', items: [letter('item_1')], cursor: null, backfill: () => false }
  await failing((tx) => insertItems(tx, ledger.sealer, batch, START))
  expect(isKept('item_1')).toBe(false)
  await receive(ledger, [letter('item_1')])
  await failing((tx) => tx.append(BOOK, START, 'system', [filed(['item_1'])]))
  expect(isKept('item_1')).toBe(true)
})

it('are asked of the record once their source has updated them, and once they are erased', async () => {
  await receive(ledger, [letter('item_1'), letter('item_2')])
  await receive(ledger, [letter('item_1', { sha256: 'f'.repeat(64), masked: '来水了\n渡口路来水了' })])
  const [now] = await readTexts(ledger.read, ledger.fresh, ['item_1'])
  expect(now?.masked).toBe('来水了\n渡口路来水了')
  const places = { mailbox: join(folder, 'mailbox'), outbox: join(folder, 'outbox'), forget: async () => undefined }
  const erasing = { book: BOOK, ids: ['item_2'], rule: '保存期限届满', actor: 'system', ...places }
  await eraseContents(ledger, erasing, START)
  expect(await readTexts(ledger.read, ledger.fresh, ['item_2'])).toEqual([])
})

it('are given also when they are placed while the others are read', async () => {
  await receive(ledger, [letter('item_1'), letter('item_2')])
  ledger.fresh?.forget(['item_2'])
  const reading = readTexts(ledger.read, ledger.fresh, ['item_1', 'item_2'])
  ledger.fresh?.forget(['item_1'])
  expect((await reading).map(({ id }) => id)).toEqual(['item_1', 'item_2'])
})

it('are no more than the bound says, the latest', () => {
  const kept = openFreshItems()
  const fresh = Array.from({ length: FRESH_ITEMS_MAX + 1 }, (_, number) => letter(`item_${number}`))
  kept.apply({ fresh: fresh.map((item) => ({ item, backfill: false, masked: item.masked })), stale: [] })
  expect([kept.get('item_0'), kept.get('item_1')?.item.id]).toEqual([null, 'item_1'])
})
