// Items on record: rows bound by their batch's entry, masked text beside them, the clear text sealed.
import { createHash } from 'node:crypto'
import type { HeatCounts } from '@huiying/domain/heat'
import type { Item } from '@huiying/domain/item'
import { cleanText } from '@huiying/runtime/clean'
import type { Selectable } from 'kysely'
import { insertRows, partsOf } from '../batch.ts'
import { contentHash, freshBytes, type Sealer } from '../blob/sealer.ts'
import type { Reader, Tx } from '../ledger.ts'
import type { Schema } from '../schema.ts'
import { saveCursor } from '../source/source.ts'
import { countDelivery } from '../source/source-day.ts'
import { type Sealed, sealContent } from './content.ts'
import { insertHeat } from './heat.ts'
import { bareItem } from './item-read.ts'

export interface NewItem extends Item {
  /** Masked text, of the clear text's UTF-16 length. */
  masked: string
  clear: string
  /** Of a letter: the address of its writer; sealed, and null where nothing can be sent to. */
  writer?: string | null
  writerName?: string | null
  /** Of exactly this text, address and id, where a thread has sealed them already. */
  sealed?: Sealed
  /** What the source counted of it when it was read. */
  heat?: HeatCounts
}

export interface Batch {
  book: string
  source: string
  items: NewItem[]
  /** The source's new cursor, written in the same transaction; null leaves it. */
  cursor: string | null
  backfill: (item: NewItem) => boolean
  /** Let go long after it came: it says nothing of how the source is now. */
  late?: boolean
}

const SALT_BYTES = 16
/** Ids in one `in (…)`; more are read in parts. */
const IDS_MAX = 5_000

/**
 * Puts a batch on record: item and content rows, one items.received entry, the cursor, and item.collected in the
 * outbox.
 * An id known with the same bytes is skipped; with other bytes it becomes a revision. What the source counted of either
 * is kept beside.
 */
export async function insertItems(tx: Tx, sealer: Sealer, batch: Batch, now: number): Promise<Inserted> {
  const inserted = await placeRows(tx, sealer, batch, now)
  await insertHeat(tx, { book: batch.book, source: batch.source, counts: batch.items.flatMap(countsOf) }, now)
  return inserted
}

export interface Inserted {
  inserted: string[]
  revised: string[]
  /** On record before with the same bytes. */
  known: number
}

async function placeRows(tx: Tx, sealer: Sealer, batch: Batch, now: number): Promise<Inserted> {
  const known = await knownRevisions(
    tx.db,
    batch.items.map((item) => item.id),
  )
  const fresh = new Map<string, NewItem>()
  let repeated = 0
  for (const item of batch.items.map(storableItem)) {
    const before = fresh.get(item.id) ?? known.get(item.id)
    if (before !== undefined && before.sha256 === item.sha256) repeated++
    else fresh.set(item.id, { ...item, revision: before === undefined ? 1 : before.revision + 1 })
  }
  if (fresh.size === 0 && batch.cursor === null) return { inserted: [], revised: [], known: repeated }
  const rows = [...fresh.values()].map((item) => rowsOf(item, sealer, batch.backfill(item)))
  const backfill = rows.length > 0 && rows.every((row) => row.item.backfill === 1)
  const { source, book, cursor } = batch
  const root = batchRoot(rows.map((row) => row.item))
  const body = { act: 'items.received', v: 1, source, count: rows.length, root, cursor, backfill } as const
  const [entry] = fresh.size === 0 ? [] : await tx.append(book, now, 'system', [{ caseId: null, body }])
  const revised = rows.filter((row) => known.has(row.item.id)).map((row) => row.item.id)
  if (revised.length > 0) await removeRevised(tx, revised)
  await insertRows(
    tx.db,
    'item',
    rows.map((row, place) => ({ ...row.item, ...(known.get(row.item.id)?.kept ?? {}), seq: entry!.seq, place })),
  )
  await insertRows(
    tx.db,
    'content',
    rows.map((row) => row.content),
  )
  if (batch.late !== true) {
    await saveCursor(tx, batch, rows.length > 0, now)
    if (rows.length > 0) {
      const items = [...fresh.values()].map((item) => ({ item, backfill: batch.backfill(item) }))
      await countDelivery(tx, { book, source, items }, now)
    }
  }
  await tx.publish(
    rows.map((row) => ({ topic: 'item.collected', key: row.item.id, body: { book, itemId: row.item.id } })),
  )
  const firsts = [...fresh.values()].filter(({ id }) => !known.has(id))
  tx.freshItems.push(
    ...firsts.map((item) => ({ item: bareItem(item), backfill: batch.backfill(item), masked: item.masked })),
  )
  tx.revisedItems.push(...revised)
  const inserted = firsts.map(({ id }) => id)
  return { inserted, revised, known: repeated }
}

