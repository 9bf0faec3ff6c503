// What to do with a claimed delivery, read again right before sending: send, cancel or supersede, always with the
// reason.
import type { Clock } from '@huiying/domain/case'
import type { Step } from '@huiying/domain/word'

export interface ClaimFacts {
  step: Step
  /** The clock as it stands now, null for alerts on a case or an assignment without one. */
  clock: Clock | null
  caseEnded: boolean
  /** The assignment a T0 or 未签收 belongs to has ended (退回, 改派, 办结). */
  assignmentEnded: boolean
  /** The assignment has been signed: 未签收 has nothing left to say. */
  signed: boolean
  /** A higher step of the same clock waits for the same recipient and channel. */
  higherWaits: boolean
}

export type SendVerdict = { send: true } | { send: false; state: 'cancelled' | 'superseded'; reason: string }

/**
 * Reminders of a stopped clock are not sent (§6.3 rule 3); what told of a fact (新案, 疑似升级, T0) goes out while its case
 * lives.
 */
export function judgeSending(facts: ClaimFacts): SendVerdict {
  if (facts.clock !== null && facts.clock.state === 'ended') {
    return { send: false, state: 'cancelled', reason: `时限已${facts.clock.end?.reason ?? '结束'}` }
  }
  if (facts.clock !== null && facts.clock.state === 'carried' && facts.step !== 'T0') {
    return { send: false, state: 'cancelled', reason: '并案后由更早的时限告警' }
  }
  if (facts.caseEnded) return { send: false, state: 'cancelled', reason: '案件已办结或撤销' }
  if (facts.assignmentEnded && (facts.step === 'T0' || facts.step === '未签收')) {
    return { send: false, state: 'cancelled', reason: '该交办已结束' }
  }
  if (facts.signed && facts.step === '未签收') return { send: false, state: 'cancelled', reason: '已签收' }
  if (facts.higherWaits) return { send: false, state: 'superseded', reason: '更高一级提醒即将发给同一人' }
  return { send: true }
}
