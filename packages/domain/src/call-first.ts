// Where a life may hang on a case (§6.7): which of its alerts said to telephone first, and what became of each.
import type { Case } from './case.ts'
import type { Body } from './entry.ts'
import { CALL_FIRST, closedStatuses } from './word.ts'

/** One says what a hundred say; the state stays bounded. */
const CALL_FIRST_MAX = 20

type CallFirst = NonNullable<Case['callFirst']>
type One = CallFirst[number]

/** A life may hang on it, whoever has read it by now; not where a person has said why nobody need be rung up. */
export const saysCallFirst = ({ callFirst = [] }: Pick<Case, 'callFirst'>): boolean =>
  callFirst.some((one) => one.settled !== '不必打电话')

/**
 * Nobody has said what became of it: judging is not phoning. An alert of an earlier version keeps the rule of its time
 * (see `callFirstAfter`): nobody has judged the case or given it to a unit, or said that he heard.
 */
export const waitsForCall = ({ status, callFirst = [] }: Pick<Case, 'status' | 'callFirst'>): boolean =>
  !closedStatuses.includes(status) &&
  callFirst.some((one) => one.settled === undefined && (one.untilCalled === true || !one.heard || status === '待研判'))

/** Who judges a case or gives it to a unit has read it. */
const acts: ReadonlySet<Body['act']> = new Set(['case.judged', 'case.regraded', 'case.converted', 'case.assigned'])

/**
 * What the entry makes of the list, given the case before it and the status after it. An alert that says `untilCalled`
 * is settled by `call.made` with 已通 or by `call.waived` alone. Alerts written before that word was known do not say
 * it: judging or giving the case to a unit settles them as it did then, so what was settled rings and stands nowhere
 * again after an upgrade.
 */
export const callFirstAfter = (
  { status, callFirst }: Pick<Case, 'status' | 'callFirst'>,
  after: Case['status'],
  body: Body,
): Case['callFirst'] => {
  if (body.act === 'alert.fired') {
    const { id, cause, from, untilCalled } = body.alert
    if (cause !== CALL_FIRST) return callFirst
    const one: One = { alertId: id, from: from ?? null, heard: false, ...(untilCalled ? { untilCalled } : {}) }
    return [...(callFirst ?? []), one].slice(-CALL_FIRST_MAX)
  }
  if (callFirst === undefined) return callFirst
  if (body.act === 'case.released') return callFirst.filter((one) => one.from !== body.id)
  if (body.act === 'alert.acknowledged') return hear(callFirst, (one) => one.alertId === body.alertId)
  if (body.act === 'call.made') return body.result === '已通' ? settle(callFirst, '已通') : callFirst
  if (body.act === 'call.waived') return settle(callFirst, '不必打电话')
  // A merge settles nothing: what waits comes back with the case.
  const isTaken = status === '待研判' && after !== status && after !== '已并入'
  return isTaken || acts.has(body.act) ? hear(callFirst, (one) => one.untilCalled !== true) : callFirst
}

/** The same list where nothing changes. */
const hear = (list: CallFirst, test: (one: One) => boolean): CallFirst =>
  list.some((one) => !one.heard && test(one)) ? list.map((one) => (test(one) ? { ...one, heard: true } : one)) : list

/** What was said before of others in the list stays as it was said. */
const settle = (list: CallFirst, settled: NonNullable<One['settled']>): CallFirst =>
  list.some((one) => one.settled === undefined) ? list.map((one) => ({ settled, ...one })) : list
