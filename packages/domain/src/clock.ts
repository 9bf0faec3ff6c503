// The clocks: which ones a case gets, from which instant they start, when they are due and how an ending is judged.

import { dayOf, endOfDay, formatDay, HOUR_MS, MINUTE_MS, parseDay, SECOND_MS } from './beijing.ts'
import { addWorkdays } from './calendar.ts'
import type { Case, Clock, ClockEnd } from './case.ts'
import type { Moment } from './item.ts'
import type { ClockRule, Policy } from './policy.ts'
import type { Basis, ClockCode, Grade, Lateness } from './word.ts'

export type Moments = Case['moments']
/** The same parts give the same id. A time as the first part, or an id that has one, puts the new one in its order. */
export type MakeId = (prefix: string, first: string | number, ...others: string[]) => string

/** 国办发〔2016〕80号 sets 5 and 24 hours, 国办发〔2016〕61号 24 and 48; when they start is this system's rule, §14. */
export const defaultClockRules: ClockRule[] = [
  {
    code: 'C5',
    name: '5 小时发布权威信息',
    minutes: 300,
    when: ['特别重大', '重大'],
    startAt: ['occurredAt', 'firstPublishedAt', 'detectedAt'],
    basis: '国办发〔2016〕80号',
  },
  {
    code: 'C24',
    name: '24 小时举行新闻发布会',
    minutes: 1440,
    when: ['特别重大', '重大'],
    startAt: ['occurredAt', 'firstPublishedAt', 'detectedAt'],
    basis: '国办发〔2016〕61号、80号',
  },
  {
    code: 'C48',
    name: '48 小时予以回应',
    minutes: 2880,
    when: ['较大', '一般', '非突发', '待定'],
    startAt: ['firstPublishedAt', 'detectedAt'],
    basis: '国办发〔2016〕61号',
  },
]

export interface Start {
  at: number
  basis: Extract<Basis, 'occurredAt' | 'firstPublishedAt' | 'detectedAt'>
  notes: string[]
}

const momentWords = { occurredAt: '发生', firstPublishedAt: '首发', detectedAt: '发现' } as const

/**
 * The first basis that can carry a clock. A moment known by its day only starts none (§14-5), nor does one said to be
 * later than the detection; both leave a note and the next basis is used. detectedAt always serves.
 */
const chooseStart = (rule: Pick<ClockRule, 'startAt'>, moments: Moments): Start => {
  const notes: string[] = []
  for (const basis of rule.startAt) {
    const moment = moments[basis]
    if (moment === null) continue
    const word = momentWords[basis]
    if (moment.precision === 'day') notes.push(`${word}仅有日期，待核`)
    else if (moment.at > moments.detectedAt.at) notes.push(`${word}晚于发现，待核`)
    else return { at: moment.at, basis, notes }
  }
  return { at: moments.detectedAt.at, basis: 'detectedAt', notes }
}

/** Codes a grade asks for; 待定 under suspicion counts as 重大 (§2.2). A letter without a grade has none. */
export const responseCodes = (grade: Grade | null, suspected: boolean, rules: ClockRule[]): ClockRule[] => {
  const asked = grade === null || grade === '待定' ? (suspected ? '重大' : grade) : grade
  return asked === null ? [] : rules.filter((rule) => rule.when.includes(asked) && responseOnly.has(rule.code))
}
const responseOnly: ReadonlySet<ClockCode> = new Set(['C5', 'C24', 'C48'])

export interface ClockOpening {
  caseId: string
  grade: Grade | null
  suspected: boolean
  moments: Moments
  provisional: boolean
  /** When the deadline has passed at hanging but not yet at detection: why that is. */
  lateAs: Exclude<Lateness, '超时' | '发现即超时'>
  /** Tells rows of one code apart: the case's version at the hanging. */
  turn: number
  makeId: MakeId
}

/** Natural minutes: nights, weekends and holidays run (R03). Order C5, C24, C48. */
export const startResponseClocks = (opening: ClockOpening, policy: Pick<Policy, 'clocks'>, now: number): Clock[] =>
  responseCodes(opening.grade, opening.suspected, policy.clocks).map((rule) => hangClock(rule, opening, now))

export const hangClock = (rule: ClockRule, opening: ClockOpening, now: number): Clock => {
  const start = chooseStart(rule, opening.moments)
  const dueAt = start.at + rule.minutes * MINUTE_MS
  return {
    ...blankClock,
    id: opening.makeId('clock', opening.caseId, rule.code, String(opening.turn)),
    caseId: opening.caseId,
    code: rule.code,
    basis: start.basis,
    startAt: start.at,
    dueAt,
    openedAt: now,
    provisional: opening.provisional,
    rule: rule.basis,
    notes: start.notes,
    lateAtStart: lateAtStart(dueAt, opening.moments.detectedAt.at, opening.lateAs, now),
  }
}

const lateAtStart = (dueAt: number, detectedAt: number, lateAs: ClockOpening['lateAs'], now: number) => {
  if (isPast(dueAt, detectedAt)) return '发现即超时'
  return isPast(dueAt, now) ? lateAs : null
}

export const blankClock = {
  itemId: null,
  provisional: false,
  confirmedAt: null,
  estimated: false,
  notes: [],
  lateAtStart: null,
  state: 'running',
  end: null,
} satisfies Partial<Clock>

