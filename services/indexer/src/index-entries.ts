// The indexer's step: reads the ledger by (book, seq) from where the index stands, and puts what changed into it.
import type { Body } from '@huiying/domain/entry'
import { hashAt, listBooks } from '@huiying/ledger/book'
import {
  type IndexedCase,
  type IndexedEntry,
  type IndexedItem,
  indexedCases,
  indexedEntries,
  indexedItems,
  indexedItemsOfCases,
} from '@huiying/ledger/indexed'
import type { Reader } from '@huiying/ledger/ledger'
import type { Index, SearchDoc } from '@huiying/search/search'

/** Entries read in one step: more than a turn of the tracker writes, so that it is one commit; about 0.1 s of work. */
const ENTRIES_MAX = 1_000
/** Items those may name: of a backfill each entry names hundreds, and all their texts lie in memory at once. */
const ITEMS_MAX = 2_000
const CASE_ITEMS_MAX = 5_000
/** What puts the items it names somewhere, or has them read otherwise. */
const placing = new Set<Body['act']>([
  'case.opened',
  'item.corrected',
  'items.joined',
  'items.filed',
  'items.reread',
  'items.left',
])

/** One step; returns how many entries it read: 0 means the index is level with the ledger. */
async function indexEntries(read: Reader, search: Index, book: string): Promise<number> {
  const position = await search.position(book)
  const entries = withinItems(await indexedEntries(read, book, position, ENTRIES_MAX))
  const last = entries.at(-1)
  if (last === undefined) return 0
  const named = entries.flatMap((entry) => (placing.has(entry.act) ? entry.itemIds : []))
  const items = [...(await indexedItems(read, named)), ...(await itemsSeenAnew(read, entries))]
  // An item may lie in a case merged into the entry's: whether it is restricted is known by its own.
  const ids = [...entries, ...items].flatMap((one) => one.caseId ?? [])
  const cases = await indexedCases(read, [...new Set(ids)])
  // What was read may be newer than these entries; never older. So their seq tells which of two readers knew more.
  const { seq } = last
  const erased = entries.flatMap((entry) => (entry.act === 'content.erased' ? entry.itemIds : []))
  await search.remove(erased, seq)
  const docs = [...[...cases.values()].map(caseDoc), ...items.flatMap((item) => itemDoc(item, cases))]
  await search.index(docs.map((doc) => ({ ...doc, seq })))
  await search.moveTo(book, seq, await hashAt(read, book, seq))
  return entries.length
}

/** The first entries that name no more items than a step takes, one at least. */
function withinItems(entries: IndexedEntry[]): IndexedEntry[] {
  let count = 0
  for (let items = 0; count < entries.length; count++) {
    items += entries[count]!.itemIds.length
    if (items > ITEMS_MAX && count > 0) break
  }
  return entries.slice(0, count)
}

/**
 * Whether the index was made from another past than this ledger's: an older backup was restored beside it. What stands
 * in it then may never have happened, and what happens now would be passed over.
 */
export async function isForeign(read: Reader, search: Index): Promise<boolean> {
  for (const { id } of await listBooks(read)) {
    const { seq, hash } = await search.mark(id)
    if (hash !== null && (await hashAt(read, id, seq)) !== hash) return true
  }
  return false
}

/** Steps until every book is level; `onStep` is told how many entries were read so far. */
export async function fillIndex(read: Reader, index: Index, onStep?: (entries: number) => void): Promise<void> {
  let sum = 0
  for (const book of await listBooks(read)) {
    for (let count = 1; count > 0; sum += count) {
      count = await indexEntries(read, index, book.id)
      if (count > 0) onStep?.(sum + count)
    }
  }
}

/** A judgement may open or close a case to eyes: its items are indexed again. */
async function itemsSeenAnew(read: Reader, entries: IndexedEntry[]): Promise<IndexedItem[]> {
  const judged = entries.filter((entry) => entry.act === 'case.judged').flatMap((entry) => entry.caseId ?? [])
  return judged.length === 0 ? [] : indexedItemsOfCases(read, [...new Set(judged)], CASE_ITEMS_MAX)
}

type Unread = Omit<SearchDoc, 'seq'>

function caseDoc({ number, title, lead, openedAt, ...state }: IndexedCase): Unread {
  const text = `${number} ${title}`
  return { ...state, kind: 'case', caseId: state.id, text, unit: lead, at: openedAt, filedAt: openedAt }
}

function itemDoc(item: IndexedItem, cases: Map<string, IndexedCase>): Unread[] {
  const { id, book, caseId, masked, topics, receivedAt } = item
  if (masked === null) return []
  const state = caseId === null ? undefined : cases.get(caseId)
  // Suspected 检举控告 in a lane is nobody else's either (§14-8).
  const restricted = state === undefined ? item.report : state.restricted
  const at = item.publishedAt ?? receivedAt
  const known = { id, book, caseId, topics, at, filedAt: receivedAt, restricted }
  return [{ ...known, kind: 'item', text: masked, unit: null, status: null }]
}
