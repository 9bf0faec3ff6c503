// 邮件回复: what somebody answers to one of our mails stands in the case and rings at the desk, within a bound (§6.3).
import { HOUR_MS } from '../beijing.ts'
import type { Case } from '../case.ts'
import type { Command, Context, Decision, Order } from '../command.ts'
import type { AlertFact } from '../entry.ts'
import { UNIT_REPLY } from '../word.ts'
import { shortOf } from './assign.ts'
import { ringCase } from './fire.ts'
import { accept, add, addAll, startTurn, type Turn } from './turn.ts'

type Tell = Extract<Command, { do: 'reply.tell' }>

/** So often one unit rings within an hour: two mail programs that answer each other never end. */
export const REPLY_BELLS_OF_CASE_MAX = 3
export const REPLY_BELLS_OF_UNIT_MAX = 20

/** Whose word an order brings, where that rings as a unit's reply; null: nobody's. */
export const tellingUnit = (order: Order): string | null => {
  switch (order.do) {
    case 'reply.tell':
    case 'record.add':
    case 'attachment.add':
      return order.unit ?? null
    default:
      return null
  }
}

/** How often replies of this unit have rung within the hour before `now`, for this case and for all. */
export const countBells = (
  alerts: { alert: AlertFact }[],
  unit: string,
  caseId: string | undefined,
  now: number,
): NonNullable<Context['replyBells']> => {
  const rung = alerts.filter(({ alert }) => alert.unit === unit && alert.firedAt > now - HOUR_MS)
  return { ofCase: rung.filter(({ alert }) => alert.owner === `case:${caseId}`).length, ofUnit: rung.length }
}

/**
 * The words stand in the time line always. The desk's own people are not rung up by themselves; whoever else was
 * written to is. The words stay out of the alert: its reason goes by mail (§6.4).
 */
export const tellReply = (command: Tell, state: Case, context: Context): Decision => {
  const { unit, text, letterId, files = 0 } = command
  const turn = startTurn(command, state, context)
  const short = shortOf(unit, context)
  const letter = letterId === undefined ? {} : { letterId, ...(files === 0 ? {} : { files }) }
  add(turn, { act: 'note.added', v: 1, kind: '邮件回复', text, ...letter })
  // Anybody a mail was passed on to can answer it: the desk must not take his word for the unit's.
  const who = command.isStranger === true ? `不是收件人的邮箱回复了发给 ${short} 的邮件，请核实` : `${short} 回复了邮件`
  ringReply(turn, unit, `${who}，${files === 0 ? '' : `附 ${files} 个文件，`}内容见案件时间线“邮件回复”`)
  return accept(turn)
}

/** What a unit says rings at the desk, by mail and on its page alike, within one bound, never the desk itself. */
export const ringReply = (turn: Turn, unit: string, reason: string): void => {
  const { state, context } = turn
  const { ofCase, ofUnit } = context.replyBells ?? { ofCase: 0, ofUnit: 0 }
  const isFull = ofCase >= REPLY_BELLS_OF_CASE_MAX || ofUnit >= REPLY_BELLS_OF_UNIT_MAX
  const isDesk = context.policy.units.find((one) => one.id === unit)?.kind === '值班室'
  if (isFull || isDesk) return
  const isLast = ofCase + 1 === REPLY_BELLS_OF_CASE_MAX || ofUnit + 1 === REPLY_BELLS_OF_UNIT_MAX
  const rest = isLast ? '；回复太密，此后一小时内再来的只记入时间线，不再响铃' : ''
  addAll(turn, ringCase(state, context, '新案', ['值班员'], reason + rest, { cause: UNIT_REPLY, unit }))
}