/** Equal is in time; compared by whole seconds (§2.4). */
export const isPast = (dueAt: number, at: number): boolean => Math.floor(at / SECOND_MS) > Math.floor(dueAt / SECOND_MS)

/**
 * How a clock stops at the instant of publication, conference or answer, not of recording it (§14-4).
 * Late in one of four ways (§14-2): what it was at its start, 研判超时 while nobody had judged, else 超时.
 */
export const judgeStop = (clock: Clock, stoppedAt: number, reason: string): ClockEnd => ({
  how: 'stopped',
  at: stoppedAt,
  late: lateness(clock, stoppedAt),
  reason,
})

/** null when `at` is in time. */
const lateness = (clock: Clock, at: number): Lateness | null => {
  if (!isPast(clock.dueAt, at)) return null
  if (clock.lateAtStart !== null) return clock.lateAtStart
  const unjudged = clock.provisional || (clock.confirmedAt !== null && isPast(clock.dueAt, clock.confirmedAt))
  return unjudged ? '研判超时' : '超时'
}

/** Ends that are no answer; what was late already stays late, except 经批准不召开, which counts as neither (§14-4). */
export const endOtherwise = (
  clock: Clock,
  how: Exclude<ClockEnd['how'], 'stopped'>,
  at: number,
  reason: string,
): ClockEnd => ({ how, at, late: how === 'waived' ? null : lateness(clock, at), reason })

export interface LetterOpening {
  caseId: string
  itemId: string
  /** Topmost Received, else Date, else the fetch (§14-6). */
  receivedAt: number
  channel: string | undefined
  letterType: string | undefined
  makeId: MakeId
}

type MailboxRule = Policy['mailbox'][number]

/**
 * The first rule that fits; `a|b` names several types, `*` all. The last rule is `*`/`*` (§14-7), checked on reading.
 */
export const mailboxRule = (
  rules: MailboxRule[],
  channel: string | undefined,
  type: string | undefined,
): MailboxRule => {
  const fits = (words: string, word: string | undefined) =>
    words === '*' || (word !== undefined && words.split('|').includes(word))
  const rule = rules.find((each) => fits(each.channel, channel) && fits(each.type, type))
  if (rule === undefined) throw new Error('mailbox rules must end with *')
  return rule
}

/** LET: days end at 24:00 and the day of receipt is not counted, at whatever hour it came (§4.3). */
export const letterClock = (
  opening: LetterOpening,
  policy: Pick<Policy, 'mailbox' | 'holidays'>,
  now: number,
): Clock => {
  const rule = mailboxRule(policy.mailbox, opening.channel, opening.letterType)
  const due = letterDue(opening.receivedAt, rule.finish, rule.unit, policy)
  // The commonest of all clocks has its keys in the order in which they are written out.
  return {
    basis: 'receivedAt',
    caseId: opening.caseId,
    code: 'LET',
    confirmedAt: null,
    dueAt: due.dueAt,
    end: null,
    estimated: due.estimated,
    id: opening.makeId('clock', opening.receivedAt, opening.itemId, 'LET'),
    itemId: opening.itemId,
    lateAtStart: isPast(due.dueAt, now) ? '发现即超时' : null,
    notes: [],
    openedAt: now,
    provisional: false,
    rule: `${rule.basis}：${rule.finish} ${unitWords[rule.unit]}`,
    startAt: opening.receivedAt,
    state: 'running',
  }
}
const unitWords = { workday: '个工作日', calendarDay: '日', hour: '小时' } as const

export const letterDue = (
  receivedAt: number,
  finish: number,
  unit: MailboxRule['unit'],
  policy: Pick<Policy, 'holidays'>,
): { dueAt: number; estimated: boolean } => {
  if (unit === 'hour') return { dueAt: receivedAt + finish * HOUR_MS, estimated: false }
  const from = dayOf(receivedAt)
  if (unit === 'calendarDay') return { dueAt: endOfDay(formatDay(parseDay(from)! + finish)), estimated: false }
  const { due, estimated } = addWorkdays(from, finish, policy.holidays)
  return { dueAt: endOfDay(due), estimated }
}

export interface OtherOpening {
  caseId: string
  code: Extract<ClockCode, 'REL' | 'RPT-P' | 'RPT-W' | 'DIR' | 'PRM'>
  basis: Basis
  startAt: number
  dueAt: number
  rule: string
  notes: string[]
  lateAs: Exclude<Lateness, '超时'>
  /** Tells several of one code in one case apart. */
  key: string
  makeId: MakeId
}

/** REL, RPT, DIR and PRM: their due is given, not reckoned from a grade. */
export const otherClock = (opening: OtherOpening, now: number): Clock => ({
  ...blankClock,
  id: opening.makeId('clock', opening.caseId, opening.code, opening.key),
  caseId: opening.caseId,
  code: opening.code,
  basis: opening.basis,
  startAt: opening.startAt,
  dueAt: opening.dueAt,
  openedAt: now,
  rule: opening.rule,
  notes: opening.notes,
  lateAtStart: isPast(opening.dueAt, now) ? opening.lateAs : null,
})

/** A moment as one instant, for tests and imports. */
export const momentAt = (at: number, saidBy: string, precision: Moment['precision'] = 'minute'): Moment => ({
  at,
  precision,
  saidBy,
  verified: false,
})
