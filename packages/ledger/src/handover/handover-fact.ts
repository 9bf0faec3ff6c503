// What a handover tells that no queue shows: single clocks by their deadline, and responses that wait for 审核.
import type { Case, Clock } from '@huiying/domain/case'
import { type SqlBool, sql } from 'kysely'
import type { Reader } from '../ledger.ts'

export interface ClockFilter {
  /** Due at this instant or later. */
  from?: number
  /** Due before this instant. */
  before?: number
  /** Only those of reports to those above (RPT). */
  reports?: boolean
}

/**
 * Running clocks of a book, letters' own among them, the first due first; none of 待甄别 and 检举控告. The case is the one
 * the clock was hung on, which may be merged since.
 */
export async function runningClocks(read: Reader, book: string, filter: ClockFilter, limit: number): Promise<Clock[]> {
  const query = clocksIn(read, book, filter).select('body').orderBy('dueAt').orderBy('id')
  const rows = await query.limit(limit).execute()
  return rows.map((row) => JSON.parse(row.body) as Clock)
}

export async function countClocks(read: Reader, book: string, filter: ClockFilter): Promise<number> {
  const query = clocksIn(read, book, filter).select((eb) => eb.fn.countAll().as('count'))
  return Number((await query.executeTakeFirstOrThrow()).count)
}

/** In an index's own words, so that every engine sees that it holds all that is asked for. */
const isRunning = sql<SqlBool>`clock.state = 'running'`
const isReport = sql<SqlBool>`clock.code in ('RPT-P', 'RPT-W')`

function clocksIn(read: Reader, book: string, { from, before, reports }: ClockFilter) {
  const hidden = read.selectFrom('caseState').select('id').where('book', '=', book).where('restricted', 'is not', null)
  let query = read.selectFrom('clock').where('book', '=', book).where('caseId', 'not in', hidden).where(isRunning)
  if (from !== undefined) query = query.where('dueAt', '>=', from)
  if (before !== undefined) query = query.where('dueAt', '<', before)
  if (reports === true) query = query.where(isReport)
  return query
}

/** Cases with a response that stops nothing until 审核 has said so, the oldest first; none of 待甄别 and 检举控告. */
export async function pendingReviews(read: Reader, book: string, limit: number): Promise<Case[]> {
  const rows = await reviewsIn(read, book).select('state').orderBy('openedAt').orderBy('id').limit(limit).execute()
  return rows.map((row) => JSON.parse(row.state) as Case)
}

export async function countReviews(read: Reader, book: string): Promise<number> {
  const query = reviewsIn(read, book).select((eb) => eb.fn.countAll().as('count'))
  return Number((await query.executeTakeFirstOrThrow()).count)
}

const reviewsIn = (read: Reader, book: string) =>
  read
    .selectFrom('caseState')
    .where('book', '=', book)
    .where('restricted', 'is', null)
    .where(sql<SqlBool>`"inReview" = 1`)
