// Ends and new beginnings: close, cancel, reopen. A case closes only when what was asked is done (§14-3).
import { writeTime } from '../beijing.ts'
import { waitsForCall } from '../call-first.ts'
import type { Case } from '../case.ts'
import { isPast } from '../clock.ts'
import type { Command, Context, Decision } from '../command.ts'
import { hasAnswer } from '../evolve.ts'
import { needsAgreement } from './agreement.ts'
import { shortOf } from './assign.ts'
import { CALL_LACKING } from './call-first.ts'
import { clockNames } from './fire.ts'
import { accept, add, endClocks, endPlansOf, isOpen, liveClocks, refuse, startTurn, type Turn } from './turn.ts'

type Of<D extends Command['do']> = Extract<Command, { do: D }>

export const closeCase = (command: Of<'case.close'>, state: Case, context: Context): Decision => {
  if (!isOpen(state)) return refuse('state', `案件已${state.status}`)
  const lacking = whatIsLacking(state)
  if (lacking.length > 0) return refuse('state', `不能办结：${lacking.join('；')}`)
  if (command.reason.trim() === '') return refuse('input', '写明办结情况')
  const turn = startTurn(command, state, context)
  // Promises outlive the closing: they are looked after until kept. Carried clocks wait for an un-merge.
  endClocks(turn, 'cancelled', '办结', (clock) => clock.code === 'REL' && clock.state === 'running')
  endWork(turn, '办结', command.reason)
  if (liveClocks(turn.state).some((clock) => clock.code === 'PRM')) turn.preview.push('承诺在办结后照样跟踪到落实')
  add(turn, { act: 'case.closed', v: 1, reason: command.reason })
  return accept(turn)
}

/** Everything that stands in the way, at once. */
const whatIsLacking = (state: Case): string[] => {
  const lacking = waitsForCall(state) ? [CALL_LACKING] : []
  if (state.opinion && state.judged === null) lacking.push('尚未研判')
  if (state.restricted === '待甄别') lacking.push('待甄别，须先由值班长或纪检判断')
  if (state.opinion && !hasAnswer(state)) {
    const told = state.responses.some((each) => each.statement === '受理告知')
    lacking.push(told ? '只有受理告知，没有进展或结果' : '没有权威回应')
  }
  if (hasAnswer(state) && needsAgreement(state) && !state.records.some((each) => each.kind === '口径会签')) {
    lacking.push('口径未会签（两个以上单位或较大以上须会签）')
  }
  if (state.letters.open > 0) lacking.push(`${state.letters.open} 封来信未答复来信人`)
  for (const clock of state.clocks) {
    if (clock.state !== 'running' || clock.code === 'REL' || clock.code === 'PRM' || clock.code === 'C48') continue
    lacking.push(`「${clockNames[clock.code]}」未完成`)
  }
  const major = state.grade === '特别重大' || state.grade === '重大'
  if (
    major &&
    !state.disposalEnded &&
    state.clocks.some((clock) => clock.code === 'REL' && clock.state === 'running')
  ) {
    lacking.push('持续发布中，先登记处置结束')
  }
  return lacking
}

/** 撤销: with a reason, on record; what was late stays late. A letter cannot be cancelled, only answered or refused. */
export const cancelCase = (command: { reason: string } & Command, state: Case, context: Context): Decision => {
  if (!isOpen(state)) return refuse('state', `案件已${state.status}`)
  if (command.reason.trim() === '') return refuse('input', '写明撤销理由')
  if (state.letters.open > 0) return refuse('state', `${state.letters.open} 封来信未办；先答复、不予受理或告知去向`)
  if (waitsForCall(state)) return refuse('state', `不能撤销：${CALL_LACKING}`)
  const turn = startTurn(command, state, context)
  endClocks(turn, 'cancelled', `撤销：${command.reason}`, () => true)
  endWork(turn, '撤销', command.reason)
  for (const clock of liveClocks(state)) {
    const late = isPast(clock.dueAt, context.now) ? '，已超的仍算超' : ''
    turn.preview.push(`撤下「${clockNames[clock.code]}」${late}`)
  }
  add(turn, { act: 'case.cancelled', v: 1, reason: command.reason })
  return accept(turn)
}

const endWork = (turn: Turn, how: '办结' | '撤销', reason: string): void => {
  for (const each of turn.state.assignments.filter((one) => one.ended === null)) {
    turn.preview.push(`${shortOf(each.unit, turn.context)} 的交办随之结束，链接失效`)
    add(turn, { act: 'assignment.ended', v: 1, id: each.id, how, reason })
  }
  endPlansOf(turn, turn.state.id, how)
}

/** Clocks cancelled with the case run again with their old start and due; stopped ones stay stopped. */
export const reopenCase = (command: Of<'case.reopen'>, state: Case, context: Context): Decision => {
  if (state.status === '已并入') return refuse('state', '此案已并入他案；先拆分')
  if (isOpen(state)) return refuse('state', `案件${state.status}，无需重开`)
  if (command.reason.trim() === '') return refuse('input', '写明重开理由')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'case.reopened', v: 1, reason: command.reason })
  const cancelled = turn.state.clocks.filter((clock) => clock.end?.how === 'cancelled' && clock.code !== 'REL')
  const earliest = cancelled.filter(
    (clock) =>
      !cancelled.some((other) => other.code === clock.code && isBefore(other, clock) && sharesCode(clock.code)),
  )
  for (const clock of cancelled) {
    add(turn, { act: 'clock.revived', v: 1, clockId: clock.id, reason: '重开' })
    turn.preview.push(`恢复「${clockNames[clock.code]}」，截止 ${writeTime(clock.dueAt, context.now, true)}`)
    if (!earliest.includes(clock)) add(turn, { act: 'clock.carried', v: 1, clockId: clock.id, reason: '重开' })
  }
  return accept(turn)
}

const sharesCode = (code: string) => code !== 'DIR' && code !== 'PRM' && code !== 'LET'
const isBefore = (a: { dueAt: number; id: string }, b: { dueAt: number; id: string }) =>
  a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.id < b.id)
