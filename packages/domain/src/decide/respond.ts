// Responses and press conferences: what was published when, and which clocks that stops (§14-3, §14-4).
import { dayOf, endOfDay, formatDay, HOUR_MS, MINUTE_MS, parseDay, writeTime } from '../beijing.ts'
import type { Case, Response } from '../case.ts'
import { endOtherwise, judgeStop, otherClock } from '../clock.ts'
import type { Command, Context, Decision } from '../command.ts'
import type { Policy } from '../policy.ts'
import { needsAgreement } from './agreement.ts'
import { previewRecipients, shortOf } from './assign.ts'
import { ringUnit, unitStep } from './fire.ts'
import { accept, add, addAll, addClock, addEnd, isOpen, liveClocks, refuse, startTurn, type Turn } from './turn.ts'

type Of<D extends Command['do']> = Extract<Command, { do: D }>

/** Recorded later than this after publication it is 补录 and needs a screenshot. */
const BACKFILL_AFTER_MS = 30 * MINUTE_MS

export const recordResponse = (command: Of<'response.record'>, state: Case, context: Context): Decision => {
  const { now, policy, makeId } = context
  if (!isOpen(state)) return refuse('state', `案件${state.status}，不能登记回应；先重开`)
  if (command.publishedAt > now)
    return refuse('input', `发布时间 ${writeTime(command.publishedAt, now)} 在未来；发布后再登记`)
  if (!command.url && !command.screenshot) return refuse('input', '要有链接或截图')
  if (command.channel.trim() === '') return refuse('input', '写明发布平台')
  if (command.summary.trim() === '') return refuse('input', '写明回应要点')
  const backfilled = now - command.publishedAt > BACKFILL_AFTER_MS
  if (backfilled && !command.screenshot) return refuse('input', '发布已超过 30 分钟，补录要附截图')
  const day = command.promises?.find((each) => each.due !== null && parseDay(each.due) === null)
  if (day !== undefined) return refuse('input', `承诺期限不是日期：${day.due}`)
  const turn = startTurn(command, state, context)
  const response: Response = {
    id: makeId('response', state.id, String(state.version), String(command.publishedAt)),
    statement: command.statement,
    unit: command.unit,
    channel: command.channel,
    url: command.url,
    screenshot: command.screenshot,
    publishedAt: command.publishedAt,
    recordedAt: now,
    by: command.actor,
    backfilled,
    unreviewed: !command.reviewed,
    pending: pendingOf(command, state, policy),
    summary: command.summary,
  }
  add(turn, { act: 'response.recorded', v: 1, response })
  if (response.statement !== '受理告知') turn.preview.push(...agreementWords(command.summary, state))
  if (response.pending !== null) turn.preview.push(`${response.pending}：待审核确认，暂不停表`)
  else countResponse(turn, response)
  for (const [index, promise] of (command.promises ?? []).entries()) {
    addPromise(turn, promise.text, promise.due, command.publishedAt, `${response.id}-${index}`)
  }
  return accept(turn)
}

/** What differs from the agreed wording is said before it is recorded; the recording itself never waits (§14-19). */
const agreementWords = (summary: string, state: Case): string[] => {
  const agreed = state.records.findLast((each) => each.kind === '口径会签')?.values
  if (agreed === undefined)
    return needsAgreement(state) ? ['尚未口径会签：两个以上单位或较大以上须会签，办结前补上'] : []
  const said = {
    deaths: /(?:死亡|遇难|身亡)\s*(\d+)\s*人|(\d+)\s*人(?:死亡|遇难|身亡)/,
    injured: /(?:受伤|伤)\s*(\d+)\s*人|(\d+)\s*人受伤/,
  }
  return Object.entries(said).flatMap(([name, pattern]) => {
    const found = pattern.exec(summary)
    const number = Number(found?.[1] ?? found?.[2])
    const differs = found !== null && agreed[name] !== undefined && agreed[name] !== number
    return differs
      ? [`${name === 'deaths' ? '死亡' : '受伤'} ${number} 人与会签的 ${agreed[name]} 人不一致，请先核对`]
      : []
  })
}

/** 受理告知 stops nothing, so nothing has to be checked of it. */
const pendingOf = (command: Of<'response.record'>, state: Case, policy: Policy): Response['pending'] => {
  if (command.statement === '受理告知') return null
  if (!isOfficial(command, policy)) return '非官方渠道'
  const starts = liveClocks(state)
    .filter((clock) => clock.code === 'C5' || clock.code === 'C48')
    .map((clock) => clock.startAt)
  return starts.length > 0 && command.publishedAt < Math.min(...starts) ? '早于起算' : null
}

