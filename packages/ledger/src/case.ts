// Cases as their projections stand: one state, the queue, and the entries behind it.
import type { Case } from '@huiying/domain/case'
import type { Body, Entry } from '@huiying/domain/entry'
import { closedStatuses } from '@huiying/domain/word'
import { type SqlBool, sql } from 'kysely'
import { partsOf } from './batch.ts'
import { readEntryText } from './chain.ts'
import type { Reader } from './ledger.ts'

export async function readCase(read: Reader, id: string): Promise<Case | null> {
  const row = await read.selectFrom('caseState').select('state').where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.state) as Case)
}

/** The case, or what it was merged into since, however far. */
export async function caseNow(read: Reader, id: string): Promise<Case | null> {
  let state = await readCase(read, id)
  while (state !== null && state.merged.into !== null) state = await readCase(read, state.merged.into)
  return state
}

/** Those of the ids that are cases, by id. */
export async function readCases(read: Reader, ids: string[]): Promise<Map<string, Case>> {
  const found = new Map<string, Case>()
  for (const part of partsOf(ids)) {
    const rows = await read.selectFrom('caseState').select(['id', 'state']).where('id', 'in', part).execute()
    for (const { id, state } of rows) found.set(id, JSON.parse(state) as Case)
  }
  return found
}

export async function caseIdByNumber(read: Reader, book: string, number: string): Promise<string | null> {
  const row = await read
    .selectFrom('caseState')
    .select('id')
    .where('book', '=', book)
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.id ?? null
}

/**
 * The year's next running number of a book, counted past four digits; no number is used twice, under the book's lock.
 */
export async function nextNumber(db: Reader, book: string, year: number): Promise<number> {
  const prefix = `YQ-${year}-`
  const { rows } = await sql<{ number: string }>`select number from "caseState"
    where book = ${book} and substr(number, 1, 8) = ${prefix}
    order by length(number) desc, number desc limit 1`.execute(db)
  const last = rows[0]?.number
  return last === undefined ? 1 : Number(last.slice(prefix.length)) + 1
}

export interface QueueFilter {
  book: string
  /** Hide 待甄别 and 检举控告 from everybody but 值班长 and 纪检. */
  restricted: boolean
  /** 已结: closed, cancelled or merged; no queue, but what a search finds. 先打电话: only what is open asks for it. */
  lane: '全部' | '先打电话' | '待研判' | '待签收' | '临期' | '超时' | '已回应待续' | '已结'
  /** 临期: due before this instant. */
  soon: number
  now: number
  unit?: string
  grade?: string
  kind?: Case['kind']
  /** A topic's id. */
  topic?: string
  /** In the title or the number, as typed. */
  text?: string
  /** Cases the index found for it, beside those. */
  found?: string[]
}

export interface QueueRow {
  state: Case
  seq: number
  dueAt: number | null
  /** An alert of it said to telephone first, and nobody has acted on it yet (`waitsForCall`). */
  callFirst: boolean
}

const openStatuses = ['待研判', '待签收', '办理中', '已回应待续'] as const

/**
 * Open cases by the nearest running deadline; overdue on top, those without a clock last. Above all stands where a life
 * may hang on it and nobody has looked yet (§6.7): a letter has days, whoever wrote it may not.
 */
export async function queue(read: Reader, filter: QueueFilter, limit: number, offset = 0): Promise<QueueRow[]> {
  const rows = await queueQuery(read, filter)
    .select(['state', 'seq', 'dueAt', 'callFirst'])
    .orderBy('callFirst', 'desc')
    .orderBy((eb) => eb.fn.coalesce('dueAt', eb.val(Number.MAX_SAFE_INTEGER)))
    .orderBy('openedAt')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(({ state, seq, dueAt, callFirst: first }) => ({
    state: JSON.parse(state) as Case,
    seq,
    dueAt,
    callFirst: first === 1,
  }))
}

export async function countQueue(read: Reader, filter: QueueFilter): Promise<number> {
  const row = await queueQuery(read, filter)
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

function queueQuery(read: Reader, filter: QueueFilter) {
  let query = read.selectFrom('caseState').where('book', '=', filter.book)
  if (!filter.restricted) query = query.where('restricted', 'is', null)
  if (filter.unit !== undefined) query = query.where('lead', '=', filter.unit)
  if (filter.grade !== undefined) query = query.where('grade', '=', filter.grade)
  if (filter.kind !== undefined) query = query.where('state', 'like', `%"kind":"${filter.kind}"%`)
  const { topic } = filter
  if (topic !== undefined) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('caseRow')
          .select('caseRow.caseId')
          .whereRef('caseRow.caseId', '=', 'caseState.id')
          .where('caseRow.toSeq', 'is', null)
          .where('caseRow.topics', 'like', `%${topic.replace(/[\\%_]/g, '')}%`),
      ),
    )
  }
  if (filter.text !== undefined) {
    // Engines differ on capitals in "like"; lower() does the same to both on each.
    const like = `%${filter.text.replace(/[\\%_]/g, '').toLowerCase()}%`
    query = query.where((eb) =>
      eb.or([
        eb(eb.fn('lower', ['title']), 'like', like),
        eb(eb.fn('lower', ['number']), 'like', like),
        ...(filter.found !== undefined && filter.found.length > 0 ? [eb('id', 'in', filter.found)] : []),
      ]),
    )
  }
  if (filter.lane === '超时') query = query.where('status', 'in', openStatuses).where('dueAt', '<', filter.now)
  else if (filter.lane === '临期') {
    query = query.where('status', 'in', openStatuses).where('dueAt', '>=', filter.now).where('dueAt', '<', filter.soon)
  } else if (filter.lane === '先打电话') query = query.where(sql<SqlBool>`"callFirst" = 1`)
  else if (filter.lane === '全部') query = query.where('status', 'in', openStatuses)
  else if (filter.lane === '已结') query = query.where('status', 'in', closedStatuses)
  else query = query.where('status', '=', filter.lane)
  return query
}

/** The time line of a case: its entries in order, from `afterSeq` on. */
export async function caseEntries(read: Reader, caseId: string, afterSeq: number, limit: number): Promise<Entry[]> {
  const rows = await read
    .selectFrom('entry')
    .select('body')
    .where('caseId', '=', caseId)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map((row) => readEntryText(row.body))
}

/** Entries of a book after a seq, in order. */
export async function entriesAfter(read: Reader, book: string, afterSeq: number, limit: number): Promise<Entry[]> {
  const rows = await read
    .selectFrom('entry')
    .select('body')
    .where('book', '=', book)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map((row) => readEntryText(row.body))
}

/** What the entries of one act say, the newest first; with `limit` no more than that. */
export async function newestOf<A extends Body['act']>(
  read: Reader,
  book: string,
  act: A,
  limit?: number,
): Promise<(Entry & { body: Extract<Body, { act: A }> })[]> {
  const query = read.selectFrom('entry').select('body').where('book', '=', book).where('act', '=', act)
  const newest = query.orderBy('seq', 'desc')
  const rows = await (limit === undefined ? newest : newest.limit(limit)).execute()
  return rows.map((row) => readEntryText(row.body) as Entry & { body: Extract<Body, { act: A }> })
}
