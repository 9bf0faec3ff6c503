// Letters as the desk works through them: each with its own LET, whichever case it belongs to now, nearest due first.
import type { Case, Clock } from '@huiying/domain/case'
import type { Verdict } from '@huiying/domain/item'
import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { partsOf } from './batch.ts'
import { readEntryText } from './chain.ts'
import type { Reader } from './ledger.ts'
import type { Schema } from './schema.ts'

export const letterLanes = ['待答复', '待受理', '临期', '超时', '疑似误投', '已答复', '不予受理', '误投告知'] as const
export type LetterLane = (typeof letterLanes)[number]

export interface LetterFilter {
  book: string
  /** Whether letters of 待甄别 and 检举控告 are seen at all. */
  restricted: boolean
  lane: LetterLane
  now: number
  /** 临期: due before this instant. */
  soon: number
}

export interface LetterRow {
  clock: Clock
  /** The case the letter came with; `state.merged.into` names where it is worked on now. */
  state: Case
  title: string
  platform: string
  receivedAt: number
  callFirst: boolean
  misdirected: string | null
}

const endedLanes: readonly LetterLane[] = ['已答复', '不予受理', '误投告知']

/** The last letter of a page: where the next one begins. */
export interface LetterPlace {
  callFirst: boolean
  dueAt: number
  startAt: number
  id: string
}

/**
 * A page: above all what asks to telephone first, then by deadline, then as they came in; letters that are done the
 * newest due first. Reads what waits and what a page shows, however many letters there ever were.
 */
export async function listLetters(
  read: Reader,
  filter: LetterFilter,
  limit: number,
  after: LetterPlace | null,
): Promise<LetterRow[]> {
  // Nobody has to be rung up any more about a letter that is done.
  if (endedLanes.includes(filter.lane)) return rowsOf(pageOf(lettersIn(read, filter), limit, after, 'desc'), sql.lit(0))
  const waits = await waitsIn(read, filter.book)
  const callFirst = callFirstWhere(waits)
  const isMarked = after === null || after.callFirst
  const among = lettersIn(read, filter, read.selectFrom('clock').where(waits)).where(callFirst, '=', 1)
  const marked = isMarked ? await rowsOf(pageOf(among, limit, after, 'asc'), callFirst) : []
  if (marked.length === limit) return marked
  const others = lettersIn(read, filter).where(callFirst, '=', 0)
  const rest = pageOf(others, limit - marked.length, isMarked ? null : after, 'asc')
  return [...marked, ...(await rowsOf(rest, callFirst))]
}

type Condition = Expression<SqlBool>

/** That a clock's case waits for a call to its writer, or was taken in by one that does: few, and found by an index. */
async function waitsIn(read: Reader, book: string): Promise<Condition> {
  const waiting = read.selectFrom('caseState').where('book', '=', book).where(sql<SqlBool>`"callFirst" = 1`)
  const tookOthers = await waiting.select('state').where('state', 'like', '%"from":"%').execute()
  const said = tookOthers.flatMap((row) => (JSON.parse(row.state) as Case).callFirst ?? [])
  const taken = said.flatMap((one) => one.from ?? [])
  const eb = expressionBuilder<Schema, 'clock'>()
  const own = eb('clock.caseId', 'in', waiting.select('caseState.id'))
  return taken.length === 0 ? own : eb.or([own, eb('clock.caseId', 'in', taken)])
}

/**
 * 1: this letter says that somebody's life may hang on it and nobody has acted yet, in its own case or in the one that
 * took that in. Early words stand in the order of their weight (§6.7).
 */
const callFirstWhere = (waits: Condition) => sql<number>`case when clock.state != 'ended' and (${waits})
  and (verdict.body like '%"early":["life"%' or verdict.body like '%"early":["danger"%') then 1 else 0 end`

type Letters = ReturnType<typeof lettersIn>

function pageOf(letters: Letters, limit: number, after: LetterPlace | null, direction: 'asc' | 'desc'): Letters {
  const ordered = letters
    .orderBy('clock.dueAt', direction)
    .orderBy('clock.startAt', direction)
    .orderBy('clock.id', direction)
    .limit(limit)
  if (after === null) return ordered
  const past = sql.raw(direction === 'asc' ? '>' : '<')
  const { dueAt, startAt, id } = after
  return ordered.where(sql<SqlBool>`(clock."dueAt", clock."startAt", clock.id) ${past} (${dueAt}, ${startAt}, ${id})`)
}

