// What a handover tells that no queue shows: single clocks by their deadline, and what waits for a word of the desk.
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

/** What a case waits for from the desk: 审核 of a response, which stops nothing until then; an answer to 延期申请. */
export type Waiting = 'inReview' | 'asksMore'

/** Cases that wait for it, the oldest first; none of 待甄别 and 检举控告. */
export async function waitingCases(read: Reader, book: string, waiting: Waiting, limit: number): Promise<Case[]> {
  const query = waitingIn(read, book, waiting).select('state').orderBy('openedAt').orderBy('id')
  return (await query.limit(limit).execute()).map((row) => JSON.parse(row.state) as Case)
}

export async function countWaiting(read: Reader, book: string, waiting: Waiting): Promise<number> {
  const query = waitingIn(read, book, waiting).select((eb) => eb.fn.countAll().as('count'))
  return Number((await query.executeTakeFirstOrThrow()).count)
}

const isWaiting = { inReview: sql<SqlBool>`"inReview" = 1`, asksMore: sql<SqlBool>`"asksMore" = 1` }

const waitingIn = (read: Reader, book: string, waiting: Waiting) =>
  read.selectFrom('caseState').where('book', '=', book).where('restricted', 'is', null).where(isWaiting[waiting])
