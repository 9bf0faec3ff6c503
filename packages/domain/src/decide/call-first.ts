// 先打电话 (§6.7): what a person says became of it, by a call or with a reason why none is needed; nothing else settles it.
import { waitsForCall } from '../call-first.ts'
import type { Case } from '../case.ts'
import type { Command, Context, Decision } from '../command.ts'
import { CALL_FIRST } from '../word.ts'
import { accept, add, refuse, startTurn, type Turn } from './turn.ts'

type Of<D extends Command['do']> = Extract<Command, { do: D }>

/** The words of what is still to be done, on every preview of an act that leaves it undone. */
export const STILL_TO_CALL = `☎ ${CALL_FIRST} 的标记不撤：还没有人登记电话，接通后“登记电话”，或写明“不必打电话”的理由`

/** Why a case cannot leave the desk's sight yet. */
export const CALL_LACKING = `☎ ${CALL_FIRST} 还没有说明：先“登记电话”（已通），或写明“不必打电话”的理由`

export const makeCall = (command: Of<'call.make'>, state: Case, context: Context): Decision => {
  const { result, note } = command
  const wrong = problemOf(state)
  if (wrong !== null) return wrong
  if (note.trim() === '') return refuse('input', '写明打给谁、结果如何')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'call.made', v: 1, result, note })
  silence(turn, state)
  if (result === '已通') previewSettled(turn, state)
  else turn.preview.push(`停响，☎ ${CALL_FIRST} 的标记保留：接通后再登记，或改打 110、属地`)
  return accept(turn)
}

export const waiveCall = (command: Of<'call.waive'>, state: Case, context: Context): Decision => {
  const { reason } = command
  const wrong = problemOf(state)
  if (wrong !== null) return wrong
  if (reason.trim() === '') return refuse('input', '写明不必打电话的理由')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'call.waived', v: 1, reason })
  silence(turn, state)
  previewSettled(turn, state)
  turn.preview.push('此后发往单位的交办邮件不再写“先打电话”')
  return accept(turn)
}

const problemOf = (state: Case): Decision | null => {
  if (state.status === '已并入') return refuse('state', '此案已并入他案，请在并入后的案件中登记')
  if (waitsForCall(state)) return null
  return refuse('state', `此案没有待说明的“${CALL_FIRST}”；另有通话请用“记一笔”`)
}

/** Who says what became of it has heard it: its bells fall silent with it. */
const silence = (turn: Turn, state: Case): void => {
  for (const { alertId, heard } of state.callFirst ?? []) {
    if (!heard) add(turn, { act: 'alert.acknowledged', v: 1, alertId })
  }
}

/** One word settles all that waits in the case: who gives it is told how many that are. */
const previewSettled = (turn: Turn, { callFirst = [] }: Case): void => {
  const waiting = callFirst.filter((one) => one.settled === undefined).length
  turn.preview.push(`撤下 ☎ ${CALL_FIRST} 的标记并停响，登记人和时间记入台账`)
  if (waiting > 1) turn.preview.push(`本案有 ${waiting} 次“${CALL_FIRST}”，一并撤下：每一处都已落实再登记`)
}