/** A registered domain, or a registered account named with its platform (§14-15). */
const isOfficial = (published: { channel: string; url: string | null }, policy: Policy): boolean => {
  const host = hostOf(published.url)
  return policy.official.some((each) => {
    if (each.domain !== undefined && host !== null) {
      const domain = each.domain.toLowerCase()
      if (host === domain || host.endsWith(`.${domain}`)) return true
    }
    return (
      each.account !== undefined &&
      published.channel.includes(each.platform) &&
      published.channel.includes(each.account)
    )
  })
}

const hostOf = (url: string | null): string | null => (url !== null && URL.canParse(url) ? new URL(url).hostname : null)

const findWaiting = (state: Case, id: string): Response | Decision => {
  const response = state.responses.find((each) => each.id === id)
  if (response === undefined) return refuse('missing', '没有这条回应')
  if (response.pending === null) return refuse('state', '这条回应已算权威回应，无需再审核')
  if (response.rejected !== undefined) return refuse('state', '这条回应已退回修改；改好后请重新登记')
  if (!isOpen(state)) return refuse('state', `案件${state.status}，不能审核回应；先重开`)
  return response
}

export const confirmResponse = (command: Of<'response.confirm'>, state: Case, context: Context): Decision => {
  const response = findWaiting(state, command.id)
  if ('ok' in response) return response
  if (command.reason.trim() === '') return refuse('input', '写明确认为权威回应的理由')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'response.confirmed', v: 1, id: response.id, reason: command.reason })
  countResponse(turn, { ...response, pending: null })
  return accept(turn)
}

/** It never stopped a clock, so none starts again; what was promised in public stays promised. */
export const rejectResponse = (command: Of<'response.reject'>, state: Case, context: Context): Decision => {
  const response = findWaiting(state, command.id)
  if ('ok' in response) return response
  if (command.reason.trim() === '') return refuse('input', '写明为什么退回、要改什么')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'response.rejected', v: 1, id: response.id, reason: command.reason })
  turn.preview.push('不停表，各时限照走；公开承诺的期限不撤')
  tellAuthor(turn, response, command.reason)
  return accept(turn)
}

/** The unit that published it, while it has the case: it is to mend it and record it anew. */
const tellAuthor = (turn: Turn, { id, unit, channel }: Response, reason: string): void => {
  const { state, context } = turn
  const assignment = state.assignments.find((each) => each.unit === unit && each.ended === null)
  if (assignment === undefined) {
    turn.preview.push(`${shortOf(unit, context)}没有在办的交办，不发邮件，请电话告知`)
    return
  }
  previewRecipients(turn, unitStep, assignment.id)
  const told = `登记的回应（${channel}）退回修改，时限照走，改好后请重新登记。退回理由：${reason}`
  const word = { owner: id, occurrence: 0, cause: '回应退回', reason: told } as const
  addAll(turn, ringUnit(state, context, assignment.id, word))
}

/** 进展 and 结果 stop C5 and C48 at the instant of publication and keep the continued release going. */
const countResponse = (turn: Turn, response: Response): void => {
  if (response.statement === '受理告知') {
    turn.preview.push('受理告知：记首次回应，不停任何时限')
    return
  }
  const notes = [response.backfilled ? '补录' : '', response.unreviewed ? '未审先发' : ''].filter((note) => note !== '')
  const reason = [`${response.statement}：${response.channel}`, ...notes].join('，')
  for (const clock of turn.state.clocks) {
    if (clock.state !== 'running' || (clock.code !== 'C5' && clock.code !== 'C48')) continue
    const end = judgeStop(clock, response.publishedAt, reason)
    addEnd(turn, clock.id, end)
    turn.preview.push(`${clock.code} ${end.late ?? '按时'}`)
  }
  renewRelease(turn, response)
}

/** 持续发布 (国办发〔2016〕80号): until 处置结束 for 重大 and above, until the 结果 for others (R09). */
const renewRelease = (turn: Turn, response: Response): void => {
  const { context } = turn
  const running = liveClocks(turn.state).filter((clock) => clock.code === 'REL')
  if (running.some((clock) => clock.startAt >= response.publishedAt)) return
  for (const clock of running) addEnd(turn, clock.id, judgeStop(clock, response.publishedAt, '已有新的发布'))
  const major = turn.state.grade === '特别重大' || turn.state.grade === '重大'
  if (turn.state.disposalEnded || (response.statement === '结果' && !major)) return
  const clock = otherClock(
    {
      caseId: turn.state.id,
      code: 'REL',
      basis: 'respondedAt',
      startAt: response.publishedAt,
      dueAt: response.publishedAt + context.policy.pressReleaseEveryHours * HOUR_MS,
      rule: '国办发〔2016〕80号：根据工作进展持续发布；间隔为本单位规则',
      notes: [],
      lateAs: '发现即超时',
      key: response.id,
      makeId: context.makeId,
    },
    context.now,
  )
  addClock(turn, clock, '持续发布')
  const until = major ? '登记处置结束' : '登记结果'
  turn.preview.push(`持续发布：下次截止 ${writeTime(clock.dueAt, context.now, true)}，直到${until}`)
}

