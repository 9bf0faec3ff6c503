// What fires when a turn finds a plan due: one step, the highest reached of its ladder, and where the plan stands then.

import { MINUTE_MS } from './beijing.ts'
import type { Plan, PlanStep } from './case.ts'
import { repeatAt } from './ladder.ts'
import type { Policy } from './policy.ts'
import type { Step } from './word.ts'

export interface Firing {
  step: PlanStep
  /** Index among the steps of the same name plus repeats: unique with plan and step. */
  occurrence: number
  /** A repeat of 超时 goes to the duty desk and the 联络员 only; leaders are told once (§14-10). */
  repeat: boolean
  /** Fired after its time because the program was away. */
  late: boolean
  skipped: Step[]
  next: Plan
}

/** A tick comes every few seconds; a step fired later than this was held up by more than that. */
const LATE_AFTER_MS = 2 * MINUTE_MS

/**
 * The step to fire now, or null. After an outage only the highest step reached fires, marked late, with those skipped.
 * The first 超时 is never skipped for its own repeats: it is the one that leaders get.
 */
export const turnPlan = (plan: Plan, now: number, holidays: Policy['holidays'] = []): Firing | null => {
  if (plan.ended !== null || plan.nextStepAt === null || plan.nextStepAt > now) return null
  const reached = highestReached(plan, now)
  const step = plan.steps[reached]
  if (step === undefined) return null
  const resumed = reached === plan.position ? plan.occurrence : 0
  const count = resumed === 0 ? 0 : lastRepeat(step, resumed, now, holidays)
  const skipped = plan.steps.slice(plan.position, reached).map((each) => each.step)
  for (let missed = resumed; missed < count; missed += 1) skipped.push(step.step)
  return {
    step,
    occurrence: occurrenceBase(plan, reached) + count,
    repeat: count > 0,
    late: skipped.length > 0 || now - repeatAt(step, count, holidays) > LATE_AFTER_MS,
    skipped,
    next: planAfter(plan, reached, count, now, holidays),
  }
}

/** The plan when its clock runs again after a merge was undone: due where it stood: deadlines never move (§14-5). */
export const resumePlan = (plan: Plan, holidays: Policy['holidays'] = []): Plan => {
  const step = plan.steps[plan.position]
  return { ...plan, nextStepAt: plan.ended === null && step ? repeatAt(step, plan.occurrence, holidays) : null }
}

const highestReached = (plan: Plan, now: number): number => {
  let reached = plan.position
  while ((plan.steps[reached + 1]?.at ?? Number.POSITIVE_INFINITY) <= now) reached += 1
  return reached
}

const lastRepeat = (step: PlanStep, from: number, now: number, holidays: Policy['holidays']): number => {
  let count = from
  while (count < (step.repeat?.times ?? 0) && repeatAt(step, count + 1, holidays) <= now) count += 1
  return count
}

const occurrenceBase = (plan: Plan, index: number): number =>
  plan.steps.slice(0, index).filter((each) => each.step === plan.steps[index]?.step).length

const planAfter = (plan: Plan, index: number, count: number, now: number, holidays: Policy['holidays']): Plan => {
  const step = plan.steps[index]
  const times = step?.repeat?.times ?? 0
  let repeat = count + 1
  while (step && repeat <= times && repeatAt(step, repeat, holidays) <= now) repeat += 1
  if (step && repeat <= times) {
    return { ...plan, position: index, occurrence: repeat, nextStepAt: repeatAt(step, repeat, holidays) }
  }
  return { ...plan, position: index + 1, occurrence: 0, nextStepAt: plan.steps[index + 1]?.at ?? null }
}
