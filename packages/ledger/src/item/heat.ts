// Heat readings on record: what a source counted of an item, when, bound by the entry of their batch.

import { createHash } from 'node:crypto'
import type { HeatCounts, HeatReading } from '@huiying/domain/heat'
import { closedStatuses } from '@huiying/domain/word'
import { insertRows, partsOf } from '../batch.ts'
import type { Reader, Tx } from '../ledger.ts'

const READINGS_MAX = 20_000

/** The same numbers as last time are no new reading, so that a list read again changes nothing. */
export async function insertHeat(
  tx: Tx,
  batch: { book: string; source: string; counts: (HeatCounts & { itemId: string })[] },
  now: number,
): Promise<number> {
  const said = batch.counts.filter((one) => [one.reads, one.comments, one.reposts, one.likes].some((n) => n !== null))
  const last = await lastCounts(
    tx.db,
    said.map((one) => one.itemId),
  )
  const fresh = new Map(said.filter((one) => last.get(one.itemId) !== lineOf(one)).map((one) => [one.itemId, one]))
  if (fresh.size === 0) return 0
  const { book, source } = batch
  const rows = [...fresh.values()].map((one) => ({ ...one, book, at: now }))
  const body = { act: 'heat.read', v: 1, source, count: rows.length, root: heatRoot(rows) } as const
  const [entry] = await tx.append(book, now, 'system', [{ caseId: null, body }])
  // Two readings of one item in one millisecond are one: the first stays.
  await insertRows(
    tx.db,
    'itemHeat',
    rows.map(({ itemId, reads, comments, reposts, likes }) => ({
      ...{ itemId, book, at: entry!.at, reads, comments, reposts, likes, seq: entry!.seq },
    })),
  )
  return rows.length
}

const lineOf = (one: HeatCounts): string => `${one.reads} ${one.comments} ${one.reposts} ${one.likes}`

/** SM3 over `id reads comments reposts likes` lines in the order of ids. */
export function heatRoot(rows: (HeatCounts & { itemId: string })[]): string {
  const hash = createHash('sm3')
  for (const row of rows.toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1)))
    hash.update(`${row.itemId} ${lineOf(row)}\n`)
  return hash.digest('hex')
}

async function lastCounts(db: Reader, ids: string[]): Promise<Map<string, string>> {
  const last = new Map<string, string>()
  for (const part of partsOf(ids)) {
    const rows = await db.selectFrom('itemHeat').selectAll().where('itemId', 'in', part).orderBy('at').execute()
    for (const row of rows) last.set(row.itemId, lineOf(row))
  }
  return last
}

/** Every reading of a case's items, oldest first. */
export async function heatOfCase(read: Reader, caseId: string): Promise<HeatReading[]> {
  return read
    .selectFrom('itemHeat')
    .innerJoin('item', 'item.id', 'itemHeat.itemId')
    .select(['itemHeat.itemId', 'itemHeat.at', 'reads', 'comments', 'reposts', 'likes', 'item.publishedAt'])
    .where('item.caseId', '=', caseId)
    .orderBy('itemHeat.at')
    .orderBy('itemHeat.itemId')
    .limit(READINGS_MAX)
    .execute()
}

/** Cases whose items were counted, or that grew, after `since`: all that can have doubled. */
export async function warmingCases(read: Reader, since: number, atLeast: number, limit: number): Promise<string[]> {
  const counted = await read
    .selectFrom('itemHeat')
    .innerJoin('item', 'item.id', 'itemHeat.itemId')
    .select('item.caseId')
    .distinct()
    .where('itemHeat.at', '>', since)
    .where('item.caseId', 'is not', null)
    .limit(limit)
    .execute()
  const grown = await read
    .selectFrom('caseState')
    .select('id')
    .where('heat', '>=', atLeast)
    .where('status', 'not in', [...closedStatuses])
    .limit(limit)
    .execute()
  return [...new Set([...counted.map((row) => row.caseId!), ...grown.map((row) => row.id)])]
}

/** How many of a case's items were on record at `at`: each repost is heat too. */
export async function itemsAt(read: Reader, caseId: string, at: number): Promise<number> {
  const { n } = await read
    .selectFrom('item')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('caseId', '=', caseId)
    .where('fetchedAt', '<=', at)
    .executeTakeFirstOrThrow()
  return Number(n)
}
