// What the duty room records beside the answer: 上级交办, reports, promises, moments, calls (§14-5, §14-12).
import { parseDay, writeTime } from '../beijing.ts'
import type { Case, Clock } from '../case.ts'
import { endOtherwise, hangClock, judgeStop, otherClock } from '../clock.ts'
import type { Command, Context, Decision } from '../command.ts'
import { clockNames, ringCase } from './fire.ts'
import { addPromise } from './respond.ts'
import { accept, add, addAll, addClock, addEnd, isOpen, refuse, startTurn, type Turn } from './turn.ts'

type Of<D extends Command['do']> = Extract<Command, { do: D }>

const findRunning = (state: Case, clockId: string, code: Clock['code'], at: number, now: number): Clock | Decision => {
  const clock = state.clocks.find((each) => each.id === clockId && each.code === code)
  if (clock === undefined) return refuse('missing', '没有这个时限')
  if (clock.state === 'ended') return refuse('state', `已结束：${clock.end?.reason ?? ''}`)
  if (at > now) return refuse('input', '时间在未来')
  return clock
}

/** 上级交办: an absolute deadline typed by a person; several may run; only a new one changes it (§14-12). */
export const addDirective = (command: Of<'directive.add'>, state: Case, context: Context): Decision => {
  const { now, makeId } = context
  if (!isOpen(state)) return refuse('state', `案件${state.status}，先重开`)
  if (command.source.trim() === '' || command.evidence.trim() === '')
    return refuse('input', '写明来源，附文号或通话记录')
  if (!Number.isSafeInteger(command.dueAt)) return refuse('input', '写明绝对截止时间')
  const old = state.clocks.find((each) => each.id === command.replaces)
  if (command.replaces !== null && (old === undefined || old.code !== 'DIR' || old.state === 'ended')) {
    return refuse('missing', '没有要替换的上级交办')
  }
  const turn = startTurn(command, state, context)
  if (old !== undefined) addEnd(turn, old.id, endOtherwise(old, 'replaced', now, `新的上级交办：${command.evidence}`))
  const clock = otherClock(
    {
      caseId: state.id,
      code: 'DIR',
      basis: 'directed',
      startAt: now,
      dueAt: command.dueAt,
      rule: `上级交办：${command.source}`,
      notes: [command.evidence],
      lateAs: '发现即超时',
      key: String(state.version),
      makeId,
    },
    now,
  )
  addClock(turn, clock, command.reason)
  return accept(turn)
}

export const answerDirective = (command: Of<'directive.answer'>, state: Case, context: Context): Decision => {
  const clock = findRunning(state, command.clockId, 'DIR', command.answeredAt, context.now)
  if ('ok' in clock) return clock
  if (command.note.trim() === '') return refuse('input', '写明如何回复上级')
  const turn = startTurn(command, state, context)
  addEnd(turn, clock.id, judgeStop(clock, command.answeredAt, `已回复上级：${command.note}`))
  return accept(turn)
}

/** An internal report stops its own clock and never C5 (§14-12). */
export const makeReport = (command: Of<'report.make'>, state: Case, context: Context): Decision => {
  if (command.madeAt > context.now) return refuse('input', '报告时间在未来；报告后再登记')
  if (command.to.trim() === '') return refuse('input', '写明报告给谁')
  const turn = startTurn(command, state, context)
  const { code, to, madeAt, note } = command
  add(turn, { act: 'report.made', v: 1, code, to, madeAt, note })
  for (const clock of state.clocks.filter((each) => each.code === code && each.state === 'running')) {
    addEnd(turn, clock.id, judgeStop(clock, madeAt, `已报告：${to}`))
  }
  return accept(turn)
}

export const promiseMore = (command: Of<'promise.add'>, state: Case, context: Context): Decision => {
  if (command.text.trim() === '') return refuse('input', '写明承诺内容')
  if (command.due !== null && parseDay(command.due) === null) return refuse('input', `不是日期：${command.due}`)
  const turn = startTurn(command, state, context)
  addPromise(turn, command.text, command.due, context.now, String(state.version))
  return accept(turn)
}

export const keepPromise = (command: Of<'promise.keep'>, state: Case, context: Context): Decision => {
  const clock = findRunning(state, command.clockId, 'PRM', command.keptAt, context.now)
  if ('ok' in clock) return clock
  if (command.note.trim() === '') return refuse('input', '写明落实情况和公开之处')
  const turn = startTurn(command, state, context)
  addEnd(turn, clock.id, judgeStop(clock, command.keptAt, `已兑现：${command.note}`))
  return accept(turn)
}

const momentWords = { occurredAt: '发生时间', firstPublishedAt: '首发时间', detectedAt: '发现时间' }

