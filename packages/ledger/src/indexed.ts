// What the indexer reads: of entries, items and cases no more than an index holds, for whole ones are read and parsed
// at several times the cost.
import type { Body } from '@huiying/domain/entry'
import type { Verdict } from '@huiying/domain/item'
import { partsOf } from './batch.ts'
import { dialectOf } from './engine/dialect.ts'
import { correctionsOf } from './item/correction.ts'
import type { Reader } from './ledger.ts'

/** Ids in one `in (…)`; more are read in parts. */
const IDS_MAX = 5_000

/** An entry by what it says of items. */
export interface IndexedEntry {
  seq: number
  act: Body['act']
  caseId: string | null
  /** The items it names; none where it is about anything else. */
  itemIds: string[]
}

export interface IndexedItem {
  id: string
  book: string
  caseId: string | null
  /** UTC milliseconds, as `receivedAt`; null where its source does not say. */
  publishedAt: number | null
  receivedAt: number
  /** Null once erased. */
  masked: string | null
  /** As they count: a person's word over the machine's. */
  topics: string[]
  /** Looks like 检举控告; told of an item that lies in no case, else false. */
  report: boolean
}

export interface IndexedCase {
  id: string
  book: string
  number: string
  title: string
  topics: string[]
  status: string
  /** The unit that leads it now. */
  lead: string | null
  openedAt: number
  restricted: boolean
}

/** Entries of a book after a seq, in order. */
export async function indexedEntries(
  read: Reader,
  book: string,
  afterSeq: number,
  limit: number,
): Promise<IndexedEntry[]> {
  const { field } = dialectOf(read)
  const rows = await read
    .selectFrom('entry')
    .select(['seq', 'act', 'caseId', field('body', 'itemId').as('itemId'), field('body', 'ids').as('ids')])
    .where('book', '=', book)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(({ seq, act, caseId, itemId, ids }) => {
    const itemIds = ids !== null ? (JSON.parse(ids) as string[]) : itemId !== null ? [itemId] : []
    return { seq, act: act as Body['act'], caseId, itemIds }
  })
}

/** The items of these ids, in no order; unknown ones are left out. */
export async function indexedItems(read: Reader, ids: string[]): Promise<IndexedItem[]> {
  const items: IndexedItem[] = []
  for (const part of partsOf(ids, IDS_MAX)) {
    items.push(...(await itemsOf(read, await itemQuery(read).where('item.id', 'in', part).execute())))
  }
  return items
}

/** Where the next part of a case's items begins. */
export interface ItemPlace {
  receivedAt: number
  id: string
}

/** Items of a case in the order they came in, those after `after`; in the order of the case's own index. */
export async function indexedItemsOfCase(
  read: Reader,
  caseId: string,
  limit: number,
  after: ItemPlace | null,
): Promise<IndexedItem[]> {
  let query = itemQuery(read).where('item.caseId', '=', caseId)
  if (after !== null) {
    const { receivedAt, id } = after
    query = query
      .where('item.receivedAt', '>=', receivedAt)
      .where((eb) => eb.or([eb('item.receivedAt', '>', receivedAt), eb('item.id', '>', id)]))
  }
  return itemsOf(read, await query.orderBy('item.receivedAt').orderBy('item.id').limit(limit).execute())
}

/** Those of the ids that are cases, by id. */
export async function indexedCases(read: Reader, ids: string[]): Promise<Map<string, IndexedCase>> {
  const found = new Map<string, IndexedCase>()
  for (const part of partsOf(ids, IDS_MAX)) {
    const rows = await read
      .selectFrom('caseState')
      .innerJoin('caseRow', (join) => join.onRef('caseRow.caseId', '=', 'caseState.id').on('caseRow.toSeq', 'is', null))
      .select(['caseState.id', 'caseState.book', 'caseState.number', 'caseState.title', 'caseState.status'])
      .select(['caseState.lead', 'caseState.openedAt', 'caseState.restricted', 'caseRow.topics'])
      .where('caseState.id', 'in', part)
      .execute()
    for (const { topics, restricted, ...row } of rows)
      found.set(row.id, { ...row, topics: topics.split(' ').filter(Boolean), restricted: restricted !== null })
  }
  return found
}

const itemQuery = (read: Reader) =>
  read
    .selectFrom('item')
    .leftJoin('content', 'content.itemId', 'item.id')
    .leftJoin('verdict', 'verdict.itemId', 'item.id')
    .select(['item.id', 'item.book', 'item.caseId', 'item.publishedAt', 'item.receivedAt', 'content.masked'])
    .select(dialectOf(read).field('verdict.body', 'topics').as('topics'))
    // Nearly every item lies in a case, where the verdict says nothing more.
    .select((eb) => eb.case().when('item.caseId', 'is', null).then(eb.ref('verdict.body')).end().as('verdict'))

type ItemRow = Awaited<ReturnType<ReturnType<typeof itemQuery>['execute']>>[number]

async function itemsOf(read: Reader, rows: ItemRow[]): Promise<IndexedItem[]> {
  const said = await correctionsOf(
    read,
    rows.map((row) => row.id),
  )
  return rows.map(({ topics, verdict, ...row }) => {
    const byMachine = topics === null ? [] : (JSON.parse(topics) as Verdict['topics']).map((topic) => topic.id)
    const report = verdict !== null && (JSON.parse(verdict) as Verdict).report
    return { ...row, topics: said.get(row.id)?.change.topics ?? byMachine, report }
  })
}
