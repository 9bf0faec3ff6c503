// Items as they are read back: of rows, or of what this program has put on record a moment ago.
import type { Item, ItemKind, Precision } from '@huiying/domain/item'
import type { Selectable } from 'kysely'
import { partsOf } from '../batch.ts'
import type { Reader } from '../ledger.ts'
import type { Schema } from '../schema.ts'
import type { FreshItem, FreshItems } from './fresh-item.ts'

/** Ids in one `in (…)`; more are read in parts. */
const IDS_MAX = 5_000

export const itemOf = (row: Selectable<Schema['item']>): Item =>
  bareItem({
    ...row,
    kind: row.kind as ItemKind,
    publishedPrecision: row.publishedPrecision as Precision | null,
    flags: JSON.parse(row.flags),
    mentions: JSON.parse(row.mentions),
  })

/** What is an item's own, of a row or of what has just come. */
export function bareItem(from: Item): Item {
  return {
    id: from.id,
    book: from.book,
    source: from.source,
    kind: from.kind,
    ownId: from.ownId,
    revision: from.revision,
    title: from.title,
    url: from.url,
    author: from.author,
    platform: from.platform,
    publishedAt: from.publishedAt,
    publishedPrecision: from.publishedPrecision,
    receivedAt: from.receivedAt,
    fetchedAt: from.fetchedAt,
    sha256: from.sha256,
    flags: from.flags,
    mentions: from.mentions,
  }
}

export interface Waiting {
  item: Item
  backfill: boolean
  caseId: string | null
}

/** Items among `ids` that no turn has placed yet, with whether they are 历史回填. */
export async function untrackedItems(
  db: Reader,
  fresh: FreshItems | null,
  ids: string[],
): Promise<Map<string, Waiting>> {
  const found = new Map<string, Waiting>()
  const unread: string[] = []
  for (const id of ids) {
    const one = fresh?.get(id)
    if (one == null) unread.push(id)
    else found.set(id, { item: one.item, backfill: one.backfill, caseId: null })
  }
  for (const part of partsOf(unread, IDS_MAX)) {
    const query = db.selectFrom('item').selectAll().where('id', 'in', part)
    for (const row of await query.where('caseId', 'is', null).where('lane', 'is', null).execute()) {
      found.set(row.id, { item: itemOf(row), backfill: row.backfill === 1, caseId: null })
    }
  }
  return found
}

/** Items among `ids` that have a place, with it and the verdict they were placed by: a source may have updated them. */
export async function placedItems(db: Reader, ids: string[]): Promise<(Waiting & { verdict: string })[]> {
  const rows = await db
    .selectFrom('item')
    .innerJoin('verdict', 'verdict.itemId', 'item.id')
    .selectAll('item')
    .select('verdict.body as verdict')
    .where('item.id', 'in', ids)
    .execute()
  return rows.map((row) => ({
    item: itemOf(row),
    backfill: row.backfill === 1,
    caseId: row.caseId,
    verdict: row.verdict,
  }))
}

/** What the tagger reads of an item: its masked text, and when it was published or came. */
export interface ItemText {
  id: string
  book: string
  kind: ItemKind
  at: number
  masked: string
}

/** In the order of `ids`; erased or unknown ones are left out. */
export async function readTexts(db: Reader, fresh: FreshItems | null, ids: string[]): Promise<ItemText[]> {
  // Looked at once: while the others are read, what was fresh may be placed.
  const texts = new Map<string, ItemText>()
  for (const id of ids) {
    const one = fresh?.get(id)
    if (one != null) texts.set(id, textOf(one))
  }
  const unread = ids.filter((id) => !texts.has(id))
  if (unread.length > 0) for (const one of await textsOnRecord(db, unread)) texts.set(one.id, one)
  return ids.flatMap((id) => texts.get(id) ?? [])
}

const textOf = ({ item: { id, book, kind, publishedAt, receivedAt }, masked }: FreshItem): ItemText => {
  return { id, book, kind, at: publishedAt ?? receivedAt, masked }
}

async function textsOnRecord(db: Reader, ids: string[]): Promise<ItemText[]> {
  const rows = await db
    .selectFrom('item')
    .innerJoin('content', 'content.itemId', 'item.id')
    .select(['item.id', 'item.book', 'item.kind', 'item.publishedAt', 'item.receivedAt', 'content.masked'])
    .where('item.id', 'in', ids)
    .execute()
  return rows.map(({ id, book, kind, publishedAt, receivedAt, masked }) => {
    return { id, book, kind: kind as ItemKind, at: publishedAt ?? receivedAt, masked }
  })
}

/** Items no turn has placed, oldest first: fed to the tagger again after topics were lost. */
export async function waitingItems(db: Reader, limit: number): Promise<{ book: string; itemId: string }[]> {
  const rows = await db
    .selectFrom('item')
    .select(['book', 'id'])
    .where('caseId', 'is', null)
    .where('lane', 'is', null)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ book: row.book, itemId: row.id }))
}
