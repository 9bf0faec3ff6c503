// What entries say, as this program reads it: bodies of earlier versions are brought to the words of today.
import type { AlertFact, Body } from './entry.ts'
import type { AlertCause } from './word.ts'

/** What it told stood in the words of its reason alone. */
type UntypedAlert = Pick<Extract<Body, { act: 'alert.fired' }>, 'deliveries' | 'calls'> & {
  act: 'alert.fired'
  v: 1
  alert: Omit<AlertFact, 'cause'>
}

/** A body as stored, of any version ever written; pure, and what it gives is read by all. */
export const readBody = (stored: Body | UntypedAlert): Body =>
  stored.act === 'alert.fired' && stored.v === 1
    ? { ...stored, v: 2, alert: { ...stored.alert, cause: causeInWords(stored.alert) } }
    : stored

/** As version 1 was written: reasons began with these, or said at their end to telephone first. */
const causeInWords = ({ step, reason }: Pick<AlertFact, 'step' | 'reason'>): AlertCause | null => {
  if (step === 'T0') return reason.startsWith('已改派') ? '已改派' : null
  if (step !== '新案') return null
  if (reason.startsWith('单位退回')) return '退回'
  return reason.includes('先打电话') ? '先打电话' : null
}
