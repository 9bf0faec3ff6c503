// The ladders: steps frozen with absolute times when a clock starts, and what fires when a turn finds them due.
import type { Case, Clock, Plan, PlanStep } from './case.ts'
import type { Contact, Policy, Unit } from './policy.ts'
import type { RecipientRole, Step } from './word.ts'

export interface Firing {
  step: PlanStep
  /** Index among the steps of the same name plus repeats: unique with plan and step. */
  occurrence: number
  /** Fired after its time because the program was away. */
  late: boolean
  skipped: Step[]
  next: Plan
}

export interface Recipient {
  contact: Contact
  unit: Unit
  role: RecipientRole
  part: '主送' | '抄送'
  /** Set when the unit is told because the case was given to it. */
  assignmentId: string | null
}

/** The step to fire now, or null; the highest reached of its ladder, repeats included. */
export const turnPlan = (_plan: Plan, _now: number): Firing | null => null

/** Persons a step means now; empty with a reason in `why` when it resolves to nobody with an address. */
export const resolveRecipients = (
  _step: Pick<PlanStep, 'step' | 'to' | 'cc'>,
  _state: Case,
  _about: { clock: Clock | null; assignmentId: string | null; repeat: boolean },
  _policy: Policy,
  _now: number,
): { recipients: Recipient[]; why: string[] } => ({ recipients: [], why: [] })
