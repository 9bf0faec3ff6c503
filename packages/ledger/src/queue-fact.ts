// What the queue shows beside a case's state: ladders, platforms and arrivals of many cases at once, and what changed.
import type { Case, Plan } from '@huiying/domain/case'
import type { Item, Verdict } from '@huiying/domain/item'
import { partsOf } from './batch.ts'
import { type Corrected, correctedVerdict, correctionsOf } from './item/correction.ts'
import { itemOf } from './item/item-read.ts'
import type { Reader } from './ledger.ts'

export interface Spread {
  platforms: number
  /** Arrivals in each of the equal parts of the window, oldest first. */
  arrivals: number[]
}

const SPREAD_PARTS = 8

/** The plan that each clock's ladder goes by: the live one, else the last; of clocks without one there is none. */
export async function plansOfClocks(read: Reader, clockIds: string[]): Promise<Map<string, Plan>> {
  const plans = new Map<string, Plan>()
  for (const part of partsOf(clockIds)) {
    const rows = await read.selectFrom('plan').select('body').where('ownerId', 'in', part).execute()
    for (const row of rows) {
      const plan = JSON.parse(row.body) as Plan
      if (plan.ended === null || !plans.has(plan.owner.id)) plans.set(plan.owner.id, plan)
    }
  }
  return plans
}

/** On how many platforms a case stands, and how its items came in during the last `windowMs`. */
export async function spreadOf(
  read: Reader,
  caseIds: string[],
  now: number,
  windowMs: number,
): Promise<Map<string, Spread>> {
  const spread = new Map<string, Spread>()
  if (caseIds.length === 0) return spread
  const platforms = await read
    .selectFrom('item')
    .select((eb) => ['caseId', eb.fn.count<number>('platform').distinct().as('platforms')])
    .where('caseId', 'in', caseIds)
    .groupBy('caseId')
    .execute()
  for (const row of platforms) {
    spread.set(row.caseId!, { platforms: Number(row.platforms), arrivals: new Array<number>(SPREAD_PARTS).fill(0) })
  }
  const from = now - windowMs
  const partMs = windowMs / SPREAD_PARTS
  const rows = await read
    .selectFrom('item')
    .select((eb) => ['caseId', 'receivedAt', eb.fn.countAll<number>().as('n')])
    .where('caseId', 'in', caseIds)
    .where('receivedAt', '>', from)
    .groupBy(['caseId', 'receivedAt'])
    .execute()
  for (const row of rows) {
    const part = Math.min(SPREAD_PARTS - 1, Math.max(0, Math.floor((row.receivedAt - from) / partMs)))
    const found = spread.get(row.caseId!)
    if (found !== undefined) found.arrivals[part] = (found.arrivals[part] ?? 0) + Number(row.n)
  }
  return spread
}

/** Cases of a book whose state changed after `seq`, in order: what a screen that was away has missed. */
export async function changedCases(
  read: Reader,
  book: string,
  seq: number,
  limit: number,
): Promise<{ state: Case; seq: number }[]> {
  const rows = await read
    .selectFrom('caseState')
    .select(['state', 'seq'])
    .where('book', '=', book)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ state: JSON.parse(row.state) as Case, seq: row.seq }))
}

export interface ItemRow {
  item: Item
  masked: string | null
  /** As it counts: with what a person has corrected. */
  verdict: Verdict | null
  /** As the tagger gave it: what the roots in entries bind. */
  tagged: Verdict | null
  corrected: Corrected['by']
  caseId: string | null
  number: string | null
  lane: string | null
}

export interface ItemFilter {
  book: string
  /** Whether items of 待甄别 and 检举控告 are seen at all. */
  restricted: boolean
  id?: string
  ids?: string[]
  caseIds?: string[]
  lane?: string
  kind?: string
}

/** Items newest first, with the case or lane each went to; `before` is the fetchedAt and id of the last one seen. */
export async function listItems(
  read: Reader,
  filter: ItemFilter,
  limit: number,
  before: { at: number; id: string } | null,
): Promise<ItemRow[]> {
  let query = read
    .selectFrom('item')
    .leftJoin('content', 'content.itemId', 'item.id')
    .leftJoin('verdict', 'verdict.itemId', 'item.id')
    .leftJoin('caseState', 'caseState.id', 'item.caseId')
    .selectAll('item')
    .select(['content.masked', 'verdict.body as verdict', 'caseState.number'])
    .where('item.book', '=', filter.book)
    .orderBy('item.fetchedAt', 'desc')
    .orderBy('item.id', 'desc')
    .limit(limit)
  // An item nobody has placed yet may turn out to be restricted: it waits until it has a place.
  if (!filter.restricted) {
    query = query
      .where('caseState.restricted', 'is', null)
      .where((eb) => eb.or([eb('item.caseId', 'is not', null), eb('item.lane', 'is not', null)]))
  }
  if (filter.id !== undefined) query = query.where('item.id', '=', filter.id)
  if (filter.ids !== undefined) query = query.where('item.id', 'in', filter.ids)
  if (filter.caseIds !== undefined) query = query.where('item.caseId', 'in', filter.caseIds)
  // An item that a person made a case of keeps the lane it once had.
  if (filter.lane !== undefined) query = query.where('item.lane', '=', filter.lane).where('item.caseId', 'is', null)
  if (filter.kind !== undefined) query = query.where('item.kind', '=', filter.kind)
  if (before !== null) {
    query = query.where((eb) =>
      eb.or([
        eb('item.fetchedAt', '<', before.at),
        eb.and([eb('item.fetchedAt', '=', before.at), eb('item.id', '<', before.id)]),
      ]),
    )
  }
  const rows = await query.execute()
  const said = await correctionsOf(
    read,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const tagged = row.verdict === null ? null : (JSON.parse(row.verdict) as Verdict)
    const { masked, caseId, number, lane } = row
    const verdict = tagged === null ? null : correctedVerdict(tagged, said.get(row.id))
    return { item: itemOf(row), masked, verdict, tagged, corrected: said.get(row.id)?.by ?? [], caseId, number, lane }
  })
}

export async function countLane(read: Reader, book: string, lane: string): Promise<number> {
  const row = await read
    .selectFrom('item')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('book', '=', book)
    .where('lane', '=', lane)
    .where('caseId', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** The case an assignment belongs to, for a signed link. */
export async function caseOfAssignment(read: Reader, id: string): Promise<string | null> {
  const row = await read.selectFrom('assignment').select('caseId').where('id', '=', id).executeTakeFirst()
  return row?.caseId ?? null
}

/** Deliveries by state, and when the oldest pending one was made. */
export async function countDeliveries(
  read: Reader,
  book: string,
): Promise<{ states: Map<string, number>; oldestPendingAt: number | null }> {
  const rows = await read
    .selectFrom('delivery')
    .select((eb) => ['state', eb.fn.countAll<number>().as('n'), eb.fn.min('changedAt').as('first')])
    .where('book', '=', book)
    .groupBy('state')
    .execute()
  const pending = rows.find((row) => row.state === 'pending')
  return {
    states: new Map(rows.map((row) => [row.state, Number(row.n)])),
    oldestPendingAt: pending === undefined ? null : Number(pending.first),
  }
}
