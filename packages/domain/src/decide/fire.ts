// An alert as it fires: the persons it means now, a delivery for each, and a call to make (§14-10, §14-11).
import { MINUTE_MS, writeSpan, writeTime } from '../beijing.ts'
import type { CallFact } from '../call.ts'
import type { Case, Clock, PlanStep } from '../case.ts'
import type { Context, DuePlan } from '../command.ts'
import type { DeliveryFact } from '../delivery.ts'
import type { AlertFact, Draft } from '../entry.ts'
import { turnPlan } from '../plan.ts'
import type { Policy } from '../policy.ts'
import { type Recipient, resolveRecipients } from '../recipient.ts'
import { type AlertCause, CALL_FIRST, type Step, UNIT_REPLY } from '../word.ts'

/** An alert is unique by these: its plan (or `case:ID`), the step and the occurrence. */
export const deriveAlertKey = (owner: string, step: Step, occurrence: number): [string, string, string] => [
  owner,
  step,
  String(occurrence),
]

/** A delivery is unique by these. */
export const deriveDeliveryKey = (alertId: string, contact: string, channel: string): [string, string, string] => [
  alertId,
  contact,
  channel,
]

interface Ringing {
  owner: string
  plan: AlertFact['plan']
  clock: Clock | null
  step: Pick<PlanStep, 'step' | 'to' | 'cc' | 'call' | 'channels'>
  occurrence: number
  assignmentId: string | null
  repeat: boolean
  late: boolean
  skipped: Step[]
  reason: string
  cause?: AlertCause | null
  /** The case it rang for before a merge. */
  from?: string
  unit?: string
}

/**
 * Fires what is due of one case: one alert for each ladder, at the highest step reached. Call again until empty.
 * Plans of a merged case (its letters') are fired with the case it now belongs to, whose unit in charge is told.
 */
export const fireDue = (state: Case, due: DuePlan[], context: Context): Draft[] =>
  due.flatMap(({ plan, clock }) => {
    if (clock !== null && clock.state !== 'running') {
      const reason = clock.state === 'carried' ? '已由并入案件的更早时限代行' : (clock.end?.reason ?? '时限已结束')
      return clock.state === 'carried' ? [] : [endedPlan(state, plan.id, reason)]
    }
    const firing = turnPlan(plan, context.now, context.policy.holidays)
    if (firing === null) return []
    const { id, position, occurrence, nextStepAt } = firing.next
    return ring(state, context, {
      owner: plan.id,
      plan: { id, position, occurrence, nextStepAt },
      clock,
      step: firing.step,
      occurrence: firing.occurrence,
      assignmentId: plan.owner.kind === 'assignment' ? plan.owner.id : null,
      repeat: firing.repeat,
      late: firing.late,
      skipped: firing.skipped,
      reason: reasonOf(firing.step.step, clock, state, context),
    })
  })

const endedPlan = (state: Case, planId: string, reason: string): Draft => ({
  caseId: state.id,
  body: { act: 'plan.ended', v: 1, planId, reason },
})

const reasonOf = (step: Step, clock: Clock | null, state: Case, context: Context): string => {
  const { now, policy } = context
  if (clock !== null) {
    const name = clockName(clock, policy)
    const due = writeTime(clock.dueAt, now, true)
    const span = writeSpan(clock.dueAt - now)
    if (clock.dueAt > now) return `${name}剩余${span}，截止 ${due}`
    return now - clock.dueAt < MINUTE_MS ? `${name}已到期未完成，截止 ${due}` : `${name}已超时${span}，截止 ${due}`
  }
  if (step === '待研判') return `立案 ${writeSpan(now - state.openedAt)}仍未研判`
  if (step === 'T0') return '交办，请签收'
  if (step === '未签收') return '交办后未签收'
  return step
}

export const clockNames: { [code in Clock['code']]: string } = {
  C5: '5小时发布权威信息',
  C24: '24小时举行新闻发布会',
  C48: '48小时回应',
  REL: '持续发布',
  'RPT-P': '电话报告',
  'RPT-W': '书面报告',
  DIR: '上级交办',
  LET: '答复来信',
  PRM: '兑现承诺',
}

const clockName = (clock: Clock, policy: Policy): string =>
  policy.clocks.find((rule) => rule.code === clock.code)?.name ?? clockNames[clock.code]

/** The alert with its deliveries; a second one, 无地址, to the desk when the step means nobody with an address. */
const ring = (state: Case, context: Context, ringing: Ringing): Draft[] => {
  const { policy, now } = context
  const { clock, assignmentId, repeat } = ringing
  const { recipients, why } = resolveRecipients(ringing.step, state, { clock, assignmentId, repeat }, policy, now)
  const alert = alertOf(context, ringing, why)
  const drafts = [alertDraft(state, context, alert, recipients, ringing)]
  const reached = recipients.some((each) => addressesOf(each, ringing.step.channels).length > 0)
  // A 专项件 goes to nobody's mail for a reply: it rings on the screens of those who may see it.
  const isHushed = state.restricted === '待甄别' || (state.restricted !== null && ringing.cause === UNIT_REPLY)
  if (reached || isHushed) return drafts
  const desk = { step: '无地址' as const, to: ['值班员' as const, '值班长' as const], cc: [], call: false }
  const told = resolveRecipients(desk, state, { clock: null, assignmentId: null, repeat: false }, policy, now)
  const missing: Ringing = {
    ...ringing,
    owner: alert.id,
    plan: null,
    step: desk,
    occurrence: 0,
    cause: null,
    reason: `「${ringing.step.step}」没有可送达的收件人，请电话通知并补全联络员邮箱`,
  }
  drafts.push(alertDraft(state, context, alertOf(context, missing, told.why), told.recipients, missing))
  return drafts
}

