// A person's judgement: confirm, regrade, convert a letter, withdraw; starts are kept (§14-1, §14-5).
import { MINUTE_MS } from '../beijing.ts'
import { waitsForCall } from '../call-first.ts'
import type { Case, Clock } from '../case.ts'
import { endOtherwise, hangClock, isPast, judgeStop, otherClock, responseCodes, startResponseClocks } from '../clock.ts'
import type { Command, Context, Decision } from '../command.ts'
import { freezePlan } from '../ladder.ts'
import type { ClockRule } from '../policy.ts'
import type { Grade } from '../word.ts'
import { ladderOf, previewRecipients, shortOf } from './assign.ts'
import { STILL_TO_CALL } from './call-first.ts'
import { previewClocks } from './clock-words.ts'
import { cancelCase } from './close.ts'
import { OLD_FIND_MS } from './open.ts'
import {
  accept,
  add,
  addClock,
  addEnd,
  endClocks,
  endPlansOf,
  isOpen,
  leadOf,
  liveClocks,
  refuse,
  startTurn,
  type Turn,
} from './turn.ts'

type Judge = Extract<Command, { do: 'case.judge' }>
type Convert = Extract<Command, { do: 'case.convert' }>

const majorGrades: readonly (Grade | null)[] = ['特别重大', '重大']

export const judgeCase = (command: Judge, state: Case, context: Context): Decision => {
  if (!isOpen(state)) return refuse('state', `案件${state.status}，不能研判；先重开`)
  if (command.reason.trim() === '') return refuse('input', '写明研判理由')
  if (command.verdict === '撤销' && state.kind === 'public') return cancelCase(command, state, context)
  if (command.verdict === '确认' && command.grade === null && state.opinion && state.grade === null) {
    return refuse('input', '政务舆情须定级别，未定的选「待定」')
  }
  if (command.restricted === '检举控告' && state.merged.from.length > 0) {
    return refuse('state', '已并入的案件会随之露出：请先把并入的案件拆分，再判为检举控告')
  }
  const late = lateFindProblem(command, state)
  if (late !== null) return refuse('input', late)
  const turn = startTurn(command, state, context)
  const withdrawn = command.verdict === '撤销'
  const grade = withdrawn ? null : (command.grade ?? state.grade)
  const opinion = withdrawn ? false : state.opinion || command.grade !== null
  recordJudgement(turn, command, grade, opinion)
  endPlansOf(turn, state.id, '已研判')
  if (withdrawn) {
    endClocks(turn, 'cancelled', `非政务舆情：${command.reason}`, (clock) => isResponse(clock) || isReport(clock))
  } else if (opinion && grade !== null) {
    applyGrade(turn, grade, command.reason)
    if (command.lateFind === '新一轮传播') restartFromDetection(turn)
  }
  previewClocks(turn)
  if (waitsForCall(turn.state)) turn.preview.push(STILL_TO_CALL)
  return accept(turn)
}

const lateFindProblem = ({ lateFind }: Judge, { moments }: Case): string | null => {
  if (lateFind === undefined) return null
  const first = moments.firstPublishedAt
  const old = first !== null && moments.detectedAt.at - first.at > OLD_FIND_MS
  return old ? null : '首发距发现未超过 72 小时，不能另选起算'
}

const recordJudgement = (turn: Turn, command: Judge, grade: Grade | null, opinion: boolean): void => {
  const { state } = turn
  const restricted =
    command.restricted === '否' ? null : command.restricted === '检举控告' ? '检举控告' : state.restricted
  if (state.judged !== null && grade !== null && grade !== state.grade) {
    add(turn, { act: 'case.regraded', v: 1, from: state.grade, to: grade, reason: command.reason })
  }
  add(turn, {
    act: 'case.judged',
    v: 1,
    grade,
    type: command.type ?? state.type,
    opinion,
    // Who judges it and says nothing of the suspicion has not confirmed it: it stays hidden until someone does.
    restricted,
    excluded: command.excluded ?? state.excluded,
    reason: command.lateFind ? `${command.reason}（${command.lateFind}）` : command.reason,
  })
  if (restricted === '检举控告') endForeignAssignments(turn)
}

