// 延期申请: a unit asks for more time, which rings at the desk; the desk says 同意 or 不同意, and the unit is told why.
import { writeTime } from '../beijing.ts'
import type { Case } from '../case.ts'
import type { Command, Context, Decision } from '../command.ts'
import { mayBePutOff, openExtensions, settledWords } from '../extension.ts'
import { findOpen, previewRecipients, shortOf } from './assign.ts'
import { ringUnit, unitStep } from './fire.ts'
import { ringReply } from './reply.ts'
import { accept, add, addAll, refuse, startTurn } from './turn.ts'

type Of<D extends Command['do']> = Extract<Command, { do: D }>

/** One at a time, so that a unit cannot ring without end: the next after the desk has answered. */
export const askExtension = (command: Of<'extension.ask'>, state: Case, context: Context): Decision => {
  const found = findOpen(state, command.id)
  if ('ok' in found) return found
  const { until, reason, by } = command
  const { now } = context
  if (reason.trim() === '' || by.trim() === '') return refuse('input', '写明延期理由和经办人')
  if (!Number.isSafeInteger(until) || until <= now) return refuse('input', '希望延到的日期已过，请重新填写')
  if (!mayBePutOff(state)) {
    return refuse(
      'forbidden',
      '本件没有可以延期的时限（5、24、48 小时时限不设延期审批）；来不及的请先发布进展，并致电值班室',
    )
  }
  const waiting = openExtensions(state).find((one) => one.assignmentId === found.id)
  if (waiting !== undefined) {
    return refuse('state', `${writeTime(waiting.at, now)} 已申请延期，值班室还没有答复；急的请致电值班室`)
  }
  const turn = startTurn(command, state, context)
  const id = context.makeId('extension', found.id, String(state.version))
  add(turn, { act: 'extension.asked', v: 1, id, assignmentId: found.id, until, reason, by })
  const short = shortOf(found.unit, context)
  ringReply(
    turn,
    found.unit,
    `${short} 申请延期到 ${writeTime(until, now, true)}，各时限不变，请答复；理由见案件时间线`,
  )
  return accept(turn)
}

export const settleExtension = (command: Of<'extension.settle'>, state: Case, context: Context): Decision => {
  const asked = state.extensions?.find((one) => one.id === command.id)
  if (asked === undefined) return refuse('missing', '没有这份延期申请')
  if (asked.settled !== undefined) return refuse('state', '这份延期申请已答复')
  const found = findOpen(state, asked.assignmentId)
  if ('ok' in found) return found
  const { granted, reason } = command
  if (reason.trim() === '') return refuse('input', '写明同意或不同意的理由')
  // A unit that is told 同意 while its deadline stands would be late by our own word.
  if (granted && asked.moved === undefined) {
    return refuse(
      'state',
      '时限还没有改，不能告诉单位已延期。来信先用「延期答复」，上级交办先登记改变它的新交办，再同意',
    )
  }
  const turn = startTurn(command, state, context)
  add(turn, { act: 'extension.settled', v: 1, id: asked.id, granted, reason })
  previewRecipients(turn, unitStep, found.id)
  // Of a 专项件 no word of the desk goes by mail: the reason stands on the unit's page (§14-8).
  const why = state.restricted === null ? `理由：${reason}` : '理由见单位页'
  const said = settledWords(asked, granted, (at) => writeTime(at, context.now, true))
  const words = `延期申请${said}。${why}`
  turn.preview.push(`告知单位：${words}`)
  const word = { owner: asked.id, occurrence: 0, cause: '延期答复', reason: words } as const
  addAll(turn, ringUnit(state, context, found.id, word))
  return accept(turn)
}
