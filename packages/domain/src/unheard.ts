// What rings until somebody says he has heard it, and whom it reaches when nobody has in five minutes (§14-11).
import { MINUTE_MS } from './beijing.ts'
import type { Case } from './case.ts'
import type { Context } from './command.ts'
import { deriveDeliveryKey } from './decide/fire.ts'
import type { DeliveryFact } from './delivery.ts'
import type { AlertFact, Draft } from './entry.ts'
import { resolveRecipients } from './recipient.ts'
import { CALL_FIRST, closedStatuses, UNIT_REPLY } from './word.ts'

export const UNHEARD_AFTER_MS = 5 * MINUTE_MS

/**
 * 疑似重大 and 红 ring, what says to telephone first, what a unit gave back and what it answered, also when the case is
 * closed by then; a plain new case only appears.
 */
export const rings = ({ step, cause }: Pick<AlertFact, 'step' | 'cause'>, state: Case): boolean => {
  if (cause === UNIT_REPLY) return state.status !== '已并入'
  if (closedStatuses.includes(state.status) && !state.reappeared) return false
  return step !== '新案' || state.suspected || state.reappeared || cause === CALL_FIRST || cause === '退回'
}

/**
 * The mail to 值班长 about an alert that has rung for five minutes: a delivery more of the same alert. Nothing when it
 * does not ring, when he was among its recipients (`told`: contacts by mail), or when nobody may be told (待甄别).
 */
export const passUnheard = (state: Case, alert: AlertFact, told: ReadonlySet<string>, context: Context): Draft[] => {
  if (!rings(alert, state) || context.now - alert.firedAt < UNHEARD_AFTER_MS) return []
  const asked = { step: alert.step, to: ['值班长' as const], cc: [] }
  const about = { clock: null, assignmentId: null, repeat: false }
  const { recipients } = resolveRecipients(asked, state, about, context.policy, context.now)
  const deliveries = recipients.flatMap(({ contact, unit, role, part }): DeliveryFact[] => {
    if (contact.mail === undefined || told.has(contact.id)) return []
    const id = context.makeId('delivery', ...deriveDeliveryKey(alert.id, contact.id, 'mail'))
    const to = { channel: 'mail', to: contact.id, address: contact.mail, role, part, unit: unit.id } as const
    return [{ id, alertId: alert.id, ...to, assignmentId: null, why: '响铃 5 分钟无人确认' }]
  })
  if (deliveries.length === 0) return []
  return [{ caseId: state.id, body: { act: 'alert.passed', v: 1, alertId: alert.id, deliveries } }]
}
