// Where a life may hang on a case (§6.7): which of its alerts said to telephone first, and whether anybody has acted.
import type { Case } from './case.ts'
import type { Body } from './entry.ts'
import { CALL_FIRST, closedStatuses } from './word.ts'

/** One says what a hundred say; the state stays bounded. */
const CALL_FIRST_MAX = 20

type CallFirst = NonNullable<Case['callFirst']>

/** A life may hang on it, whoever has read it by now. */
export const saysCallFirst = ({ callFirst }: Pick<Case, 'callFirst'>): boolean => (callFirst ?? []).length > 0

/** Nobody has judged it or given it to a unit, or it came to a case in work and nobody has said that he heard. */
export const waitsForCall = ({ status, callFirst = [] }: Pick<Case, 'status' | 'callFirst'>): boolean =>
  callFirst.length > 0 &&
  !closedStatuses.includes(status) &&
  (status === '待研判' || callFirst.some((one) => !one.heard))

/** Who judges a case or gives it to a unit has read it. */
const acts: ReadonlySet<Body['act']> = new Set(['case.judged', 'case.regraded', 'case.converted', 'case.assigned'])

/** What the entry makes of the list, given the case before it and the status after it. */
export const callFirstAfter = (
  { status, callFirst }: Pick<Case, 'status' | 'callFirst'>,
  after: Case['status'],
  body: Body,
): Case['callFirst'] => {
  if (body.act === 'alert.fired') {
    const { id, cause, from } = body.alert
    if (cause !== CALL_FIRST) return callFirst
    return [...(callFirst ?? []), { alertId: id, from: from ?? null, heard: false }].slice(-CALL_FIRST_MAX)
  }
  if (callFirst === undefined) return callFirst
  if (body.act === 'case.released') return callFirst.filter((one) => one.from !== body.id)
  if (body.act === 'alert.acknowledged') return hear(callFirst, (one) => one.alertId === body.alertId)
  // A merge settles nothing: what waits comes back with the case.
  const isTaken = status === '待研判' && after !== status && after !== '已并入'
  return isTaken || acts.has(body.act) ? hear(callFirst, () => true) : callFirst
}

/** The same list where nothing changes. */
const hear = (list: CallFirst, test: (one: CallFirst[number]) => boolean): CallFirst =>
  list.some((one) => !one.heard && test(one)) ? list.map((one) => (test(one) ? { ...one, heard: true } : one)) : list