async function rowsOf(letters: Letters, callFirst: Expression<number>): Promise<LetterRow[]> {
  const rows = await letters
    .select(['clock.body', 'caseState.state', 'item.title', 'item.platform', 'item.receivedAt'])
    .select(['verdict.body as verdict', sql<number>`${callFirst}`.as('callFirst')])
    .execute()
  return rows.map((row) => ({
    clock: JSON.parse(row.body) as Clock,
    state: JSON.parse(row.state) as Case,
    title: row.title,
    platform: row.platform,
    receivedAt: row.receivedAt,
    callFirst: row.callFirst === 1,
    misdirected: row.verdict === null ? null : (JSON.parse(row.verdict) as Verdict).misdirected,
  }))
}

/**
 * Letters answered since `since` in the cases given to a unit last, at most `casesMax`, with their masked texts and
 * what was answered; 检举控告 and what was erased are left out.
 */
export async function answersOfUnit(
  read: Reader,
  book: string,
  unit: string,
  since: number,
  casesMax: number,
): Promise<{ itemId: string; letter: string; reply: string }[]> {
  // A closed case has no unit in charge any more; who it was given to stands in its assignments.
  const cases = await read
    .selectFrom('assignment')
    .innerJoin('caseState', 'caseState.id', 'assignment.caseId')
    .select(['assignment.caseId', 'assignment.at'])
    .where('assignment.book', '=', book)
    .where('assignment.unit', '=', unit)
    .where('assignment.part', '=', '牵头')
    .where('caseState.restricted', 'is', null)
    .orderBy('assignment.at', 'desc')
    .orderBy('assignment.id')
    .limit(casesMax)
    .execute()
  if (cases.length === 0) return []
  const entries = await read
    .selectFrom('entry')
    .select('body')
    .where('caseId', 'in', [...new Set(cases.map((row) => row.caseId))])
    .where('act', '=', 'letter.answered')
    .where('at', '>=', since)
    .orderBy('seq')
    .execute()
  const answers = entries.flatMap((row) => {
    const { body } = readEntryText(row.body)
    return body.act === 'letter.answered' ? [body] : []
  })
  const texts = await maskedOf(read, [...new Set(answers.map((one) => one.itemId))])
  return answers.flatMap(({ itemId, summary }) => {
    const letter = texts.get(itemId)
    return letter === undefined ? [] : [{ itemId, letter, reply: summary }]
  })
}

async function maskedOf(read: Reader, ids: string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const part of partsOf(ids)) {
    const rows = await read.selectFrom('content').select(['itemId', 'masked']).where('itemId', 'in', part).execute()
    for (const row of rows) texts.set(row.itemId, row.masked)
  }
  return texts
}

/** Counts by the lane's index alone, but for 待受理, which the letters' clocks say. */
export async function countLetterLane(read: Reader, filter: LetterFilter): Promise<number> {
  const row = await laneOf(read, filter)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

const clocksOf = (read: Reader, book: string) => read.selectFrom('clock').where('clock.book', '=', book)

const lettersIn = (read: Reader, filter: LetterFilter, clocks = clocksOf(read, filter.book)) =>
  laneOf(read, filter, clocks)
    .innerJoin('caseState', 'caseState.id', 'clock.caseId')
    .innerJoin('item', 'item.id', 'clock.itemId')
    .leftJoin('verdict', 'verdict.itemId', 'clock.itemId')

/** In the index's own words, so that every engine sees that it holds all that is asked for. */
const isOpen = sql<SqlBool>`clock.code = 'LET' and clock.state != 'ended'`
const isMisdirected = sql<SqlBool>`clock.misdirected = 1 and clock.state != 'ended'`

function laneOf(read: Reader, { book, restricted, lane, now, soon }: LetterFilter, clocks = clocksOf(read, book)) {
  let query = clocks
  if (!restricted) {
    const hidden = read.selectFrom('caseState').select('caseState.id').where('caseState.book', '=', book)
    query = query.where('clock.caseId', 'not in', hidden.where('caseState.restricted', 'is not', null))
  }
  // The outcome stands on the LET that the answer ended.
  if (endedLanes.includes(lane)) return query.where('clock.outcome', '=', lane)
  if (lane === '疑似误投') return query.where(isMisdirected)
  query = query.where(isOpen)
  if (lane === '超时') return query.where('clock.dueAt', '<', now)
  if (lane === '临期') return query.where('clock.dueAt', '>=', now).where('clock.dueAt', '<', soon)
  if (lane === '待受理') return query.where('clock.body', 'not like', '%"accepted":{%')
  return query
}