/** A case judged 检举控告 leaves every unit but the discipline body (§14-8). */
const endForeignAssignments = (turn: Turn): void => {
  const { units } = turn.context.policy
  for (const each of turn.state.assignments.filter((one) => one.ended === null)) {
    if (units.find((unit) => unit.id === each.unit)?.kind === '纪检') continue
    add(turn, { act: 'assignment.ended', v: 1, id: each.id, how: '改派', reason: '检举控告，只走纪检通道' })
    turn.preview.push(`收回 ${shortOf(each.unit, turn.context)} 的交办，链接失效：检举控告只走纪检通道`)
  }
}

export const convertLetter = (command: Convert, state: Case, context: Context): Decision => {
  if (!isOpen(state)) return refuse('state', `案件${state.status}，不能转为政务舆情；先重开`)
  if (state.kind !== 'letter') return refuse('state', '只有来信可以转为政务舆情')
  if (state.opinion && state.judged !== null) return refuse('state', '已是政务舆情，改级别请用「研判」')
  if (command.reason.trim() === '') return refuse('input', '写明转为政务舆情的理由')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'case.converted', v: 1, grade: command.grade, type: state.type, reason: command.reason })
  endPlansOf(turn, state.id, '已研判')
  applyGrade(turn, command.grade, command.reason)
  previewClocks(turn)
  return accept(turn)
}

const isResponse = (clock: Clock) => clock.code === 'C5' || clock.code === 'C24' || clock.code === 'C48'
const isReport = (clock: Clock) => clock.code === 'RPT-P' || clock.code === 'RPT-W'

/**
 * Brings the clocks to the grade. Confirmed ones keep their start; C5 and C24 end as 降级撤下 and what was late stays late;
 * C48 stays beside them after an upgrade; missing ones hang from the original start (§14-5).
 */
const applyGrade = (turn: Turn, grade: Grade, reason: string): void => {
  const { context } = turn
  const suspected = grade === '待定' && turn.state.suspected
  const needed = responseCodes(grade, suspected, context.policy.clocks)
  for (const clock of liveClocks(turn.state).filter((each) => isResponse(each) || isReport(each))) {
    const stays = clock.code === 'C48' || isReport(clock) || needed.some((rule) => rule.code === clock.code)
    if (!stays) {
      addEnd(turn, clock.id, endOtherwise(clock, 'withdrawn', context.now, `降级撤下：${reason}`))
    } else if (clock.provisional) {
      add(turn, { act: 'clock.confirmed', v: 1, clockId: clock.id, confirmedAt: context.now })
    }
  }
  const hung = needed.filter((rule) => hangMissing(turn, rule, grade, suspected))
  if (majorGrades.includes(grade)) startReports(turn)
  if (hung.some((rule) => rule.code !== 'C48') && leadOf(turn.state)) tellLead(turn)
}

/** True when a clock was hung. One that was stopped or waived is done; it is not asked for twice. */
const hangMissing = (turn: Turn, rule: ClockRule, grade: Grade, suspected: boolean): boolean => {
  const { state, context } = turn
  const same = state.clocks.filter((clock) => clock.code === rule.code)
  if (same.some((clock) => clock.state !== 'ended' || clock.end?.how === 'stopped' || clock.end?.how === 'waived'))
    return false
  const { makeId, now } = context
  const opening = {
    caseId: state.id,
    grade,
    suspected,
    moments: state.moments,
    provisional: false,
    turn: state.version,
    makeId,
  }
  const fresh = hangClock(rule, { ...opening, lateAs: '升级补挂超时' }, now)
  const clock = keepEarliest(fresh, same, state, now)
  const published = earlierPublication(state, rule.code, clock)
  addClock(
    turn,
    published !== null && !isPast(clock.dueAt, published) ? { ...clock, lateAtStart: null } : clock,
    '定级挂时限',
  )
  if (published !== null) addEnd(turn, clock.id, judgeStop(clock, published, '升级前已发布'))
  return true
}

