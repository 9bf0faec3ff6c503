// Reckons times told from the day somebody writes: 第5个工作日内, 半个月内, 24小时内, 本周五前, 下月底前.
import { formatDay, parseDay } from '@huiying/domain/beijing'
import { addWorkdays, weekdayOf } from '@huiying/domain/calendar'
import { amountPattern, readMost } from '../casualty/numeral.ts'

const inside = '(?:之|以)?内'
const unit = '工作日|自然日|日|天|周|星期|礼拜|月|年|小时|钟头'
/** 5个工作日之内, 两周内, 一个半月内, 一年半内; not 12月内, which is December, when it has 个. */
const within = new RegExp(`(${amountPattern})\\s*个?(半)?(${unit})(半)?${inside}`, 'gu')
/** 不超过5个工作日, 最迟三天; 最迟5日 and 最迟12月 are days of the calendar. */
const atMost = new RegExp(
  `(?:不(?:得)?超过|最迟|最长|最晚|至多|最多)(?:不超过)?(${amountPattern})\\s*个?(工作日|自然日|天|周|星期|小时)(?!(?:之|以)?[前后内])`,
  'u',
)
/** 半个月内, 半年内, 半天内; the half of 一个半月 is told with its number. */
const half = new RegExp(`(?<![\\d一二两三四五六七八九十几数]个?)半个?(月|年|天|日|小时|钟头)${inside}`, 'u')
/** 第5个工作日内, 于第五个工作日答复; not from then on. */
const nth =
  /第([\d一二三四五六七八九十]{1,3})个?(工作日|天|日|周)(?:之|以)?(?:[内前]|(?=[^后起开第、，。]{0,4}[办答回完反处]))/u
const nextWorkday = /(?<!每)(?:下一?个?|次一?个?)工作日(?!(?:之|以)?[后起]|开始)/u

/** Of each unit, as many as somebody may promise something within; what counts more is no time to come. */
const COUNT_MAX = 999
const YEARS_MAX = 30
const HALF_MONTH_DAYS = 15
const HALF_YEAR_MONTHS = 6
const HOURS_OF_DAY = 24
const WEEK_DAYS = 7
const YEAR_MONTHS = 12

/** The last day of a span reckoned `from` the day of the reply; null without one, undefined when none is told. */
export function spanOf(text: string, from: string | null): string | null | undefined {
  for (const [whole, number, halfBefore, name, halfBehind] of text.matchAll(within)) {
    const count = readMost(number!) ?? 0
    const most = name === '年' ? YEARS_MAX : COUNT_MAX
    // 近三年内 tells of what has been.
    if (count <= 0 || count > most || (name === '年' && /^(?:将)?近/u.test(whole))) continue
    return from && add(from, count, name!, (halfBefore ?? halfBehind) !== undefined)
  }
  const ordered = nth.exec(text)
  if (ordered !== null) return from && add(from, readMost(ordered[1]!) ?? 1, ordered[2]!, false)
  const ofHalf = half.exec(text)
  if (ofHalf !== null) return from && add(from, 0, ofHalf[1]!, true)
  const most = atMost.exec(text)
  const count = most === null ? 0 : (readMost(most[1]!) ?? 0)
  if (most !== null && count > 0 && count <= COUNT_MAX) return from && add(from, count, most[2]!, false)
  return nextWorkday.test(text) ? from && addWorkdays(from, 1).due : undefined
}

function add(from: string, count: number, name: string, isHalf: boolean): string | null {
  const index = parseDay(from)
  if (index === null) return null
  switch (name) {
    case '工作日':
      return count > 0 ? addWorkdays(from, count).due : null
    case '月':
      return addMonths(from, count, isHalf ? HALF_MONTH_DAYS : 0)
    case '年':
      return addMonths(from, count * YEAR_MONTHS + (isHalf ? HALF_YEAR_MONTHS : 0), 0)
    case '周':
    case '星期':
    case '礼拜':
      return formatDay(index + count * WEEK_DAYS)
    case '小时':
    case '钟头':
      return formatDay(index + Math.floor(count / HOURS_OF_DAY))
    default:
      return formatDay(index + count)
  }
}

/** The day of that month with the same number, else its last (民法典第二百零二条), and so many days more. */
function addMonths(from: string, months: number, days: number): string | null {
  const [year = 0, month = 0, day = 0] = from.split('-').map(Number)
  const at = year * YEAR_MONTHS + month - 1 + months
  const first = (n: number) =>
    parseDay(`${Math.floor(n / YEAR_MONTHS)}-${String((n % YEAR_MONTHS) + 1).padStart(2, '0')}-01`)
  const [begin, end] = [first(at), first(at + 1)]
  return begin === null || end === null ? null : formatDay(Math.min(begin + day, end) - 1 + days)
}

