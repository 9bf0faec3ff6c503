// Dates as Chinese pages write them, many relative to the moment of fetching: 昨天 22:10, 3小时前, 11-21.
import { BEIJING_OFFSET_MS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@huiying/domain/beijing'
import type { Precision } from '@huiying/domain/item'
import { dateOfParts, type ReadDate } from './date-part.ts'

/** A day without year that would lie further ahead than this belongs to last year. */
const AHEAD_MAX_MS = 2 * DAY_MS
const numerals = '〇一二三四五六七八九'
const daysBack: Record<string, number> = { 今天: 0, 今日: 0, 昨天: 1, 昨日: 1, 昨晚: 1, 前天: 2, 前日: 2, 大前天: 3 }
const agoMs: Record<string, [number, Precision]> = {
  秒: [SECOND_MS, 'second'],
  秒钟: [SECOND_MS, 'second'],
  分: [MINUTE_MS, 'minute'],
  分钟: [MINUTE_MS, 'minute'],
  小时: [HOUR_MS, 'hour'],
  个小时: [HOUR_MS, 'hour'],
  天: [DAY_MS, 'day'],
  日: [DAY_MS, 'day'],
  周: [7 * DAY_MS, 'day'],
  星期: [7 * DAY_MS, 'day'],
}
const half = '(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|夜间|深夜|早|晚|오전|오후)?'
const clock = `(?:${half} ?(\\d{1,2})(?:[:时點点시] ?(\\d{1,2})(?:[:分분] ?(\\d{1,2}) ?[秒초]?)?[分분]?|[时點点시]整?))?`
const zone = '(?: ?(?:UTC|GMT)?([+-]\\d{1,2}):?(\\d{2})?)?'
const dayNames = Object.keys(daysBack)
  .sort((a, b) => b.length - a.length)
  .join('|')
const relativePattern = new RegExp(`^(${dayNames})[ ,]*${clock}$`)
const fullPattern = new RegExp(
  `^(?:(\\d{4}|\\d{2})[年년/.-] ?)?(\\d{1,2})[月월/.-] ?(\\d{1,2})[日号일]?,?` +
    `(?: ?[(]?(?:星期|周)[一二三四五六日天][)]?)? ?${clock}${half}${zone}$`,
)

/** `text` is in NFKC. What is relative needs the anchor; without it the answer is null. */
export function readChineseDate(text: string, anchor: number | null): ReadDate | null {
  const plain = arabic(text.replace(/^(发布|发表|更新|创建|来信)?(时间|日期|于)?[: ]*/, '').trim())
  return readAgo(plain, anchor) ?? readRelativeDay(plain, anchor) ?? readFull(plain, anchor)
}

function readAgo(text: string, anchor: number | null): ReadDate | null {
  if (anchor === null) return null
  if (/^(刚刚|刚才)$/.test(text)) return known(anchor, 'minute')
  const found = /^(\d{1,4}|半) ?(秒钟|秒|分钟|分|个小时|小时|天|日|周|星期)(半)?(?:之?前|以前)$/.exec(text)
  if (found === null) return null
  const [unit, precision] = agoMs[found[2]!]!
  const count = found[1] === '半' ? 0.5 : Number(found[1]) + (found[3] === undefined ? 0 : 0.5)
  const at = anchor - count * unit
  if (precision !== 'day') return known(at, count % 1 === 0 ? precision : 'minute')
  return known(startOfDay(at), 'day')
}

function readRelativeDay(text: string, anchor: number | null): ReadDate | null {
  const found = anchor === null ? null : relativePattern.exec(text)
  if (found === null) return null
  const day = new Date(anchor! + BEIJING_OFFSET_MS - daysBack[found[1]!]! * DAY_MS)
  const word = found[2] ?? (found[1] === '昨晚' ? '晚上' : undefined)
  const read = fromDay(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate(), word, found.slice(3, 6))
  // 今天 23:50 read at 00:05 was written before midnight: it is yesterday's.
  return read !== null && read.precision !== 'day' && read.at > anchor! + HOUR_MS
    ? known(read.at - DAY_MS, read.precision)
    : read
}

function readFull(text: string, anchor: number | null): ReadDate | null {
  const found = fullPattern.exec(text)
  if (found === null) return null
  const [, year, month, day, word, hour, minute, second, , zoneHour, zoneMinute] = found
  // A day has no zone: a second day behind it is no date at all.
  if (hour === undefined && zoneHour !== undefined) return null
  const clockParts = [hour, minute, second]
  const offset = zoneHour === undefined ? undefined : Number(zoneHour) * 60 + Number(zoneMinute ?? 0)
  if (year !== undefined) {
    const full = year.length === 2 ? 2000 + Number(year) : Number(year)
    return fromDay(full, Number(month), Number(day), word, clockParts, offset, /[년월오]/.test(text) ? 540 : undefined)
  }
  if (anchor === null) return null
  const now = new Date(anchor + BEIJING_OFFSET_MS).getUTCFullYear()
  const read = fromDay(now, Number(month), Number(day), word, clockParts, offset)
  if (read !== null && read.at <= anchor + AHEAD_MAX_MS) return read
  return fromDay(now - 1, Number(month), Number(day), word, clockParts, offset)
}

function fromDay(
  year: number,
  month: number,
  day: number,
  word: string | undefined,
  [hour, minute, second]: (string | undefined)[],
  zoneMinutes?: number,
  zoneOfTongue = 480,
): ReadDate | null {
  const read = dateOfParts({
    year,
    month,
    day,
    hour: hour === undefined ? undefined : hourOf(Number(hour), word),
    minute: minute === undefined ? undefined : Number(minute),
    second: second === undefined ? undefined : Number(second),
    zoneMinutes: zoneMinutes ?? (hour === undefined ? undefined : zoneOfTongue),
  })
  return read === null ? null : { ...read, zoneAssumed: hour !== undefined && zoneMinutes === undefined }
}

function hourOf(hour: number, word: string | undefined): number {
  if (word === undefined || hour > 12) return hour
  if (/下午|傍晚|晚|오후/.test(word) || (/夜/.test(word) && hour >= 6))
    return hour === 12 && /晚/.test(word) ? 24 : (hour % 12) + 12
  if (word === '中午') return hour < 10 ? hour + 12 : hour
  return hour === 12 ? 0 : hour
}

/** 二〇二六年十一月二十一日 → 2026年11月21日. */
function arabic(text: string): string {
  if (!/[〇○零一二三四五六七八九十]/.test(text)) return text
  return text
    .replace(/[○零]/g, '〇')
    .replace(/[〇一二三四五六七八九]{4}(?=年)/g, (year) => [...year].map((one) => numerals.indexOf(one)).join(''))
    .replace(
      /([一二三四五六七八九]?)十([一二三四五六七八九]?)(?=[月日号时点分秒天小个])/g,
      (_, tens: string, ones: string) =>
        String((tens === '' ? 1 : numerals.indexOf(tens)) * 10 + (ones === '' ? 0 : numerals.indexOf(ones))),
    )
    .replace(/[一二两三四五六七八九](?=[月日号时点分秒天小个])/g, (one) =>
      String(one === '两' ? 2 : numerals.indexOf(one)),
    )
}

const startOfDay = (at: number) => Math.floor((at + BEIJING_OFFSET_MS) / DAY_MS) * DAY_MS - BEIJING_OFFSET_MS
const known = (at: number, precision: Precision): ReadDate => ({ at, precision, zoneAssumed: true })
