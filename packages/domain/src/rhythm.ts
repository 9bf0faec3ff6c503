// A source's own rhythm: in which hours of which weekday it usually delivers, and whether its silence is unusual. Pure.
import { BEIJING_OFFSET_MS, DAY_MS, HOUR_MS } from './beijing.ts'

/** Deliveries of one Beijing day, by hour. */
export interface DayCounts {
  /** Days since 1970-01-01. */
  day: number
  /** 24 numbers. */
  hours: number[]
}

/** Eight weeks are remembered: older habits are no habits. */
export const RHYTHM_DAYS_MAX = 56
/** Before two weeks have been seen a source has no known weekday. */
const LEARNT_DAYS_MIN = 14
/** Hours with a delivery that make a habit. */
const LEARNT_HOURS_MIN = 10
/** By its own habit so long a silence comes once in a thousand times. */
const SILENCE_CHANCE = 0.001
/** What the same hour of the other days of that kind says counts as this many days of its own weekday. */
const POOL_DAYS = 4
/** A silence is looked back on no further. */
const LOOK_BACK_HOURS_MAX = 24 * 21

export type Rhythm = 'learning' | 'usual' | 'silent'

/**
 * `days` in any order, those without a delivery left out; `lastAt`: the last delivery, UTC milliseconds. `isWorkday`
 * knows the holidays: a holiday is like a Sunday, a worked Saturday like a Monday.
 */
export function judgeRhythm(
  days: DayCounts[],
  lastAt: number,
  now: number,
  isWorkday: (day: number) => boolean,
): Rhythm {
  const last = dayOf(lastAt)
  const known = days.filter(({ day }) => day <= last && day > last - RHYTHM_DAYS_MAX)
  const first = Math.min(...known.map(({ day }) => day))
  const busyHours = known.reduce((sum, { hours }) => sum + hours.filter((count) => count > 0).length, 0)
  if (known.length === 0 || last - first + 1 < LEARNT_DAYS_MIN || busyHours < LEARNT_HOURS_MIN) return 'learning'
  const habit = habitOf(known, first, last, isWorkday)
  let chance = 1
  const from = hourOf(lastAt) + 1
  const until = now / HOUR_MS
  for (let hour = from; hour < until && hour < from + LOOK_BACK_HOURS_MAX; hour++) {
    const share = Math.min(1, until - hour)
    chance *= (1 - habit(hour * HOUR_MS)) ** share
    if (chance < SILENCE_CHANCE) return 'silent'
  }
  return 'usual'
}

const dayOf = (at: number) => Math.floor((at + BEIJING_OFFSET_MS) / DAY_MS)
const hourOf = (at: number) => Math.floor(at / HOUR_MS)

/** The chance that something comes in the hour an instant lies in. */
function habitOf(known: DayCounts[], first: number, last: number, isWorkday: (day: number) => boolean) {
  const byDay = new Map(known.map(({ day, hours }) => [day, hours]))
  const own = openSlots(7)
  const pooled = openSlots(2)
  for (let day = first; day <= last; day++) {
    const hours = byDay.get(day) ?? []
    own.see(weekdayOf(day, isWorkday), hours)
    pooled.see(isWorkday(day) ? 1 : 0, hours)
  }
  return (at: number): number => {
    const day = dayOf(at)
    const hour = Math.floor(((at + BEIJING_OFFSET_MS) % DAY_MS) / HOUR_MS)
    const [seen, busy] = own.read(weekdayOf(day, isWorkday), hour)
    const [seenPooled, busyPooled] = pooled.read(isWorkday(day) ? 1 : 0, hour)
    return (busy + (POOL_DAYS * busyPooled) / (seenPooled + 1)) / (seen + POOL_DAYS)
  }
}

function openSlots(kinds: number) {
  const seen = Array.from({ length: kinds }, () => 0)
  const busy = Array.from({ length: kinds }, () => new Array<number>(24).fill(0))
  return {
    see(kind: number, hours: number[]) {
      seen[kind]!++
      for (const [hour, count] of hours.entries()) if (count > 0 && hour < 24) busy[kind]![hour]!++
    },
    read: (kind: number, hour: number): [number, number] => [seen[kind]!, busy[kind]![hour]!],
  }
}

/** 1970-01-01 was a Thursday; 0 is Sunday. */
function weekdayOf(day: number, isWorkday: (day: number) => boolean): number {
  const weekday = (((day + 4) % 7) + 7) % 7
  const isWeekend = weekday === 0 || weekday === 6
  if (isWorkday(day)) return isWeekend ? 1 : weekday
  return isWeekend ? weekday : 0
}
