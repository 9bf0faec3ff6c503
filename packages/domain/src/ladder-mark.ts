// How far the ladder of a deadline has gone for somebody who looks at it, whatever of it was still to be fired.
import type { Clock, Plan } from './case.ts'
import { freezePlan } from './ladder.ts'
import type { LadderStep, Policy } from './policy.ts'
import type { Step } from './word.ts'

export interface LadderMark {
  step: Step
  at: number
}

const shown: readonly Step[] = ['黄', '橙', '红']

/**
 * 黄, 橙 and 红 of a clock with their times, in order: as its plan has them (without one, as the policy has them), and
 * before these the steps that were past when it was hung. A plan leaves them out and nothing of them is fired
 * (§14-10); but who looks sees how far the deadline has gone, and no screen may show it as one that has time.
 */
export const ladderMarks = (
  clock: Pick<Clock, 'id' | 'caseId' | 'code' | 'startAt' | 'dueAt' | 'openedAt'>,
  plan: Plan | null,
  policy: Pick<Policy, 'ladders' | 'quiet' | 'holidays'>,
): LadderMark[] => {
  const { id, caseId, code, startAt, dueAt } = clock
  // Nearly every plan has all its steps; thousands of letters of one case are asked for at once.
  if (plan !== null && hasAll(plan, policy.ladders[code] ?? [])) return marksIn(plan)
  const owner = { kind: 'clock', id, code } as const
  const whole = freezePlan({ id, caseId, owner, ladder: code, startAt, dueAt }, policy, Number.NEGATIVE_INFINITY)
  if (plan === null) return marksIn(whole)
  const frozen = marksIn(plan)
  const missed = marksIn(whole).filter(
    ({ step, at }) => at <= clock.openedAt && !frozen.some((mark) => mark.step === step),
  )
  return [...missed, ...frozen]
}

const hasAll = (plan: Plan, ladder: LadderStep[]): boolean =>
  ladder.every(({ step }) => !shown.includes(step) || plan.steps.some((one) => one.step === step))

const marksIn = (plan: Plan): LadderMark[] =>
  plan.steps.flatMap(({ step, at }) => (shown.includes(step) ? [{ step, at }] : []))
