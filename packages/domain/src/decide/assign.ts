// 交办: a case is given to a unit, given back, passed on, signed for; never to whom it complains of (§14-8).
import { writeTime } from '../beijing.ts'
import { waitsForCall } from '../call-first.ts'
import type { Assignment, Case } from '../case.ts'
import type { Command, Context, Decision } from '../command.ts'
import { freezePlan } from '../ladder.ts'
import type { Unit } from '../policy.ts'
import { type Recipient, resolveRecipients } from '../recipient.ts'
import type { ClockCode } from '../word.ts'
import { STILL_TO_CALL } from './call-first.ts'
import { clockNames, ringCase, ringUnit } from './fire.ts'
import { accept, add, addAll, isOpen, leadOf, refuse, startTurn, type Turn } from './turn.ts'

type Of<D extends Command['do']> = Extract<Command, { do: D }>

/** The assignment's ladder is that of its tightest running clock. */
export const ladderOf = (state: Case): { ladder: string; code: ClockCode } => {
  const runs = (code: ClockCode) => state.clocks.some((clock) => clock.state === 'running' && clock.code === code)
  if (runs('C5')) return { ladder: 'assign-C5', code: 'C5' }
  if (runs('C24')) return { ladder: 'assign-C24', code: 'C24' }
  if (runs('C48') || runs('DIR')) return { ladder: 'assign-C48', code: 'C48' }
  return { ladder: 'assign-LET', code: 'LET' }
}

export const assignCase = (command: Of<'case.assign'>, state: Case, context: Context): Decision => {
  const wrong = stateProblem(state) ?? unitProblem(command.unit, state, context)
  if (wrong !== null) return wrong
  const lead = leadOf(state)
  if (command.part === '牵头' && lead !== undefined) {
    return refuse('state', `已由${shortOf(lead.unit, context)}牵头；换单位请用「改派」`)
  }
  if (state.assignments.some((each) => each.ended === null && each.unit === command.unit)) {
    return refuse('state', `${shortOf(command.unit, context)}已在办理此案`)
  }
  const turn = startTurn(command, state, context)
  addAssignment(turn, command.unit, command.part, command.reason)
  if (waitsForCall(turn.state)) turn.preview.push(STILL_TO_CALL)
  return accept(turn)
}

const stateProblem = (state: Case): Decision | null => {
  if (!isOpen(state)) return refuse('state', `案件${state.status}，不能交办；先重开`)
  if (state.restricted === '待甄别') return refuse('forbidden', '疑似检举控告，待值班长或纪检判断后再交办')
  if (state.opinion && state.judged === null) return refuse('state', '先研判确认，再交办；机器的怀疑不发给单位')
  return null
}

const unitProblem = (unitId: string, state: Case, context: Context): Decision | null => {
  const unit = context.policy.units.find((each) => each.id === unitId)
  if (unit === undefined) return refuse('input', `名册中没有单位 ${unitId}`)
  if (state.excluded.units.includes(unitId)) {
    return refuse('forbidden', `${unit.short}是被反映单位，不得交办；请交上级或纪检`)
  }
  if (state.restricted === '检举控告' && unit.kind !== '纪检') return refuse('forbidden', '检举控告只走纪检通道')
  if (!hasAddress(unit, state)) return refuse('input', `${unit.short}没有可用的联络员邮箱，不能交办；请先在名册补上`)
  return null
}

const hasAddress = (unit: Unit, state: Case): boolean =>
  unit.contacts.some((contact) => contact.mail && !state.excluded.contacts.includes(contact.id))

/** What a unit is called in words to people; its id where the rules of today have no such unit. */
export const shortOf = (unitId: string, context: Context): string =>
  context.policy.units.find((unit) => unit.id === unitId)?.short ?? unitId

/** T0 fires with the next turn; 未签收 stands on the assignment's own ladder. */
const addAssignment = (turn: Turn, unit: string, part: Assignment['part'], reason: string): void => {
  const { state, context, command } = turn
  const id = context.makeId('assignment', state.id, unit, String(state.version))
  const at = context.now
  const assignment = { id, caseId: state.id, unit, part, at, by: command.actor, signed: null, ended: null }
  const { ladder, code } = ladderOf(state)
  add(turn, { act: 'case.assigned', v: 1, assignment, reason })
  const plan = freezePlan(
    {
      id: context.makeId('plan', id),
      caseId: state.id,
      owner: { kind: 'assignment', id, code },
      ladder,
      startAt: at,
      dueAt: null,
    },
    context.policy,
    at,
  )
  add(turn, { act: 'plan.started', v: 1, plan, reason: `${part}交办` })
  previewAssignment(turn, id, plan.steps[0])
}

/** Unit and role; of an office whose only role has its own name, that name once. */
const placeOf = ({ unit, role }: Recipient): string => (unit.short === role ? role : `${unit.short} ${role}`)

