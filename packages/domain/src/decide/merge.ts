// 并案 and 拆分: the earliest deadline of each code goes on; nothing is reset or becomes later.
import { writeTime } from '../beijing.ts'
import { waitsForCall } from '../call-first.ts'
import type { Case, Clock } from '../case.ts'
import type { Command, Context, Decision } from '../command.ts'
import { CALL_FIRST, type ClockCode } from '../word.ts'
import { shortOf } from './assign.ts'
import { clockNames, ringCase } from './fire.ts'
import { accept, add, addAll, endPlansOf, isOpen, liveClocks, refuse, startTurn, type Turn } from './turn.ts'

type Of<D extends Command['do']> = Extract<Command, { do: D }>

/** Codes of which one goes on for the whole; LET, DIR and PRM each go on and alert for themselves. */
const sharedCodes: ClockCode[] = ['C5', 'C24', 'C48', 'REL', 'RPT-P', 'RPT-W']

export const mergeCase = (command: Of<'case.merge'>, state: Case, context: Context): Decision => {
  const { other } = context
  if (other === undefined || other.id !== command.into) return refuse('missing', '没有要并入的案件')
  const wrong = mergeProblem(command, state, other)
  if (wrong !== null) return wrong
  const from = startTurn(command, state, context)
  const clocks = liveClocks(state)
  const plans = state.plans.filter((plan) => clocks.some((clock) => clock.id === plan.owner.id))
  for (const each of state.assignments.filter((one) => one.ended === null)) {
    add(from, { act: 'assignment.ended', v: 1, id: each.id, how: '并入', reason: `并入 ${other.number}` })
  }
  endPlansOf(from, state.id, `并入 ${other.number}`)
  add(from, { act: 'case.merged', v: 1, into: other.id, reason: command.reason })
  const into = startTurn(command, other, context)
  const { items, heat, letters, deaths, suspected } = state
  const { reason } = command
  add(into, {
    act: 'case.absorbed',
    v: 1,
    from: state.id,
    items,
    heat,
    letters,
    deaths,
    suspected,
    clocks,
    plans,
    reason,
  })
  letEarliestRun(into, `并入 ${state.number}`)
  confirmNeeded(into)
  carryCall(into, state)
  const lines = sharedCodes.flatMap((code) => {
    const clock = into.state.clocks.find((each) => each.code === code && each.state === 'running')
    return clock ? [`${clockNames[code]}：截止 ${writeTime(clock.dueAt, context.now, true)}`] : []
  })
  const units = state.assignments.filter((one) => one.ended === null).map((one) => one.unit)
  const shorts = units.map((id) => shortOf(id, context))
  const told = shorts.length === 0 ? [] : [`${shorts.join('、')} 的交办随之结束；需要时在 ${other.number} 重新交办`]
  const joined = `${other.number} 增加信息 ${items} 条${letters.open > 0 ? `、未答复来信 ${letters.open} 封（时限各自照走）` : ''}`
  const call = waitsForCall(state) ? [`☎ ${CALL_FIRST}：标记和响铃转到 ${other.number}`] : []
  return { ok: true, drafts: [...from.drafts, ...into.drafts], preview: [joined, ...call, ...lines, ...told] }
}

/** A merged case rings and stands nowhere: what waits for a telephone call waits and rings where it goes on (§6.7). */
const carryCall = (turn: Turn, from: Case): void => {
  if (!waitsForCall(from) || turn.state.restricted !== null) return
  const reason = `并入的 ${from.number} 涉及生命安全或正在发生的险情，${CALL_FIRST}`
  const told = { cause: CALL_FIRST, from: from.id }
  addAll(turn, ringCase(turn.state, turn.context, '新案', ['值班员'], reason, told))
}

/** It waits in the case that leaves again, where its own alert stands. */
const giveCallBack = (turn: Turn, to: Case): void => {
  for (const { alertId, from, heard } of turn.state.callFirst ?? []) {
    if (from === to.id && !heard) add(turn, { act: 'alert.acknowledged', v: 1, alertId })
  }
}

/** What a person has said of it there is not asked for again here. */
const keepSettled = (turn: Turn, other: Case): void => {
  const said = other.callFirst?.find((one) => one.from === turn.state.id)?.settled
  const where = `并案期间已在 ${other.number} 说明，见该案时间线`
  if (said === '已通') add(turn, { act: 'call.made', v: 1, result: said, note: where })
  if (said === '不必打电话') add(turn, { act: 'call.waived', v: 1, reason: where })
}