/** The last day of the first and the second ten days of a month; the third end with it. */
export const TEN_DAYS_END: { [part in '上旬' | '中旬' | '下旬']: number | null } = { 上旬: 10, 中旬: 20, 下旬: null }

const noon = '(?:[上下]午|晚上?|中午|下班|\\d{1,2}(?:时|点|[:：]\\d\\d)整?)*'
/** 本周五前, 下周一, 周三下班前; 每周五 and 上周五 are no deadline, nor is what begins then. */
const weekday = new RegExp(
  `(?<![每上逢隔至到、~—-])(下下|下|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天末])${noon}((?:之|以)?[前内]|底)?(?!(?:之|以)?后|[一二三四五六日天至到、~—-])`,
  'u',
)
const week = /(下下|下|本|这)个?(?:周|星期|礼拜)(?:之|以)?(?:内|底)/u
const monthPart = /(?<!每|上个?)(下个?|次|本|这个?|当)月(?:(\d{1,2})[日号]|底|末|([上中下]旬)|(?:之|以)?内)/u
const bareMonth = /(?<![\d一二两三四五六七八九十几数个半每满上])月(?:[底末](?:之|以)?前|内)/u
const nearDay = new RegExp(
  `(?<![说证声查注表文光清指阐])(今|明)[天日]${noon}(?:之|以)?[前内]|(?:^|[，。；、于在定计争取]|力争)(今|明|后)[天日](?!然|常|后|起)`,
  'u',
)

/** Whether such a day is told at all, for who has no day to reckon it from. */
export const namesNearDay = (text: string): boolean =>
  [weekdayIn(text), week.exec(text), monthPart.exec(text), bareMonth.exec(text), nearDay.exec(text)].some(
    (found) => found !== null,
  )

/** A day of this week or the next, of this month or the next, or tomorrow; null when there is none, or it has gone. */
export function nearDayOf(text: string, from: string): string | null {
  const index = parseDay(from)
  if (index === null) return null
  const monday = index - ((weekdayOf(from) + WEEK_DAYS - 1) % WEEK_DAYS)
  const day = dayOfWeek(text, monday, index) ?? dayOfMonth(text, from)
  if (day !== null) return day >= from ? day : null
  const near = nearDay.exec(text)
  if (near === null) return null
  return formatDay(index + ['今', '明', '后'].indexOf(near[1] ?? near[2] ?? ''))
}

const weeksAhead = (word: string | undefined): number => (word === '下下' ? 2 : word === '下' ? 1 : 0)

/** Without 前 only where the week is named: 下周一进场. */
function weekdayIn(text: string): RegExpExecArray | null {
  const found = weekday.exec(text)
  return found === null || (found[1] === undefined && found[3] === undefined) ? null : found
}

function dayOfWeek(text: string, monday: number, today: number): string | null {
  const named = weekdayIn(text)
  if (named !== null) {
    const place = '一二三四五六日'.indexOf(named[2]!.replace(/[天末]/u, '日'))
    const at = monday + weeksAhead(named[1]) * WEEK_DAYS + place
    return formatDay(at < today && named[1] === undefined ? at + WEEK_DAYS : at)
  }
  const whole = week.exec(text)
  return whole === null ? null : formatDay(monday + weeksAhead(whole[1]) * WEEK_DAYS + WEEK_DAYS - 1)
}

function dayOfMonth(text: string, from: string): string | null {
  const first = `${from.slice(0, 7)}-01`
  const found = monthPart.exec(text)
  if (found === null) return bareMonth.test(text) ? dayBefore(addMonths(first, 1, 0)) : null
  const ahead = /^[下次]/u.test(found[1]!) ? 1 : 0
  const tenth = found[3] === undefined ? null : TEN_DAYS_END[found[3] as '上旬']
  if (tenth != null) return `${addMonths(first, ahead, 0)?.slice(0, 8)}${tenth}`
  if (found[2] === undefined) return dayBefore(addMonths(first, ahead + 1, 0))
  const day = `${addMonths(first, ahead, 0)?.slice(0, 8)}${found[2].padStart(2, '0')}`
  return parseDay(day) === null ? null : day
}

const dayBefore = (day: string | null): string | null => (day === null ? null : formatDay((parseDay(day) ?? 0) - 1))
