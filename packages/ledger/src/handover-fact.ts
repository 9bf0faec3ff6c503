// What a handover tells that no queue shows: single clocks by their deadline, and responses that wait for 审核.
import type { Case, Clock } from '@huiying/domain/case'
import { responseMark } from '@huiying/domain/response'
import { type ClockCode, closedStatuses } from '@huiying/domain/word'
import type { Reader } from './ledger.ts'

export interface ClockFilter {
  /** Due at this instant or later. */
  from?: number
  /** Due before this instant. */
  before?: number
  codes?: ClockCode[]
}

/**
 * Running clocks of a book, letters' own among them, the first due first; none of 待甄别 and 检举控告. The case is the one
 * the clock was hung on, which may be merged since.
 */
export async function runningClocks(read: Reader, book: string, filter: ClockFilter, limit: number): Promise<Clock[]> {
  const query = clocksIn(read, book, filter).select('clock.body').orderBy('clock.dueAt').orderBy('clock.id')
  const rows = await query.limit(limit).execute()
  return rows.map((row) => JSON.parse(row.body) as Clock)
}

export async function countClocks(read: Reader, book: string, filter: ClockFilter): Promise<number> {
  const query = clocksIn(read, book, filter).select((eb) => eb.fn.countAll().as('count'))
  return Number((await query.executeTakeFirstOrThrow()).count)
}

function clocksIn(read: Reader, book: string, { from, before, codes }: ClockFilter) {
  let query = read
    .selectFrom('clock')
    .innerJoin('caseState', 'caseState.id', 'clock.caseId')
    .where('caseState.book', '=', book)
    .where('caseState.restricted', 'is', null)
    .where('clock.state', '=', 'running')
  if (from !== undefined) query = query.where('clock.dueAt', '>=', from)
  if (before !== undefined) query = query.where('clock.dueAt', '<', before)
  if (codes !== undefined) query = query.where('clock.code', 'in', codes)
  return query
}

/** Open cases with a response that stops nothing until 审核 has said so; none of 待甄别 and 检举控告. */
export async function pendingReviews(read: Reader, book: string, limit: number): Promise<Case[]> {
  const rows = await read
    .selectFrom('caseState')
    .select('state')
    .where('book', '=', book)
    .where('restricted', 'is', null)
    .where('status', 'not in', closedStatuses)
    .where('state', 'like', '%"pending":"%')
    .orderBy('openedAt')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => JSON.parse(row.state) as Case).filter((state) => responseMark(state) === '回应待审核')
}