/** Before it goes out the screen shows whom it reaches (§14-1). */
export const previewRecipients = (
  turn: Turn,
  step: Parameters<typeof resolveRecipients>[0],
  assignmentId: string,
): void => {
  const { state, context } = turn
  const about = { clock: null, assignmentId, repeat: false }
  const { recipients, why } = resolveRecipients(step, state, about, context.policy, context.now)
  for (const each of recipients) {
    turn.preview.push(
      `${each.part}：${placeOf(each)} ${each.contact.name}${each.contact.mail ? '' : '（无邮箱，电话）'}`,
    )
  }
  turn.preview.push(...why)
}

const previewAssignment = (
  turn: Turn,
  id: string,
  first: Parameters<typeof resolveRecipients>[0] | undefined,
): void => {
  if (first === undefined) return
  previewRecipients(turn, first, id)
  const running = turn.state.clocks.filter((each) => each.state === 'running').sort((a, b) => a.dueAt - b.dueAt)
  for (const clock of running) {
    turn.preview.push(`${clockNames[clock.code]}：截止 ${writeTime(clock.dueAt, turn.context.now, true)}`)
  }
}

export const findOpen = (state: Case, id: string): Assignment | Decision => {
  const assignment = state.assignments.find((each) => each.id === id)
  if (assignment === undefined) return refuse('missing', '没有这次交办')
  if (assignment.ended !== null)
    return refuse('state', `这次交办已${assignment.ended.how}，无需再办理；请以最新交办为准`)
  return assignment
}

export const returnAssignment = (command: Of<'assignment.return'>, state: Case, context: Context): Decision => {
  const found = findOpen(state, command.id)
  if ('ok' in found) return found
  if (command.reason.trim() === '') return refuse('input', '写明退回理由')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'assignment.ended', v: 1, id: found.id, how: '退回', reason: command.reason })
  turn.preview.push('时限照走，不因退回重算；请尽快改派')
  if (command.heard !== true) tellDesk(turn, found, command.reason)
  return accept(turn)
}

/** Deadlines run on while nobody has the case: a unit that gives it back at night must be heard at the desk. */
const tellDesk = (turn: Turn, given: Assignment, reason: string): void => {
  const { state, context } = turn
  const words = `单位退回：${shortOf(given.unit, context)}（${given.part}），请尽快改派。理由：${reason}`
  addAll(turn, ringCase(state, context, '新案', ['值班员'], words, { cause: '退回' }))
}

export const reassignCase = (command: Of<'assignment.reassign'>, state: Case, context: Context): Decision => {
  const found = findOpen(state, command.id)
  if ('ok' in found) return found
  const wrong = stateProblem(state) ?? unitProblem(command.unit, state, context)
  if (wrong !== null) return wrong
  if (command.reason.trim() === '') return refuse('input', '写明改派理由')
  const same = state.assignments.find((each) => each.ended === null && each.unit === command.unit)
  if (same !== undefined) {
    return refuse(
      'state',
      `${shortOf(command.unit, context)}已在办理此案${same.part === '协办' ? '（协办）；先退回协办再改派' : ''}`,
    )
  }
  const turn = startTurn(command, state, context)
  add(turn, { act: 'assignment.ended', v: 1, id: found.id, how: '改派', reason: command.reason })
  tellFormer(turn, found)
  addAssignment(turn, command.unit, found.part, command.reason)
  return accept(turn)
}

/** 旧单位收到「已改派」: a last word on the old assignment, as the next occurrence of its T0. */
const tellFormer = (turn: Turn, former: Assignment): void => {
  const plans = turn.state.plans.filter((each) => each.owner.id === former.id)
  const reason = '已改派：此案已改由其他单位办理，原链接失效，无需再办'
  const word = { owner: plans[0]?.id ?? former.id, occurrence: 1, cause: '已改派', reason } as const
  addAll(turn, ringUnit(turn.state, turn.context, former.id, word))
}

/** A second signing is told who did; a dead assignment says so. */
export const signAssignment = (command: Of<'assignment.sign'>, state: Case, context: Context): Decision => {
  const found = findOpen(state, command.id)
  if ('ok' in found) return found
  if (found.signed !== null) {
    const { by, at, how } = found.signed
    return refuse('state', `已由 ${by} 于 ${writeTime(at, context.now)} 签收（${how}）`)
  }
  if (command.by.trim() === '') return refuse('input', '写明签收人')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'assignment.signed', v: 1, id: found.id, by: command.by, how: command.how })
  for (const plan of turn.state.plans.filter((each) => each.owner.id === found.id && each.ended === null)) {
    add(turn, { act: 'plan.ended', v: 1, planId: plan.id, reason: '已签收' })
  }
  return accept(turn)
}
