// What each source delivered, day by day and hour by hour: its rhythm, its lag and its garbled share come from here.
import { BEIJING_OFFSET_MS, DAY_MS, HOUR_MS } from '@huiying/domain/beijing'
import type { Item } from '@huiying/domain/item'
import { type DayCounts, RHYTHM_DAYS_MAX } from '@huiying/domain/rhythm'
import type { Reader, Tx } from '../ledger.ts'

/** The newest days, by which a source's present state is told. */
const RECENT_DAYS = 2

export interface SourceDays {
  days: DayCounts[]
  /** Of the last two days with a delivery. */
  recent: { items: number; garbled: number; lagMs: number; lagged: number }
}

/** Counts what has just come, in the turn that puts it on record; older days than a rhythm knows go. */
export async function countDelivery(
  tx: Tx,
  {
    book,
    source,
    items,
  }: { book: string; source: string; items: { item: Item & { masked: string }; backfill: boolean }[] },
  now: number,
): Promise<void> {
  const day = Math.floor((now + BEIJING_OFFSET_MS) / DAY_MS)
  const hour = Math.floor(((now + BEIJING_OFFSET_MS) % DAY_MS) / HOUR_MS)
  const key = { book, source, day }
  const before = await tx.db
    .selectFrom('sourceDay')
    .selectAll()
    .where('book', '=', book)
    .where('source', '=', source)
    .where('day', '=', day)
    .executeTakeFirst()
  const hours = hoursOf(before?.hours ?? '')
  hours[hour]! += items.length
  const lags = items.flatMap(({ item, backfill }) => (backfill ? [] : lagOf(item)))
  const row = {
    hours: hours.join(','),
    items: (before?.items ?? 0) + items.length,
    garbled: (before?.garbled ?? 0) + items.filter(({ item }) => item.masked.includes('\uFFFD')).length,
    lagMs: (before?.lagMs ?? 0) + lags.reduce((sum, lag) => sum + lag, 0),
    lagged: (before?.lagged ?? 0) + lags.length,
  }
  await tx.db
    .insertInto('sourceDay')
    .values({ ...key, ...row })
    .onConflict((on) => on.columns(['book', 'source', 'day']).doUpdateSet(row))
    .execute()
  if (before !== undefined) return
  await tx.db
    .deleteFrom('sourceDay')
    .where('book', '=', book)
    .where('source', '=', source)
    .where('day', '<=', day - RHYTHM_DAYS_MAX)
    .execute()
}

export async function readSourceDays(read: Reader, book: string, source: string): Promise<SourceDays> {
  const rows = await read
    .selectFrom('sourceDay')
    .selectAll()
    .where('book', '=', book)
    .where('source', '=', source)
    .orderBy('day', 'desc')
    .execute()
  const recent = { items: 0, garbled: 0, lagMs: 0, lagged: 0 }
  for (const row of rows.slice(0, RECENT_DAYS)) {
    recent.items += row.items
    recent.garbled += row.garbled
    recent.lagMs += row.lagMs
    recent.lagged += row.lagged
  }
  return { days: rows.map(({ day, hours }) => ({ day, hours: hoursOf(hours) })), recent }
}

const hoursOf = (text: string): number[] => Array.from({ length: 24 }, (_, hour) => Number(text.split(',')[hour] || 0))

/** A letter's way to us begins where the first server took it, an article's at its publication. */
function lagOf({ kind, publishedAt, receivedAt, fetchedAt }: Item): number[] {
  const from = kind === 'letter' ? receivedAt : publishedAt
  return from === null ? [] : [Math.max(0, fetchedAt - from)]
}
