// Freezes a ladder: the steps of a clock, an assignment or an unjudged case, with absolute times, as the policy now
// says.
import { DAY_MS, dayOf, instantOf, MINUTE_MS, minuteOfDay } from './beijing.ts'
import { addWorkdays, countWorkdays, isWorkday, workdayBefore } from './calendar.ts'
import type { Plan, PlanStep } from './case.ts'
import type { LadderStep, Policy } from './policy.ts'
import type { ClockCode } from './word.ts'

type LadderPolicy = Pick<Policy, 'ladders' | 'quiet' | 'holidays'>

export interface Freezing {
  id: string
  caseId: string
  owner: Plan['owner']
  /** Key in policy.ladders: a clock code, `assign-CODE`, `judge` or `judge-suspected`. */
  ladder: string
  startAt: number
  /** null for ladders that hang on no deadline (assignment, judging). */
  dueAt: number | null
}

/** Steps of clocks reckoned in days stand at 9:00 Beijing time (§14-10). */
const DAY_STEP_MINUTE = 9 * 60

/**
 * Steps already past are left out: the T0 that follows tells of them (§14-10). 超时 and T0 are never left out; when past
 * they fire at once. Nor is 红 of a letter that is found on its last day: no T0 follows where nobody has the letter
 * yet, and the next anybody would hear of it is 超时 (§14-10 leaves that open; 红 is 到期日, and today is that day). Where
 * two fall on one moment, or quiet hours push a lower past a higher, only the highest stays.
 */
export const freezePlan = (freezing: Freezing, policy: LadderPolicy, now: number): Plan => {
  const timed = (policy.ladders[freezing.ladder] ?? []).flatMap((step) => {
    const at = stepAt(step, freezing, policy)
    if (at === null) return []
    if (at <= now && step.step !== 'T0' && step.step !== '超时' && !isLastDay(step, freezing, now)) return []
    return [frozenStep(step, Math.max(at, now))]
  })
  const steps = timed.filter((step, index) => timed.slice(index + 1).every((higher) => step.at < higher.at))
  // Here too keys are in the order in which they are written out.
  return {
    caseId: freezing.caseId,
    ended: null,
    id: freezing.id,
    nextStepAt: steps[0]?.at ?? null,
    occurrence: 0,
    owner: freezing.owner,
    position: 0,
    steps,
  }
}

const isLastDay = ({ step }: LadderStep, { owner, dueAt }: Freezing, now: number): boolean =>
  step === '红' && owner.kind === 'clock' && owner.code === 'LET' && dueAt !== null && dueAt > now

const frozenStep = (step: LadderStep, at: number): PlanStep => ({
  at,
  call: step.call,
  cc: step.cc,
  ...(step.channels === undefined ? {} : { channels: step.channels }),
  repeat: step.repeat ?? null,
  step: step.step,
  to: step.to,
})

const stepAt = (step: LadderStep, freezing: Freezing, policy: LadderPolicy): number | null => {
  const at = rawStepAt(step, freezing, policy)
  return at !== null && isQuieted(step, freezing.owner.code) ? quietEnd(at, policy.quiet) : at
}

const rawStepAt = (step: LadderStep, freezing: Freezing, policy: LadderPolicy): number | null => {
  const { startAt, dueAt } = freezing
  if (step.after !== undefined) return startAt + step.after * MINUTE_MS
  if (step.afterWorkdays !== undefined) {
    const { due } = addWorkdays(dayOf(startAt), step.afterWorkdays, policy.holidays)
    return instantOf(due, minuteOfDay(startAt))
  }
  if (dueAt === null) return null
  if (step.left !== undefined) return dueAt - step.left * MINUTE_MS
  if (isDayClock(freezing.owner.code) && minuteOfDay(dueAt) === 0) return dayStepAt(step, startAt, dueAt, policy)
  if (step.leftShare !== undefined) return dueAt - Math.round((dueAt - startAt) * step.leftShare)
  // A letter under an hour rule has no days to count: a quarter and a tenth of its time stand for them.
  if (step.leftWorkdays !== undefined)
    return dueAt - Math.round((dueAt - startAt) * (step.leftWorkdays > 0 ? 0.25 : 0.1))
  return dueAt
}

const isDayClock = (code: ClockCode | null) => code === 'LET' || code === 'PRM'

/** `dueAt` is 24:00 of the due day. Remaining days count today, because at 9:00 today is still to come. */
const dayStepAt = (step: LadderStep, startAt: number, dueAt: number, policy: LadderPolicy): number => {
  const { holidays } = policy
  const dueDay = dayOf(dueAt - 1)
  const at = (day: string) => instantOf(day, DAY_STEP_MINUTE)
  if (step.leftWorkdays !== undefined) return at(workdayBefore(dueDay, step.leftWorkdays, holidays))
  if (step.leftShare === undefined) return at(addWorkdays(dueDay, 1, holidays).due)
  const share = Math.floor(countWorkdays(dayOf(startAt), dueDay, holidays) * step.leftShare)
  return at(workdayBefore(dueDay, Math.max(0, share - (isWorkday(dueDay, holidays) ? 1 : 0)), holidays))
}

/** Only 未签收, 黄 and 橙 of C48 and LET wait for the morning; C5, C24, 红 and 超时 never do (§14-10). */
const isQuieted = (step: LadderStep, code: ClockCode | null): boolean =>
  (code === 'C48' || code === 'LET') && (step.step === '未签收' || step.step === '黄' || step.step === '橙')

const quietEnd = (at: number, quiet: Policy['quiet']): number => {
  const from = minuteFrom(quiet.from)
  const to = minuteFrom(quiet.to)
  const minute = minuteOfDay(at)
  const inside = from > to ? minute >= from || minute < to : minute >= from && minute < to
  if (!inside) return at
  const morning = instantOf(dayOf(at), to)
  return morning > at ? morning : morning + DAY_MS
}

const minuteFrom = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

/** When the `count`-th repeat of a step falls: so many minutes on, or the count-th working day after it at 9:00. */
export const repeatAt = (step: PlanStep, count: number, holidays: Policy['holidays']): number => {
  if (count === 0 || step.repeat === null) return step.at
  if (step.repeat.every !== 'daily') return step.at + count * step.repeat.every * MINUTE_MS
  return instantOf(addWorkdays(dayOf(step.at), count, holidays).due, DAY_STEP_MINUTE)
}
