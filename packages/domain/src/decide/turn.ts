// One decision in the making: the drafts so far and the state they lead to, so each step sees the last.
import type { Case, Clock, ClockEnd, Plan } from '../case.ts'
import { endOtherwise } from '../clock.ts'
import type { Command, Context, Decision, RefusalCode } from '../command.ts'
import type { Body, Draft } from '../entry.ts'
import { evolve } from '../evolve.ts'
import { freezePlan } from '../ladder.ts'

export interface Turn {
  command: Command
  context: Context
  /** The case as it is after the drafts so far. */
  state: Case
  drafts: Draft[]
  preview: string[]
}

export const refuse = (code: RefusalCode, message: string): Decision => ({ ok: false, code, message })

export const startTurn = (command: Command, state: Case, context: Context): Turn => ({
  command,
  context,
  state,
  drafts: [],
  preview: [],
})

export const accept = (turn: Turn): Decision => ({ ok: true, drafts: turn.drafts, preview: turn.preview })

/** Adds a draft about this case and applies it. */
export const add = (turn: Turn, body: Body): void => {
  turn.drafts.push({ caseId: turn.state.id, body })
  const entry = {
    book: turn.state.book,
    seq: 0,
    at: turn.context.now,
    actor: turn.command.actor,
    caseId: turn.state.id,
    body,
  }
  turn.state = evolve(turn.state, entry) ?? turn.state
}

/** Adds drafts made elsewhere about this case (alerts). */
export const addAll = (turn: Turn, drafts: Draft[]): void => {
  for (const draft of drafts) add(turn, draft.body)
}

/** Hangs a clock with its frozen ladder. */
export const addClock = (turn: Turn, clock: Clock, reason: string): void => {
  add(turn, { act: 'clock.started', v: 1, clock, reason })
  add(turn, { act: 'plan.started', v: 1, plan: planOfClock(clock, turn.context), reason })
}

export const planOfClock = (clock: Clock, context: Context, turnKey = ''): Plan =>
  freezePlan(
    {
      id: context.makeId('plan', clock.id, ...(turnKey === '' ? [] : [turnKey])),
      caseId: clock.caseId,
      owner: { code: clock.code, id: clock.id, kind: 'clock' },
      ladder: clock.code,
      startAt: clock.startAt,
      dueAt: clock.dueAt,
    },
    context.policy,
    context.now,
  )

export const addEnd = (turn: Turn, clockId: string, end: ClockEnd): void =>
  add(turn, { act: 'clock.ended', v: 1, clockId, end, by: turn.command.actor })

/** Ends every clock that still runs or is carried and passes the test, each with what was late staying late. */
export const endClocks = (
  turn: Turn,
  how: Exclude<ClockEnd['how'], 'stopped'>,
  reason: string,
  test: (clock: Clock) => boolean,
): void => {
  for (const clock of liveClocks(turn.state).filter(test)) {
    addEnd(turn, clock.id, endOtherwise(clock, how, turn.context.now, reason))
  }
}

/** Running and carried: what has not ended. */
export const liveClocks = (state: Case): Clock[] => state.clocks.filter((clock) => clock.state !== 'ended')

export const leadOf = (state: Case) => state.assignments.find((each) => each.part === '牵头' && each.ended === null)

export const isOpen = (state: Case): boolean =>
  state.status !== '办结' && state.status !== '已撤销' && state.status !== '已并入'

export const endPlansOf = (turn: Turn, ownerId: string, reason: string): void => {
  for (const plan of turn.state.plans.filter((each) => each.owner.id === ownerId && each.ended === null)) {
    add(turn, { act: 'plan.ended', v: 1, planId: plan.id, reason })
  }
}
