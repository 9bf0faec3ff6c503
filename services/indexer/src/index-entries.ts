// The indexer's step: reads the ledger by (book, seq) from where the index stands, and puts what changed into it.
import type { Case } from '@huiying/domain/case'
import type { Entry } from '@huiying/domain/entry'
import { hashAt, listBooks } from '@huiying/ledger/book'
import { entriesAfter, readCases } from '@huiying/ledger/case'
import { type ItemView, itemsOfCase, readViews } from '@huiying/ledger/item-view'
import type { Reader } from '@huiying/ledger/ledger'
import type { Index, SearchDoc } from '@huiying/search/search'

/** Entries read in one step. */
const ENTRIES_MAX = 500
const CASE_ITEMS_MAX = 5_000

/** One step; returns how many entries it read: 0 means the index is level with the ledger. */
async function indexEntries(read: Reader, search: Index, book: string): Promise<number> {
  const position = await search.position(book)
  const entries = await entriesAfter(read, book, position, ENTRIES_MAX)
  const last = entries.at(-1)
  if (last === undefined) return 0
  const views = [...(await readViews(read, entries.flatMap(itemIdsOf))), ...(await itemsSeenAnew(read, entries))]
  // An item may lie in a case merged into the entry's: whether it is restricted is known by its own.
  const ids = [...entries, ...views].flatMap((one) => one.caseId ?? [])
  const cases = await readCases(read, [...new Set(ids)])
  // What was read may be newer than these entries; never older. So their seq tells which of two readers knew more.
  const { seq } = last
  const erased = entries.flatMap((entry) => (entry.body.act === 'content.erased' ? entry.body.ids : []))
  await search.remove(erased, seq)
  const docs = [...[...cases.values()].map(caseDoc), ...views.flatMap((view) => itemDoc(view, cases))]
  await search.index(docs.map((doc) => ({ ...doc, seq })))
  await search.moveTo(book, seq, await hashAt(read, book, seq))
  return entries.length
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

function itemIdsOf({ body }: Entry): string[] {
  if (body.act === 'case.opened') return [body.itemId]
  if (body.act === 'item.corrected') return [body.itemId]
  const moved = body.act === 'items.joined' || body.act === 'items.filed' || body.act === 'items.reread'
  return moved || body.act === 'items.left' ? body.ids : []
}

/** A judgement may open or close a case to eyes: its items are indexed again. */
async function itemsSeenAnew(read: Reader, entries: Entry[]): Promise<ItemView[]> {
  const judged = entries.filter((entry) => entry.body.act === 'case.judged').flatMap((entry) => entry.caseId ?? [])
  return judged.length === 0 ? [] : itemsOfCase(read, [...new Set(judged)], CASE_ITEMS_MAX, null)
}

type Unread = Omit<SearchDoc, 'seq'>

function caseDoc(state: Case): Unread {
  const lead = state.assignments.find((one) => one.part === '牵头' && one.ended === null)
  return {
    id: state.id,
    kind: 'case',
    book: state.book,
    caseId: state.id,
    text: `${state.number} ${state.title}`,
    topics: state.topics,
    unit: lead?.unit ?? null,
    status: state.status,
    at: state.openedAt,
    filedAt: state.openedAt,
    restricted: state.restricted !== null,
  }
}

function itemDoc({ item, masked, verdict, caseId }: ItemView, cases: Map<string, Case>): Unread[] {
  if (masked === null) return []
  const state = caseId === null ? undefined : cases.get(caseId)
  const topics = verdict?.topics.map((topic) => topic.id) ?? []
  const at = item.publishedAt ?? item.receivedAt
  // Suspected 检举控告 in a lane is nobody else's either (§14-8).
  const suspected = caseId === null && verdict?.report === true
  const restricted = suspected || (state !== undefined && state.restricted !== null)
  return [
    {
      id: item.id,
      kind: 'item',
      book: item.book,
      caseId,
      text: masked,
      topics,
      unit: null,
      status: null,
      at,
      filedAt: item.receivedAt,
      restricted,
    },
  ]
}