const alertOf = (context: Context, ringing: Ringing, why: string[]): AlertFact => ({
  id: context.makeId('alert', ...deriveAlertKey(ringing.owner, ringing.step.step, ringing.occurrence)),
  owner: ringing.owner,
  plan: ringing.plan,
  clockId: ringing.clock?.id ?? null,
  code: ringing.clock?.code ?? null,
  step: ringing.step.step,
  occurrence: ringing.occurrence,
  firedAt: context.now,
  dueAt: ringing.clock?.dueAt ?? null,
  late: ringing.late,
  skipped: ringing.skipped,
  cause: ringing.cause ?? null,
  ...(ringing.from === undefined ? {} : { from: ringing.from }),
  ...(ringing.cause === CALL_FIRST ? { untilCalled: true as const } : {}),
  ...(ringing.unit === undefined ? {} : { unit: ringing.unit }),
  reason: [
    ringing.reason,
    ...(ringing.late ? [`延迟发送${ringing.skipped.length > 0 ? `，越过 ${ringing.skipped.join('、')}` : ''}`] : []),
    ...new Set(why),
  ].join('；'),
})

const alertDraft = (
  state: Case,
  context: Context,
  alert: AlertFact,
  recipients: Recipient[],
  ringing: Ringing,
): Draft => ({
  caseId: state.id,
  body: {
    act: 'alert.fired',
    v: 2,
    alert,
    deliveries: recipients.flatMap((each) => deliveriesOf(context, alert, each, ringing.step.channels)),
    calls: callsOf(context, alert, recipients, ringing),
  },
})

/** One for each channel of the step that the person has an address for; unique by (alert, contact, channel). */
const deliveriesOf = (
  context: Context,
  alert: AlertFact,
  recipient: Recipient,
  channels: PlanStep['channels'],
): DeliveryFact[] => {
  const { contact, unit, role, part, assignmentId } = recipient
  const whom = { alertId: alert.id, to: contact.id, role, part, unit: unit.id, assignmentId }
  return addressesOf(recipient, channels).map(({ channel, address }) => ({
    id: context.makeId('delivery', ...deriveDeliveryKey(alert.id, contact.id, channel)),
    channel,
    address,
    ...whom,
  }))
}

const addressesOf = ({ contact }: Recipient, channels: PlanStep['channels']) => {
  const known = [
    { channel: 'mail' as const, address: contact.mail },
    { channel: 'webhook' as const, address: contact.webhook },
  ]
  return known.flatMap(({ channel, address }) =>
    address && (channels?.includes(channel) ?? true) ? [{ channel, address }] : [],
  )
}

/** One call a step (§14-11), to the first of those addressed; and one for each whom no mail can reach. */
const callsOf = (context: Context, alert: AlertFact, recipients: Recipient[], ringing: Ringing): CallFact[] => {
  const outside = recipients.filter((each) => each.assignmentId !== null && each.part === '主送')
  const first = ringing.step.call && !ringing.repeat ? outside.find((each) => phoneOf(each)) : undefined
  const called = recipients.filter((each) => each === first || (!each.contact.mail && phoneOf(each)))
  return called.map((each) => ({
    id: context.makeId('call', alert.id, each.contact.id),
    alertId: alert.id,
    deliveryId: null,
    contact: each.contact.id,
    phone: phoneOf(each) ?? '',
    reason: each.contact.mail ? `${alert.step}：${alert.reason}` : `${alert.step}：无邮箱，只能电话通知`,
  }))
}

const phoneOf = (recipient: Recipient): string | undefined => recipient.contact.phone ?? recipient.unit.phone

/** How a word about one assignment goes out. */
export const unitStep = { step: 'T0' as const, to: ['联络员' as const], cc: [], call: false }

/** A word to the unit of one assignment, about no deadline: 已改派, 回应退回. */
export const ringUnit = (
  state: Case,
  context: Context,
  assignmentId: string,
  told: Pick<Ringing, 'owner' | 'occurrence' | 'cause' | 'reason'>,
): Draft[] => ring(state, context, { ...plainly, assignmentId, step: unitStep, ...told })

/** Of no ladder and no deadline, once and in time. */
const plainly = { plan: null, clock: null, repeat: false, late: false, skipped: [] }

/** An alert of the case itself: 新案, 疑似升级, 放任发酵. Its occurrence counts those before it. */
export const ringCase = (
  state: Case,
  context: Context,
  step: '新案' | '疑似升级' | '放任发酵',
  to: PlanStep['to'],
  reason: string,
  told: Pick<Ringing, 'cause' | 'from' | 'unit'> = {},
): Draft[] =>
  ring(state, context, {
    ...plainly,
    owner: `case:${state.id}`,
    step: { step, to, cc: [], call: false },
    occurrence: state.rung[step]?.times ?? 0,
    assignmentId: null,
    reason,
    ...told,
  })