/** A corrected moment may bring deadlines forward, by a new row beside the old; it never puts one off (§14-5). */
export const setMoment = (command: Of<'moment.set'>, state: Case, context: Context): Decision => {
  const { field, to, reason } = command
  if (!isOpen(state)) return refuse('state', `案件${state.status}，先重开`)
  if (reason.trim() === '') return refuse('input', '改起算时间要写明理由')
  if (to.at > context.now) return refuse('input', `${momentWords[field]}在未来`)
  if (field === 'detectedAt' && to.at > state.moments.detectedAt.at) return refuse('input', '发现时间只能改早')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'moment.set', v: 1, field, from: state.moments[field], to, reason })
  for (const clock of state.clocks) {
    if (clock.state !== 'ended' && clock.caseId === state.id) bringForward(turn, clock, reason)
  }
  if (turn.preview.length === 0) turn.preview.push('已走的时限截止不变')
  return accept(turn)
}

const bringForward = (turn: Turn, old: Clock, reason: string): void => {
  const { state, context } = turn
  const rule = context.policy.clocks.find((each) => each.code === old.code)
  if (rule === undefined || (old.code !== 'C5' && old.code !== 'C24' && old.code !== 'C48')) return
  const { grade, suspected, moments, version } = state
  const opening = { caseId: state.id, grade, suspected, moments, provisional: old.provisional, turn: version }
  const fresh = hangClock(rule, { ...opening, lateAs: '升级补挂超时', makeId: context.makeId }, context.now)
  if (fresh.dueAt >= old.dueAt) return
  const { confirmedAt, state: running } = old
  // Late already by a start learnt only now: the fault lies in the finding, not in an upgrade.
  const lateAtStart = fresh.lateAtStart === null ? null : '发现即超时'
  addEnd(turn, old.id, endOtherwise(old, 'replaced', context.now, `起算改早：${reason}`))
  addClock(turn, { ...fresh, confirmedAt, lateAtStart }, `起算改早：${reason}`)
  if (running === 'carried') add(turn, { act: 'clock.carried', v: 1, clockId: fresh.id, reason: '并案中' })
  const [from, to] = [old, fresh].map((clock) => writeTime(clock.dueAt, context.now, true))
  turn.preview.push(`${clockNames[old.code]}：截止由 ${from} 提前到 ${to}`)
}

/** 放任发酵 (§14-13): heat doubled within two hours by at least so many, and nothing authoritative has been said. */
export const ringHeat = (command: Of<'heat.ring'>, state: Case, context: Context): Decision => {
  const { before, after } = command
  const { heat } = context.policy
  if (!isFermenting(before, after, state, context)) return refuse('state', '未达到放任发酵的条件')
  const turn = startTurn(command, state, context)
  const reason = `${heat.doublingMinutes / 60} 小时内热度由 ${before} 升到 ${after}，尚无权威回应`
  addAll(turn, ringCase(state, context, '放任发酵', ['值班长'], reason))
  return accept(turn)
}

/** True once per doubling window; pure, so that the tracker can ask before it commands. */
const isFermenting = (before: number, after: number, state: Case, context: Context): boolean => {
  const { heat } = context.policy
  const last = state.rung.放任发酵?.lastAt
  const rested = last === undefined || context.now - last >= heat.doublingMinutes * 60_000
  const answered = state.responses.some((each) => each.statement !== '受理告知' && each.pending === null)
  // What was not there at all two hours ago has just rung as 新案: nothing has been let go yet.
  const doubled = before > 0 && after >= before * 2 && after - before >= heat.atLeast
  return isOpen(state) && !answered && rested && doubled
}

/** One call that got through ends the repeats of 超时 (§14-10). */
export const recordCall = (command: Of<'call.record'>, state: Case, context: Context): Decision => {
  const { id, result, note } = command
  const turn = startTurn(command, state, context)
  add(turn, { act: 'call.recorded', v: 1, id, result, note })
  const alert = context.call?.alert ?? null
  if (result === '已通' && alert !== null && alert.step === '超时' && alert.plan !== null) {
    add(turn, { act: 'plan.ended', v: 1, planId: alert.plan.id, reason: '电话已通，停止重复提醒' })
  }
  return accept(turn)
}

export const acknowledgeAlert = (command: Of<'alert.acknowledge'>, state: Case, context: Context): Decision => {
  const turn = startTurn(command, state, context)
  add(turn, { act: 'alert.acknowledged', v: 1, alertId: command.alertId })
  return accept(turn)
}

export const addNote = (command: Of<'note.add'>, state: Case, context: Context): Decision => {
  if (command.text.trim() === '') return refuse('input', '写明内容')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'note.added', v: 1, kind: command.kind, text: command.text })
  return accept(turn)
}

export const correctCase = (command: Of<'case.correct'>, state: Case, context: Context): Decision => {
  if (command.reason.trim() === '') return refuse('input', '写明改正理由')
  if (command.title !== null && command.title.trim() === '') return refuse('input', '标题不能为空')
  const turn = startTurn(command, state, context)
  const { title, topics, reason } = command
  add(turn, { act: 'case.corrected', v: 1, title, topics, reason })
  return accept(turn)
}
