// Beijing time, reckoned by hand (UTC+8, no summer time), so that the machine's own zone never matters.
export type Day = string

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
export const BEIJING_OFFSET_MS = 8 * HOUR_MS

const two = (n: number) => String(n).padStart(2, '0')

/** `YYYY-MM-DD` → days since 1970-01-01, or null when there is no such day. */
export const parseDay = (text: string): number | null => {
  const known = parsedDays.get(text)
  if (known !== undefined) return known
  const day = readDay(text)
  if (day !== null && parsedDays.size < DAYS_KEPT_MAX) parsedDays.set(text, day)
  return day
}

// Ladders and calendars ask for the same few hundred days again and again.
const DAYS_KEPT_MAX = 20_000
const parsedDays = new Map<string, number>()
const formattedDays = new Map<number, string>()

const readDay = (text: string): number | null => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return null
  const at = new Date(0).setUTCFullYear(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))
  return new Date(at).toISOString().slice(0, 10) === text ? Math.round(at / DAY_MS) : null
}

/** Days since 1970-01-01 → `YYYY-MM-DD`. */
export const formatDay = (index: number): Day => {
  const known = formattedDays.get(index)
  if (known !== undefined) return known
  const day = new Date(index * DAY_MS).toISOString().slice(0, 10)
  if (formattedDays.size < DAYS_KEPT_MAX) formattedDays.set(index, day)
  return day
}

/** The Beijing day an instant lies in. */
export const dayOf = (at: number): Day => formatDay(Math.floor((at + BEIJING_OFFSET_MS) / DAY_MS))

/** Minutes since Beijing midnight. */
export const minuteOfDay = (at: number): number =>
  Math.floor(((((at + BEIJING_OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS)

/** The instant of a Beijing day and minute; 24 * 60 is the end of the day. Throws on an impossible day. */
export const instantOf = (day: Day, minute = 0): number => {
  const index = parseDay(day)
  if (index === null) throw new Error(`no such day: ${day}`)
  return index * DAY_MS - BEIJING_OFFSET_MS + minute * MINUTE_MS
}

/** The end (24:00) of a Beijing day: a period reckoned in days ends there (民法典第二百零三条). */
export const endOfDay = (day: Day): number => instantOf(day, 24 * 60)

/** Midnight belongs to the day it ends when it is a deadline: shown as that day's 24:00. */
const clockFace = (at: number, deadline: boolean): { year: number; month: number; day: number; time: string } => {
  const midnight = deadline && minuteOfDay(at) === 0
  const [year, month, day] = dayOf(midnight ? at - 1 : at)
    .split('-')
    .map(Number) as [number, number, number]
  const minute = minuteOfDay(at)
  return { year, month, day, time: midnight ? '24:00' : `${two(Math.floor(minute / 60))}:${two(minute % 60)}` }
}

/** `11月22日 14:30`; with a year when it is not this one. Deadlines at midnight read 24:00 of the day before. */
export const writeTime = (at: number, now: number, deadline = false): string => {
  const face = clockFace(at, deadline)
  const thisYear = Number(dayOf(now).slice(0, 4))
  return `${face.year === thisYear ? '' : `${face.year}年`}${face.month}月${face.day}日 ${face.time}`
}

/** For screens: `今天 15:00`, `明天 10:40`, else as writeTime. Always absolute, never "in two hours". */
export const writeNear = (at: number, now: number, deadline = false): string => {
  const face = clockFace(at, deadline)
  const day = dayOf(deadline && minuteOfDay(at) === 0 ? at - 1 : at)
  const away = (parseDay(day) ?? 0) - (parseDay(dayOf(now)) ?? 0)
  const near = away === 0 ? '今天' : away === 1 ? '明天' : away === -1 ? '昨天' : null
  return near ? `${near} ${face.time}` : writeTime(at, now, deadline)
}

/** `2026年11月22日 14:30`, for what is kept: entries, exports, mails. Deadlines at midnight as in writeTime. */
export const writeFull = (at: number, deadline = false): string => {
  const face = clockFace(at, deadline)
  return `${face.year}年${face.month}月${face.day}日 ${face.time}`
}

/** How long, in words: `剩余1小时`, `超时25分钟`. Rounded down to the largest two units. */
export const writeSpan = (ms: number): string => {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS)
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  const rest = minutes % 60
  if (days > 0) return `${days}天${hours > 0 ? `${hours}小时` : ''}`
  if (hours > 0) return `${hours}小时${rest > 0 ? `${rest}分钟` : ''}`
  return `${rest}分钟`
}
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})$/
const OFFSET_HOURS_MAX = 14

/** ISO 8601 with offset → UTC milliseconds, or what is wrong with it in words. */
export const readInstant = (text: string): { at: number } | { wrong: string } => {
  const parts = INSTANT.exec(text)
  if (!parts) {
    const bare = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(text)
    return { wrong: bare ? `时间没有时区：${text}` : `不是 ISO 8601 时间：${text}` }
  }
  const [, day, hour, minute, second = '0', fraction = '', offset] = parts as unknown as string[]
  const index = parseDay(day!)
  if (index === null) return { wrong: `没有这一天：${day}` }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return { wrong: `没有这个时刻：${text}` }
  const zone = readOffset(offset!)
  if (zone === null) return { wrong: `没有这个时区：${text}` }
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3))
  const at = Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS + Number(second) * SECOND_MS + ms
  return { at: index * DAY_MS + at - zone }
}

const readOffset = (text: string): number | null => {
  if (text === 'Z') return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(-2))
  if (hours * 60 + minutes > OFFSET_HOURS_MAX * 60 || minutes > 59) return null
  return (text.startsWith('-') ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS)
}
