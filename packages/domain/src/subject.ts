// The subject of an alert's mail: step, grade, time left, number, title, absolute deadline (§6.4).
import { writeSpan, writeTime } from './beijing.ts'
import type { Case, Clock } from './case.ts'
import type { AlertFact } from './entry.ts'
import { CALL_FIRST, type ClockCode } from './word.ts'

/** Longer titles are cut: the deadline at the end must stay readable on a telephone. */
const SUBJECT_TITLE_CHARS_MAX = 30

const demands: { [code in ClockCode]: string } = {
  C5: '前发布权威信息',
  C24: '前举行新闻发布会',
  C48: '前予以回应',
  REL: '前持续发布',
  'RPT-P': '前电话报告',
  'RPT-W': '前书面报告',
  DIR: '前回复上级交办',
  LET: '前答复来信人',
  PRM: '前兑现承诺',
}

/**
 * e.g. `【督办·重大·剩余1小时】YQ-2026-0123 化工园区爆炸（11月22日 14:30 前发布权威信息）`.
 * A case under 检举控告 or 待甄别 is 「专项件」 and its number, whatever its title says (§14-8). Where a life may hang on it
 * (`callFirst`, or so a new case says) 先打电话 stands before the time left: seven days are not what it waits for (§6.7).
 */
export const subjectOf = (
  alert: AlertFact,
  state: Case,
  clock: Clock | null,
  now: number,
  callFirst = false,
): string => {
  const hangs = callFirst || (alert.step === '新案' && alert.cause === CALL_FIRST)
  const first = hangs && state.restricted === null ? [CALL_FIRST] : []
  const parts = [headOf(alert, state), ...first, ...gradeOf(state), ...leftOf(alert, clock, now)]
  const what = state.restricted === null ? `${state.number} ${cut(state.title)}` : `专项件 ${state.number}`
  return `【${parts.join('·')}】${what}${deadlineOf(clock, now)}`
}

const headOf = (alert: AlertFact, state: Case): string => {
  if (alert.cause === '回应退回') return '回应退回修改'
  if (alert.cause !== null && alert.cause !== CALL_FIRST) return alert.cause
  switch (alert.step) {
    case '新案':
      return state.reappeared ? '办结后再现' : state.suspected ? '新案·疑似重大' : '新案'
    case '待研判':
    case '疑似升级':
    case '放任发酵':
    case '无地址':
      return alert.step
    case 'T0':
      return '交办'
    case '未签收':
      return '催签'
    case '黄':
    case '橙':
    case '红':
      return '督办'
    case '超时':
      return '督办·超时'
  }
}

const gradeOf = (state: Case): string[] => (state.opinion && state.grade !== null ? [state.grade] : [])

const leftOf = (alert: AlertFact, clock: Clock | null, now: number): string[] => {
  if (clock === null || alert.step === '新案' || alert.step === '待研判') return []
  if (clock.dueAt === now) return ['已到期']
  return [clock.dueAt > now ? `剩余${writeSpan(clock.dueAt - now)}` : `已超时${writeSpan(now - clock.dueAt)}`]
}

const deadlineOf = (clock: Clock | null, now: number): string =>
  clock === null ? '' : `（${writeDemand(clock, writeTime(clock.dueAt, now, true))}）`

/** What a clock asks for and by when, e.g. `11月22日 14:30 前发布权威信息`; `due` is its deadline as the reader needs it. */
export const writeDemand = (clock: Clock, due: string): string =>
  `${due} ${demands[clock.code]}${clock.estimated ? '，暂估' : ''}`

/**
 * The other deadlines of a case that run beside `shown`, as people judged them, soonest first; of its letters
 * (`letter`) the one due first.
 */
export const otherClocks = (state: Case, shown: Clock | null, letter: Clock | null): Clock[] =>
  [...state.clocks, ...(letter === null ? [] : [letter])]
    .filter((one) => one.state === 'running' && !one.provisional && one.id !== shown?.id)
    .sort((a, b) => a.dueAt - b.dueAt)

/**
 * What a unit is told of a case that a life may hang on: its deadlines are not what it waits for (§6.7). It speaks of
 * the matter; words that only press (进京, 找媒体, 最后通牒) reach no unit (§14-17).
 */
export const callFirstWords = '涉及生命安全或正在发生的险情，请立即处置并电话告知值班室，不等下列时限'

const cut = (title: string): string => {
  const chars = Array.from(title)
  return chars.length > SUBJECT_TITLE_CHARS_MAX ? `${chars.slice(0, SUBJECT_TITLE_CHARS_MAX).join('')}…` : title
}