/** A promise is due at 24:00 of its day; without one, so many days from the promise. */
export const addPromise = (turn: Turn, text: string, due: string | null, from: number, key: string): void => {
  const { context, state } = turn
  const day = due ?? formatDay((parseDay(dayOf(from)) ?? 0) + context.policy.promiseDays)
  const clock = otherClock(
    {
      caseId: state.id,
      code: 'PRM',
      basis: 'promised',
      startAt: from,
      dueAt: endOfDay(day),
      rule: due === null ? `承诺未写期限，按 ${context.policy.promiseDays} 日` : '承诺的期限',
      notes: [text],
      lateAs: '发现即超时',
      key,
      makeId: context.makeId,
    },
    context.now,
  )
  addClock(turn, clock, '承诺')
}

/** C24 stops at the real start of the conference, never at its announcement; a written statement is none (§2.5). */
export const holdConference = (command: Of<'conference.hold'>, state: Case, context: Context): Decision => {
  const { now } = context
  if (!isOpen(state)) return refuse('state', `案件${state.status}，不能登记发布会；先重开`)
  if (command.startedAt > now)
    return refuse('input', `发布会 ${writeTime(command.startedAt, now)} 尚未开始；开始后再登记`)
  if (command.speakers.trim() === '') return refuse('input', '写明发布人')
  const clocks = state.clocks.filter((each) => each.state === 'running' && each.code === 'C24')
  const before = clocks.find((clock) => command.startedAt < clock.startAt)
  if (before !== undefined) {
    return refuse('input', `发布会早于起算 ${writeTime(before.startAt, now)}；请核对时间，或先改正起算`)
  }
  const turn = startTurn(command, state, context)
  const { startedAt, speakers, reason } = command
  add(turn, { act: 'conference.held', v: 1, startedAt, speakers, reason })
  for (const clock of clocks) addEnd(turn, clock.id, judgeStop(clock, startedAt, '新闻发布会开始'))
  return accept(turn)
}

/** 经批准不召开: neither in time nor late, listed by itself (§14-4). */
export const waiveConference = (command: Of<'conference.waive'>, state: Case, context: Context): Decision => {
  const { leader, approvedAt, docNo, reason } = command
  if (!isOpen(state)) return refuse('state', `案件${state.status}，不能登记；先重开`)
  if (leader.trim() === '' || docNo.trim() === '') return refuse('input', '写明批准的领导和文号')
  if (approvedAt > context.now) return refuse('input', '批准时间在未来')
  const clocks = state.clocks.filter((each) => each.state === 'running' && each.code === 'C24')
  if (clocks.length === 0) return refuse('state', '没有在走的发布会时限')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'conference.waived', v: 1, leader, approvedAt, docNo, reason })
  for (const clock of clocks) {
    addEnd(turn, clock.id, endOtherwise(clock, 'waived', context.now, `经批准不召开：${leader}，${docNo}`))
  }
  return accept(turn)
}

/** 处置结束: continued release is no longer asked for. */
export const endDisposal = (command: Of<'disposal.end'>, state: Case, context: Context): Decision => {
  if (!isOpen(state)) return refuse('state', `案件${state.status}`)
  if (state.disposalEnded) return refuse('state', '处置已登记结束')
  if (command.reason.trim() === '') return refuse('input', '写明处置结束的依据')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'disposal.ended', v: 1, reason: command.reason })
  for (const clock of liveClocks(state).filter((each) => each.code === 'REL')) {
    addEnd(turn, clock.id, endOtherwise(clock, 'cancelled', context.now, '处置结束'))
  }
  return accept(turn)
}

/** 现在检查: the collector looks at the page on its next turn, beside the days it looks anyway (§14-19). */
export const askPublication = (command: Of<'publication.check'>, state: Case, context: Context): Decision => {
  const response = state.responses.find((each) => each.id === command.id)
  if (response === undefined || response.url === null) return refuse('missing', '没有这个回应链接')
  const turn = startTurn(command, state, context)
  add(turn, { act: 'publication.asked', v: 1, id: command.id })
  turn.preview.push('采集程序下一轮就打开该页面，查看能否打开并存档')
  return accept(turn)
}
