// Items as people look at them: masked text and verdict beside the row, by case, by lane or by id.
import type { Body } from '@huiying/domain/entry'
import type { Item, Verdict } from '@huiying/domain/item'
import type { Selectable } from 'kysely'
import { partsOf } from '../batch.ts'
import type { Ledger, Reader } from '../ledger.ts'
import type { Schema } from '../schema.ts'
import { correctedVerdict, correctionsOf } from './correction.ts'
import { itemOf } from './item-read.ts'

/** Ids in one `in (…)`; more are read in parts. */
const IDS_MAX = 5_000

export interface ItemView {
  item: Item
  caseId: string | null
  masked: string | null
  /** As it counts: with what a person has corrected. */
  verdict: Verdict | null
}

/** A case's items, the newest `limit` of them first; `masked` is null once erased (已销毁). */
export async function itemsOfCase(db: Reader, caseIds: string[], limit: number): Promise<ItemView[]> {
  const query = viewQuery(db).where('item.caseId', 'in', caseIds)
  const newest = query.orderBy('item.receivedAt', 'desc').orderBy('item.id').limit(limit)
  return viewsOf(db, await newest.execute())
}

/** A lane's items (待核信息 and the rest), the newest `limit` of them first. */
export async function itemsOfLane(db: Reader, book: string, lane: string, limit: number): Promise<ItemView[]> {
  const query = viewQuery(db).where('item.book', '=', book).where('item.lane', '=', lane)
  const newest = query.orderBy('item.fetchedAt', 'desc').orderBy('item.id').limit(limit)
  return viewsOf(db, await newest.execute())
}

/** The masked titles of these items; unknown ones are left out. */
export async function titlesOf(db: Reader, ids: string[]): Promise<Map<string, string>> {
  const titles = new Map<string, string>()
  for (const part of partsOf(ids, IDS_MAX)) {
    const rows = await db.selectFrom('item').select(['id', 'title']).where('id', 'in', part).execute()
    for (const { id, title } of rows) titles.set(id, title)
  }
  return titles
}

/** The items of these ids, in no order; unknown ones are left out. */
export async function readViews(db: Reader, ids: string[]): Promise<ItemView[]> {
  const views: ItemView[] = []
  for (const part of partsOf(ids, IDS_MAX)) {
    views.push(...(await viewsOf(db, await viewQuery(db).where('item.id', 'in', part).execute())))
  }
  return views
}

const viewQuery = (db: Reader) =>
  db
    .selectFrom('item')
    .leftJoin('content', 'content.itemId', 'item.id')
    .leftJoin('verdict', 'verdict.itemId', 'item.id')
    .selectAll('item')
    .select(['content.masked', 'verdict.body as verdict'])

type Row = Selectable<Schema['item']> & { masked: string | null; verdict: string | null }

async function viewsOf(db: Reader, rows: Row[]): Promise<ItemView[]> {
  const said = await correctionsOf(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    item: itemOf(row),
    caseId: row.caseId,
    masked: row.masked,
    verdict: row.verdict === null ? null : correctedVerdict(JSON.parse(row.verdict) as Verdict, said.get(row.id)),
  }))
}

/** Whether the reply that this letter is, an item on record, is told of in one of these cases. */
export async function isToldIn(db: Reader, caseIds: string[], itemId: string): Promise<boolean> {
  const row = await db
    .selectFrom('entry')
    .select('seq')
    .where('caseId', 'in', caseIds)
    .where('act', '=', 'note.added')
    .where('body', 'like', `%"letterId":"${itemId}"%`)
    .executeTakeFirst()
  return row !== undefined
}

export interface Viewing {
  itemId: string
  /** Where it is looked at: a reply to one of our mails lies in no case and is told of in one. */
  caseId: string
  /** The number of an attachment; null for the letter's own text. */
  attachment: number | null
  actor: string
  reason: string
}

/** The clear text, after the looking itself is on record with its reason; null when it is erased, and nothing is. */
export async function revealContent(ledger: Ledger, viewing: Viewing, now: number): Promise<string | null> {
  const sealed = await recordViewing(ledger, viewing, now)
  return sealed === null ? null : ledger.sealer.open(sealed).toString('utf8')
}

/** The sealed text of what is looked at: as long as there is one, the letter may be shown. */
export async function recordViewing(ledger: Ledger, viewing: Viewing, now: number): Promise<Uint8Array | null> {
  const { itemId, caseId, attachment, actor, reason } = viewing
  return ledger.write(async (tx) => {
    const row = await tx.db
      .selectFrom('content')
      .innerJoin('item', 'item.id', 'content.itemId')
      .select(['content.sealed', 'item.book', 'item.caseId'])
      .where('content.itemId', '=', itemId)
      .executeTakeFirst()
    if (row === undefined) return null
    const act = 'content.viewed'
    const body = attachment === null ? { act, v: 1, itemId, reason } : { act, v: 2, itemId, attachment, reason }
    await tx.append(row.book, now, actor, [{ caseId: row.caseId ?? caseId, body: body as Body }])
    return row.sealed
  })
}
