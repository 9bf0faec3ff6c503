// Times as the screens write them: what is left first, then the absolute deadline, always in Beijing time.

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const BEIJING_MS = 8 * HOUR_MS
/** Seconds are shown only when this little is left: nothing else on the screen moves. */
export const SECONDS_BELOW_MS = 10 * MINUTE_MS

const two = (value: number): string => String(value).padStart(2, '0')

interface Face {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  index: number
}

function faceOf(at: number): Face {
  const date = new Date(at + BEIJING_MS)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    index: Math.floor((at + BEIJING_MS) / DAY_MS),
  }
}

/** `4:12`, `0:04:59` when nearly due, `5天3:20`. */
export function writeLeft(ms: number): string {
  const span = Math.abs(ms)
  const days = Math.floor(span / DAY_MS)
  const hours = Math.floor((span % DAY_MS) / HOUR_MS)
  const minutes = Math.floor((span % HOUR_MS) / MINUTE_MS)
  if (days >= 2) return `${days}天${hours}:${two(minutes)}`
  const whole = `${days * 24 + hours}:${two(minutes)}`
  return span < SECONDS_BELOW_MS ? `${whole}:${two(Math.floor((span % MINUTE_MS) / 1000))}` : whole
}

/** `今天 15:00`, `11月25日 10:40`; a deadline at midnight is 24:00 of the day it ends. */
export function writeNear(at: number, now: number, deadline = false): string {
  const isMidnight = deadline && (at + BEIJING_MS) % DAY_MS === 0
  const face = faceOf(isMidnight ? at - 1 : at)
  const today = faceOf(now)
  const clock = isMidnight ? '24:00' : `${two(face.hour)}:${two(face.minute)}`
  const away = face.index - today.index
  const near = away === 0 ? '今天' : away === 1 ? '明天' : away === -1 ? '昨天' : null
  const year = face.year === today.year ? '' : `${face.year}年`
  return `${near ?? `${year}${face.month}月${face.day}日`} ${clock}`
}

/** `2026-11-24 15:00:07`, for hovering and for the 台账. */
export function writeFull(at: number): string {
  const face = faceOf(at)
  return `${writeMinute(at)}:${two(face.second)}`
}

/** `2026-11-24 15:00` */
export function writeMinute(at: number): string {
  const face = faceOf(at)
  return `${face.year}-${two(face.month)}-${two(face.day)} ${two(face.hour)}:${two(face.minute)}`
}

/** `15:00:07` */
export const writeClock = (at: number): string => writeFull(at).slice(11)

/** For `<input type="datetime-local">`, which knows no zone: what is typed there is Beijing time. */
export const toInput = (at: number): string => writeMinute(at).replace(' ', 'T')

export function fromInput(text: string): number | null {
  const at = Date.parse(`${text}:00+08:00`)
  return Number.isNaN(at) ? null : at
}
