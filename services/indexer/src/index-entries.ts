// The indexer's step: reads the ledger by (book, seq) from where the index stands, and puts what changed into it.
import type { Body } from '@huiying/domain/entry'
import { hashAt, listBooks } from '@huiying/ledger/book'
import {
  type IndexedCase,
  type IndexedEntry,
  type IndexedItem,
  type ItemPlace,
  indexedCases,
  indexedEntries,
  indexedItems,
  indexedItemsOfCase,
} from '@huiying/ledger/indexed'
import type { Reader } from '@huiying/ledger/ledger'
import type { Index, SearchDoc } from '@huiying/search/search'

/** Entries read in one step: more than a turn of the tracker writes, so that it is one commit; about 0.1 s of work. */
const ENTRIES_MAX = 1_000
/** Items those may name: of a backfill each entry names hundreds, and all their texts lie in memory at once. */
const ITEMS_MAX = 2_000
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
async function indexEntries(read: Reader, search: Index, book: string, itemsMax: number): Promise<number> {
  const position = await search.position(book)
  const entries = withinItems(await indexedEntries(read, book, position, ENTRIES_MAX), itemsMax)
  const last = entries.at(-1)
  if (last === undefined) return 0
  // What was read may be newer than these entries; never older. So their seq tells which of two readers knew more.
  const { seq } = last
  const named = entries.flatMap((entry) => (placing.has(entry.act) ? entry.itemIds : []))
  let items = await indexedItems(read, named)
  for await (const seen of itemsSeenAnew(read, entries, itemsMax)) {
    if (items.length + seen.length > itemsMax) {
      await putDocs(read, search, seq, items, [])
      items = []
    }
    items.push(...seen)
  }
  const erased = entries.flatMap((entry) => (entry.act === 'content.erased' ? entry.itemIds : []))
  await search.remove(erased, seq)
  await putDocs(read, search, seq, items, entries)
  // Only now: a step that ends before has all its parts done again.
  await search.moveTo(book, seq, await hashAt(read, book, seq))
  return entries.length
}

/** The items with the cases they lie in, and the cases that the entries are about. */
async function putDocs(
  read: Reader,
  search: Index,
  seq: number,
  items: IndexedItem[],
  entries: IndexedEntry[],
): Promise<void> {
  // An item may lie in a case merged into the entry's: whether it is restricted is known by its own.
  const ids = [...entries, ...items].flatMap((one) => one.caseId ?? [])
  const cases = await indexedCases(read, [...new Set(ids)])
  const docs = [...[...cases.values()].map(caseDoc), ...items.flatMap((item) => itemDoc(item, cases))]
  await search.index(docs.map((doc) => ({ ...doc, seq })))
}

/** The first entries that name no more items than a step takes, one at least. */
function withinItems(entries: IndexedEntry[], itemsMax: number): IndexedEntry[] {
  let count = 0
  for (let items = 0; count < entries.length; count++) {
    items += entries[count]!.itemIds.length
    if (items > itemsMax && count > 0) break
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

export interface FillOptions {
  /** Told how many entries were read so far. */
  onStep?: (entries: number) => void
  itemsMax?: number
}

/** Steps until every book is level. */
export async function fillIndex(
  read: Reader,
  index: Index,
  { onStep, itemsMax = ITEMS_MAX }: FillOptions = {},
): Promise<void> {
  let sum = 0
  for (const book of await listBooks(read)) {
    for (let count = 1; count > 0; sum += count) {
      count = await indexEntries(read, index, book.id, itemsMax)
      if (count > 0) onStep?.(sum + count)
    }
  }
}

/** A judgement may open or close a case to eyes: all its items are indexed again, in parts however many they are. */
async function* itemsSeenAnew(read: Reader, entries: IndexedEntry[], partMax: number): AsyncGenerator<IndexedItem[]> {
  const judged = entries.filter((entry) => entry.act === 'case.judged').flatMap((entry) => entry.caseId ?? [])
  for (const caseId of new Set(judged)) {
    let after: ItemPlace | null = null
    do {
      const part: IndexedItem[] = await indexedItemsOfCase(read, caseId, partMax, after)
      if (part.length > 0) yield part
      after = part.length < partMax ? null : part.at(-1)!
    } while (after !== null)
  }
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
