// Reckons by when something promised is to be done: a day, a month, a year, or so many days from the reply's own.
import { formatDay, parseDay } from '@huiying/domain/beijing'
import { springFestivalOf } from '@huiying/domain/holiday'
import { readMost } from '../casualty/numeral.ts'
import { anyOf } from '../casualty/pattern.ts'
import { namesNearDay, nearDayOf, spanOf, TEN_DAYS_END } from './span.ts'

const vague = new RegExp(
  anyOf`
    明、后 后两年 \d月份 年底 月底 季度 上半年 下半年 明年 今年 本月 下月 本周 下周 工作日 [\d一两二三四五六七八九十][日天周]内 个月内 期间 前完工
    节后 清明 春节 国庆 端午 中秋 元旦 五一前 汛期 雨季 [供采]暖 入冬 开学前 [高中]考前 [暑寒]假
  `,
  'u',
)
const fullDay = /((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]/gu
const fullMonth = /((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月(?!\s*\d)([上中下]旬)?/gu
const said = '((?:19|20)\\d\\d|今|本|明)'
const yearEnd = new RegExp(
  `${said}\\s*年?\\s*(?:年底|底)|${said}年(?:内|年底)?(?:前|完成|完工|建成|启动)|${said}年(?:之|以)?内`,
  'u',
)
const quarter = /((?:19|20)\d\d|今|本|明)?年?(?:第)?([一二三四1-4])季度/u
const halfYear = /((?:19|20)\d\d|今|本|明)?年?([上下])半年/u
/** 前 that tells by when something is to be done; 前已完成 and 前完成了 tell what was, and of no next year. */
const ahead = '前(?![^，。；将把对为]{0,4}(?:已|了(?![结解])))'
/** 明年3月, 去年12月: the year of this day or month alone, for the next may be of another. */
const inYear = '(?:([去今本明])年\\s*)?'
const monthDay = new RegExp(`${inYear}(\\d{1,2})月(\\d{1,2})[日号](?:(?:之|以)?(${ahead}))?`, 'u')
const month = new RegExp(`${inYear}(\\d{1,2})月(?:(底|末|份|[上中下]旬)?(${ahead})|(底|末|份|[上中下]旬))`, 'u')
const inWords = '十[一二]?|[一二三四五六七八九]'
/** 十二月底, 三月中旬, 十二月二十五日; 二、三月 are two months. */
const monthInWords = new RegExp(
  `(?<![\\d一二三四五六七八九十、至到个几数半])(${inWords})月(?:(?=[底末份前]|[上中下]旬)|([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[日号]))`,
  'gu',
)
const feastNames = '春节|元旦|五一|劳动节|国庆'
const seasons = '主?汛期|雨季|[供采]暖[季期]?|入冬|冬季|开学|[高中]考|[暑寒]假|清明|端午|中秋'
const comes = '(?:国际|劳动)*节?(?:假期|小长假|长假|放假)?(?:来临|到来)?(?:之|以)?'
/** Before 初一, before 1 October; 春节前后 and 春节期间 are no deadline. */
const feast = new RegExp(
  `(?:((?:19|20)\\d\\d|[去今本明])年\\s*)?[“"]?(${feastNames})[”"]?${comes}(?!前[后期])${ahead}`,
  'u',
)
/** What says by when within a year makes it no plan's year: 2027年汛期前 has a day that no calendar tells. */
const beforePart = `[^，。；]{0,4}(?:${feastNames}|${seasons})${comes}前`
/** A year that a plan bears: 纳入2027年改造计划 is due by its end; a quarter or a half of it ends sooner. */
const planYear = new RegExp(
  `((?:19|20)\\d\\d)年度?(?!\\s*(?:\\d|第?[一二三四]季度|[上下]半年)|${beforePart})[^，。；]{0,12}?(?:计划|规划|改造|项目|实施|完成|开工)`,
  'u',
)

export interface Due {
  /** Beijing day, YYYY-MM-DD; null when none is named or none can be reckoned. */
  due: string | null
  /** Something about the time is said. */
  timed: boolean
}

/**
 * The last day that a promise names; 15日内 and a day without a year are reckoned `from` the day of the reply. A day
 * before it tells what was done and is nobody's deadline, unless 前 makes it one of next year.
 */
export function dueOf(given: string, from: string | null): Due {
  const text = withFigures(given)
  const toCome = (day: string | null): string[] => (day === null || (from !== null && day < from) ? [] : [day])
  const latest = [...text.matchAll(fullDay)].flatMap((one) =>
    toCome(dayOf(Number(one[1]), Number(one[2]), Number(one[3]))),
  )
  if (latest.length > 0) return { due: latest.at(-1) as string, timed: true }
  const months = [...text.matchAll(fullMonth)].flatMap((one) => toCome(endIn(Number(one[1]), Number(one[2]), one[3])))
  if (months.length > 0) return { due: months.at(-1) as string, timed: true }
  const planned = planYear.exec(text)
  const years = planned === null ? [] : toCome(dayOf(Number(planned[1]), 12, 31))
  if (years.length > 0) return { due: years[0] as string, timed: true }
  const span = spanOf(text, from)
  if (span !== undefined) return { due: span, timed: true }
  const due = from === null ? null : dueFrom(text, from)
  const isNamed = vague.test(text) || namesNearDay(text)
  return { due, timed: due !== null || isNamed || (from === null && monthDay.test(text)) }
}

const withFigures = (text: string): string =>
  text.replace(
    monthInWords,
    (_, name: string, day?: string) => `${readMost(name)}月${day === undefined ? '' : readMost(day)}`,
  )

function dueFrom(text: string, from: string): string | null {
  const year = Number(from.slice(0, 4))
  const named = feast.exec(text)
  if (named) return eveOf(named[2]!, named[1], from)
  const end = yearEnd.exec(text)
  if (end) {
    const word = end[1] ?? end[2] ?? end[3] ?? ''
    return dayOf(yearOf(word, year), 12, 31)
  }
  const part = quarter.exec(text) ?? halfYear.exec(text)
  if (part) return endOfPart(part, year)
  if (/年底|(?<![\d一二两三四五六七八九十几数半近])年内/u.test(text)) return dayOf(year, 12, 31)
  const next = (told: string | undefined, isBefore: boolean, reckon: (of: number) => string | null): string[] =>
    (told === undefined ? [reckon(year), isBefore ? reckon(year + 1) : null] : [reckon(yearOf(told, year))])
      .filter((day) => day !== null && day >= from)
      .slice(0, 1) as string[]
  const days = [...text.matchAll(new RegExp(monthDay, 'gu'))].flatMap((one) =>
    next(one[1], one[4] !== undefined, (of) => dayOf(of, Number(one[2]), Number(one[3]))),
  )
  if (days.length > 0) return days.at(-1) as string
  const near = nearDayOf(text, from)
  if (near !== null) return near
  const inMonth = month.exec(text)
  if (inMonth === null) return null
  const [, told, number, tenBefore, before, ten] = inMonth
  return next(told, before !== undefined, (of) => endIn(of, Number(number), tenBefore ?? ten))[0] ?? null
}

/** 去年, 今年, 本年, 明年 or a year in figures, as somebody means it who writes in `year`. */
const yearOf = (told: string, year: number): number =>
  /\d/.test(told) ? Number(told) : year + (told === '明' ? 1 : told === '去' ? -1 : 0)

/** Feasts that have the same day every year. */
const feastDays: Record<string, [month: number, day: number]> = {
  元旦: [1, 1],
  五一: [5, 1],
  劳动节: [5, 1],
  国庆: [10, 1],
}

/** The last day before a feast that is still to come; null where the calendar of that year's 春节 is not known. */
function eveOf(name: string, said: string | undefined, from: string): string | null {
  const year = Number(from.slice(0, 4))
  const eveIn = (of: number): string | null => {
    const fixed = feastDays[name]
    const day = fixed === undefined ? springFestivalOf(of) : dayOf(of, ...fixed)
    return day === null ? null : formatDay(parseDay(day)! - 1)
  }
  if (said !== undefined) {
    const eve = eveIn(yearOf(said, year))
    return eve !== null && eve >= from ? eve : null
  }
  const eve = eveIn(year)
  return eve === null || eve >= from ? eve : eveIn(year + 1)
}

const QUARTER_MONTHS = 3

/** The last day of a quarter or of half a year. */
function endOfPart([, said, which]: RegExpExecArray, year: number): string | null {
  const of = said === undefined ? year : yearOf(said, year)
  if (which === '上' || which === '下') return lastOfMonth(of, which === '上' ? 6 : 12)
  return lastOfMonth(of, (readMost(which!) ?? 0) * QUARTER_MONTHS)
}

const two = (n: number) => String(n).padStart(2, '0')

function dayOf(year: number, monthNumber: number, day: number): string | null {
  const text = `${year}-${two(monthNumber)}-${two(day)}`
  return parseDay(text) === null ? null : text
}

/** The last day of a month, or of ten days in it: 12月中旬. */
function endIn(year: number, monthNumber: number, part: string | undefined): string | null {
  const day = TEN_DAYS_END[part as keyof typeof TEN_DAYS_END] ?? null
  return day === null ? lastOfMonth(year, monthNumber) : dayOf(year, monthNumber, day)
}

function lastOfMonth(year: number, monthNumber: number): string | null {
  for (let day = 31; day >= 28; day--) {
    const found = dayOf(year, monthNumber, day)
    if (found !== null) return found
  }
  return null
}

/** The day a reply is signed with, or null: the full date that it ends with. */
export function signedDayOf(reply: string): string | null {
  const last = [...reply.matchAll(fullDay)].at(-1)
  if (last === undefined || letter.test(reply.slice(last.index + last[0].length))) return null
  return dayOf(Number(last[1]), Number(last[2]), Number(last[3]))
}

const letter = /[\p{L}\d]/u