const mergeProblem = (command: Of<'case.merge'>, state: Case, other: Case): Decision | null => {
  if (state.id === other.id) return refuse('input', '不能并入自己')
  if (command.reason.trim() === '') return refuse('input', '写明并案理由')
  if (state.book !== other.book) return refuse('forbidden', '不同台账册的案件不能并')
  if (!isOpen(state)) return refuse('state', `${state.number} ${state.status}，不能并入他案`)
  if (!isOpen(other)) return refuse('state', `${other.number} ${other.status}，不能并入；先重开`)
  if (state.restricted !== other.restricted) return refuse('forbidden', '检举控告（含待甄别）不与其他案件合并')
  if (other.opinion === false && state.opinion) return refuse('state', '政务舆情不能并入普通来信；请反过来并')
  return null
}

/** Of each shared code the earliest due runs and the others are carried; equal dues leave the one that ran. */
const letEarliestRun = (turn: Turn, reason: string): void => {
  for (const code of sharedCodes) {
    const live = liveClocks(turn.state).filter((clock) => clock.code === code)
    const first = live.reduce<Clock | null>(
      (best, clock) => (best === null || isEarlier(clock, best) ? clock : best),
      null,
    )
    for (const clock of live) {
      if (clock === first && clock.state === 'carried')
        add(turn, { act: 'clock.revived', v: 1, clockId: clock.id, reason })
      if (clock !== first && clock.state === 'running')
        add(turn, { act: 'clock.carried', v: 1, clockId: clock.id, reason })
    }
  }
}

const isEarlier = (clock: Clock, best: Clock): boolean => {
  if (clock.dueAt !== best.dueAt) return clock.dueAt < best.dueAt
  return clock.state === 'running' && best.state === 'carried'
}

/** What a person has judged of the whole holds for what came in: their suspicion is no longer the machine's alone. */
const confirmNeeded = (turn: Turn): void => {
  const { state, context } = turn
  if (state.judged === null || state.grade === null || state.grade === '待定') return
  const rules = context.policy.clocks.filter((rule) => rule.when.includes(state.grade!))
  for (const clock of liveClocks(state).filter((each) => each.provisional)) {
    if (!rules.some((rule) => rule.code === clock.code)) continue
    add(turn, { act: 'clock.confirmed', v: 1, clockId: clock.id, confirmedAt: context.now })
  }
}

export const unmergeCase = (command: Of<'case.unmerge'>, state: Case, context: Context): Decision => {
  const { other } = context
  if (state.merged.into === null) return refuse('state', '此案没有并入他案')
  if (other === undefined || other.id !== state.merged.into) return refuse('missing', '没有并入后的案件')
  if (other.status === '已并入') return refuse('state', `${other.number} 又并入了他案；先拆出 ${other.number}`)
  if (command.reason.trim() === '') return refuse('input', '写明拆分理由')
  const into = startTurn(command, other, context)
  const clocks = other.clocks.filter((clock) => state.merged.moved.includes(clock.id))
  const plans = other.plans.filter((plan) => clocks.some((clock) => clock.id === plan.owner.id))
  const letters = context.letters ?? state.letters
  const { items, heat } = state
  const { reason } = command
  giveCallBack(into, state)
  const ids = { clocks: clocks.map((clock) => clock.id), plans: plans.map((plan) => plan.id) }
  add(into, { act: 'case.released', v: 1, id: state.id, items, heat, letters, ...ids, reason })
  letEarliestRun(into, `拆出 ${state.number}`)
  const from = startTurn(command, state, context)
  add(from, { act: 'case.unmerged', v: 1, from: other.id, clocks, plans, letters, reason })
  keepSettled(from, other)
  reviveAll(from, clocks, `自 ${other.number} 拆出`)
  letEarliestRun(from, `自 ${other.number} 拆出`)
  from.preview.push(`${other.number} 减去信息 ${items} 条`)
  for (const clock of from.state.clocks.filter((each) => each.state === 'running')) {
    from.preview.push(`恢复「${clockNames[clock.code]}」，截止 ${writeTime(clock.dueAt, context.now, true)}`)
  }
  return { ...accept(from), drafts: [...into.drafts, ...from.drafts] } as Decision
}

/** What ended only because of the other case's grade or closing runs again with its old start and due. */
const reviveAll = (turn: Turn, clocks: Clock[], reason: string): void => {
  const undone = new Set(['withdrawn', 'cancelled'])
  for (const clock of clocks) {
    const revive = clock.state === 'carried' || (clock.end !== null && undone.has(clock.end.how))
    if (revive) add(turn, { act: 'clock.revived', v: 1, clockId: clock.id, reason })
  }
}
