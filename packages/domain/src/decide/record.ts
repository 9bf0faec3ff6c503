// Records and files of a case: consultations, reviews, handovers, what leaders wrote, and the papers that prove it.
import { dayOf, formatDay, parseDay, writeTime } from '../beijing.ts'
import type { Case } from '../case.ts'
import type { Command, Context, Decision } from '../command.ts'
import { RECORDS_MAX, recordProblem } from '../record.ts'
import { agreementProblem } from './agreement.ts'
import { shortOf } from './assign.ts'
import { ringReply } from './reply.ts'
import { addPromise } from './respond.ts'
import { accept, add, refuse, startTurn } from './turn.ts'

type Of<D extends Command['do']> = Extract<Command, { do: D }>

/** Files a case may hold. */
const ATTACHMENTS_MAX = 100
/** 不公开 is looked at again after half a year (§14-19). */
const REVIEW_DAYS = 182

export const addRecord = (command: Of<'record.add'>, state: Case, context: Context): Decision => {
  const { kind, values } = command
  if (state.status === '已并入') return refuse('state', '此案已并入他案，请在并入后的案件中登记')
  if (state.records.length >= RECORDS_MAX) return refuse('state', `一案最多 ${RECORDS_MAX} 条记录`)
  const files = state.attachments.map((each) => each.sha256)
  const wrong = recordProblem(kind, values, { now: context.now, policy: context.policy, files })
  if (wrong !== null) return refuse('input', wrong)
  const differs = kind === '口径会签' ? agreementProblem(values, state) : null
  if (differs !== null) return refuse('input', differs)
  const turn = startTurn(command, state, context)
  const id = context.makeId('record', state.id, String(state.version))
  add(turn, { act: 'record.added', v: 1, id, kind, values })
  if (kind === '不公开') {
    const day = formatDay((parseDay(dayOf(context.now)) ?? 0) + REVIEW_DAYS)
    addPromise(turn, `复查不公开是否仍然成立：${String(values.basis)}`, day, context.now, id)
    turn.preview.push(`${day} 前提醒复查`)
  }
  if (command.unit !== undefined) {
    ringReply(turn, command.unit, `${shortOf(command.unit, context)} 在单位页作了反馈，内容见案件时间线“${kind}”`)
  }
  if (typeof values.dueAt === 'number') turn.preview.push(`时限 ${writeTime(values.dueAt, context.now, true)}`)
  return accept(turn)
}

export const attachFile = (command: Of<'attachment.add'>, state: Case, context: Context): Decision => {
  const { sha256, name, type, bytes, handedInBy } = command
  const who = handedInBy === undefined ? {} : { handedInBy }
  if (state.status === '已并入') return refuse('state', '此案已并入他案，请在并入后的案件中上传')
  if (state.attachments.some((each) => each.sha256 === sha256)) return refuse('state', '这个文件已在本案附件中')
  if (state.attachments.length >= ATTACHMENTS_MAX) return refuse('state', `一案最多 ${ATTACHMENTS_MAX} 个附件`)
  const turn = startTurn(command, state, context)
  add(turn, { act: 'attachment.added', v: 1, sha256, name, type, bytes, ...who })
  if (command.unit !== undefined) {
    ringReply(turn, command.unit, `${shortOf(command.unit, context)} 在单位页交了一个文件，见案件“附件”`)
  }
  return accept(turn)
}