/** Hung again after a downgrade or a corrected moment, a clock is never later than it was before. */
const keepEarliest = (fresh: Clock, before: Clock[], state: Case, now: number): Clock => {
  const first = before.reduce((best, clock) => (clock.dueAt < best.dueAt ? clock : best), fresh)
  if (first === fresh) return fresh
  const found = isPast(first.dueAt, state.moments.detectedAt.at) ? '发现即超时' : '升级补挂超时'
  const { startAt, dueAt, basis } = first
  return { ...fresh, startAt, dueAt, basis, lateAtStart: isPast(dueAt, now) ? found : null }
}

/** Authoritative information published before the upgrade counts for the clock hung late (§14-2). */
const earlierPublication = (state: Case, code: Clock['code'], clock: Clock): number | null => {
  if (code === 'C24')
    return state.conference !== null && state.conference.startedAt >= clock.startAt ? state.conference.startedAt : null
  const counted = state.responses.filter((each) => each.statement !== '受理告知' && each.pending === null)
  return counted.reduce<number | null>(
    (first, each) => (first === null ? each.publishedAt : Math.min(first, each.publishedAt)),
    null,
  )
}

/** 内部报告 (§14-12): from detection, by telephone and in writing; never counted as a response. */
const startReports = (turn: Turn): void => {
  const { state, context } = turn
  const { internalReport } = context.policy
  if (!internalReport.on || state.clocks.some(isReport)) return
  for (const code of ['RPT-P', 'RPT-W'] as const) {
    const minutes = code === 'RPT-P' ? internalReport.phoneMinutes : internalReport.writtenMinutes
    const startAt = state.moments.detectedAt.at
    const clock = otherClock(
      {
        caseId: state.id,
        code,
        basis: 'detectedAt',
        startAt,
        dueAt: startAt + minutes * MINUTE_MS,
        rule: '本单位规则：内部报告时限',
        notes: [],
        lateAs: '研判超时',
        key: '',
        makeId: context.makeId,
      },
      context.now,
    )
    addClock(turn, clock, '重大以上，内部报告')
  }
}

/** A unit already in charge learns of the upgrade by a new T0 with the wider circle of the stricter clock. */
const tellLead = (turn: Turn): void => {
  const { state, context } = turn
  const lead = leadOf(state)
  if (lead === undefined) return
  const unsigned = lead.signed === null
  if (unsigned) endPlansOf(turn, lead.id, '升级，改用更严的方案')
  const { ladder, code } = ladderOf(turn.state)
  const plan = freezePlan(
    {
      id: context.makeId('plan', lead.id, ladder, String(turn.state.version)),
      caseId: state.id,
      owner: { kind: 'assignment', id: lead.id, code },
      ladder,
      startAt: context.now,
      dueAt: null,
    },
    context.policy,
    context.now,
  )
  const steps = unsigned ? plan.steps : plan.steps.filter((step) => step.step === 'T0')
  add(turn, { act: 'plan.started', v: 1, plan: { ...plan, steps }, reason: '升级，重新通知' })
  const first = steps.find((step) => step.step === 'T0')
  if (first !== undefined) previewRecipients(turn, first, lead.id)
}

/** 新一轮传播: a new happening beside the old; the old clock stays on record as 发现即超时 (§14-6). */
const restartFromDetection = (turn: Turn): void => {
  const { state, context } = turn
  const moments = { ...state.moments, occurredAt: null, firstPublishedAt: null }
  const { grade, version } = state
  if (grade === null) return
  const opening = { caseId: state.id, grade, suspected: state.suspected, moments, provisional: false, turn: version }
  const fresh = startResponseClocks(
    { ...opening, lateAs: '研判超时', makeId: context.makeId },
    context.policy,
    context.now,
  )
  for (const clock of fresh) {
    const old = liveClocks(state).find((each) => each.code === clock.code && each.dueAt < clock.dueAt)
    if (old === undefined) continue
    addEnd(turn, old.id, endOtherwise(old, 'replaced', context.now, '新一轮传播，自发现另起算'))
    addClock(turn, clock, '新一轮传播')
  }
}