const countsOf = ({ id, heat }: NewItem) => (heat === undefined ? [] : [{ itemId: id, ...heat }])

/** SM3 over `id SHA-256 contentHash` lines in order: what items.received binds and verify recomputes. */
export function batchRoot(rows: { id: string; sha256: string; contentHash: string }[]): string {
  const hash = createHash('sm3')
  for (const row of rows) hash.update(`${row.id} ${row.sha256} ${row.contentHash}\n`)
  return hash.digest('hex')
}

function rowsOf(item: NewItem, sealer: Sealer, backfill: boolean) {
  const salt = freshBytes(SALT_BYTES)
  const { masked, clear: _clear, flags, mentions, heat: _heat, sealed: given, ...rest } = item
  const { writer: _writer, writerName: _name, ...plain } = rest
  const row = {
    ...plain,
    contentHash: '',
    flags: JSON.stringify(flags),
    mentions: JSON.stringify(mentions),
    backfill: backfill ? 1 : 0,
    caseId: null,
    lane: null,
  }
  row.contentHash = contentHash(salt, boundText(row, masked))
  const { text, writer } = given ?? sealContent(sealer, item)
  return { item: row, content: { itemId: item.id, masked, salt, sealed: text, writer } }
}

/** What contentHash binds beside the text: whatever else the row says of the item when it was received. */
export function boundText(
  row: Pick<
    Selectable<Schema['item']>,
    'source' | 'kind' | 'title' | 'url' | 'author' | 'publishedAt' | 'receivedAt' | 'flags'
  >,
  masked: string,
): string {
  const { source, kind, title, url, author, publishedAt, receivedAt, flags } = row
  return `${JSON.stringify([source, kind, title, url, author, publishedAt, receivedAt, flags])}\n${masked}`
}

/** Text an engine would refuse or mangle is replaced here, and the item says so. */
function storableItem(item: NewItem): NewItem {
  let changed = false
  const clean = (text: string): string => {
    const cleaned = cleanText(text)
    changed ||= cleaned.changed
    return cleaned.text
  }
  const texts = {
    id: clean(item.id),
    ownId: item.ownId === null ? null : clean(item.ownId),
    title: clean(item.title),
    url: item.url === null ? null : clean(item.url),
    author: item.author === null ? null : clean(item.author),
    masked: clean(item.masked),
    clear: clean(item.clear),
  }
  if (!changed) return item
  const { sealed: _before, ...rest } = item
  return { ...rest, ...texts, flags: [...new Set([...item.flags, 'characters-replaced'])] }
}

interface Known {
  sha256: string
  revision: number
  kept: { caseId: string | null; lane: string | null }
}

async function knownRevisions(db: Reader, ids: string[]): Promise<Map<string, Known>> {
  const found = new Map<string, Known>()
  for (const part of partsOf(ids, IDS_MAX)) {
    const rows = await db
      .selectFrom('item')
      .select(['id', 'sha256', 'revision', 'caseId', 'lane'])
      .where('id', 'in', part)
      .execute()
    for (const { id, sha256, revision, caseId, lane } of rows)
      found.set(id, { sha256, revision, kept: { caseId, lane } })
  }
  return found
}

async function removeRevised(tx: Tx, ids: string[]): Promise<void> {
  const columns = ['id', 'book', 'seq', 'place', 'sha256', 'contentHash'] as const
  const before = await tx.db.selectFrom('item').select(columns).where('id', 'in', ids).execute()
  await insertRows(tx.db, 'itemRevision', before)
  await tx.db.deleteFrom('item').where('id', 'in', ids).execute()
  await tx.db.deleteFrom('content').where('itemId', 'in', ids).execute()
}
