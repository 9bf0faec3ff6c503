// Year, month, day … as numbers → an instant and its precision, or none; what all ways of writing a date end in.
import type { Precision } from '@huiying/domain/item'

export interface ReadDate {
  /** UTC milliseconds. */
  at: number
  precision: Precision
  /** Nothing said the zone: Beijing was assumed, which is never later than the truth for what is written here. */
  zoneAssumed: boolean
}

export interface DateParts {
  year: number
  month: number
  day: number
  hour?: number | undefined
  minute?: number | undefined
  second?: number | undefined
  ms?: number | undefined
  /** Minutes east of Greenwich; undefined when not written. */
  zoneMinutes?: number | undefined
}

const BEIJING_ZONE_MINUTES = 480
const YEAR_MIN = 1900
const YEAR_MAX = 2200

/** Null for an impossible day or hour: 31 February is no date. */
export function dateOfParts(parts: DateParts): ReadDate | null {
  const { year, month, day, hour, minute, second, ms, zoneMinutes } = parts
  if (!(year >= YEAR_MIN && year <= YEAR_MAX) || month < 1 || month > 12) return null
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null
  const midnight = hour === 24 && (minute ?? 0) === 0 && (second ?? 0) === 0
  if ((hour ?? 0) > 23 && !midnight) return null
  if ((minute ?? 0) > 59 || (second ?? 0) > 60) return null
  if (Math.abs(zoneMinutes ?? 0) > 16 * 60) return null
  const precision =
    hour === undefined ? 'day' : minute === undefined ? 'hour' : second === undefined ? 'minute' : 'second'
  const clock = Date.UTC(year, month - 1, day, hour ?? 0, minute ?? 0, Math.min(second ?? 0, 59), ms ?? 0)
  // A date alone is a Beijing day: it can start no clock (§14-5).
  const zone = precision === 'day' ? BEIJING_ZONE_MINUTES : (zoneMinutes ?? BEIJING_ZONE_MINUTES)
  return { at: clock - zone * 60_000, precision, zoneAssumed: precision !== 'day' && zoneMinutes === undefined }
}
