// Rhythms as a table: who delivers when, since when it is quiet, and whether that is unusual for it.
import { expect, test } from 'vitest'
import { formatDay, instantOf, parseDay } from './beijing.ts'
import { isWorkday } from './calendar.ts'
import { type DayCounts, judgeRhythm, type Rhythm } from './rhythm.ts'

const workday = (day: number) => isWorkday(formatDay(day))
const weekday = (day: number) => (day + 4) % 7

/** Eight weeks up to and with 2026-11-22 (a Sunday), by what comes in each hour of a day. */
function weeks(countOf: (day: number, hour: number) => number, days = 56): DayCounts[] {
  const last = parseDay('2026-11-22')!
  return Array.from({ length: days }, (_, back) => last - back)
    .map((day) => ({ day, hours: Array.from({ length: 24 }, (_, hour) => countOf(day, hour)) }))
    .filter(({ hours }) => hours.some((count) => count > 0))
}

const at = (text: string) => instantOf(text.slice(0, 10), Number(text.slice(11, 13)) * 60 + Number(text.slice(14)))
const office = weeks((day, hour) => (workday(day) && hour >= 8 && hour < 18 ? 3 : 0))
const busy = weeks(() => 6)
const daily = weeks((_, hour) => (hour === 9 ? 1 : 0))
const mondays = weeks((day, hour) => (weekday(day) === 1 && hour >= 9 && hour < 11 ? 2 : 0))

const rows: { why: string; days: DayCounts[]; last: string; now: string; want: Rhythm }[] = [
  ['quiet on weekends: Sunday is no silence', office, '2026-11-20 17:40', '2026-11-22 12:00', 'usual'],
  ['nor is Monday before the office opens', office, '2026-11-20 17:40', '2026-11-23 07:59', 'usual'],
  ['a first quiet hour on Monday is not yet one', office, '2026-11-20 17:40', '2026-11-23 08:30', 'usual'],
  ['Monday before noon it is', office, '2026-11-20 17:40', '2026-11-23 11:00', 'silent'],
  ['a weekday at night is no silence', office, '2026-11-19 17:40', '2026-11-20 07:00', 'usual'],
  ['what comes every ten minutes rings within two hours', busy, '2026-11-22 02:10', '2026-11-22 05:00', 'silent'],
  ['but not within the hour', busy, '2026-11-22 02:10', '2026-11-22 03:30', 'usual'],
  ['once a day: one missed day may be late', daily, '2026-11-21 09:10', '2026-11-22 20:00', 'usual'],
  ['once a day: three missed days are a silence', daily, '2026-11-21 09:10', '2026-11-24 20:00', 'silent'],
  ['on Mondays only: the whole week is quiet', mondays, '2026-11-16 10:10', '2026-11-22 23:00', 'usual'],
  ['a holiday is like a Sunday', office, '2026-09-30 17:40', '2026-10-01 16:00', 'usual'],
  ['a worked Saturday is like a Monday', office, '2026-10-09 17:40', '2026-10-10 16:00', 'silent'],
  ['nine days say nothing of weekdays', weeks(() => 6, 9), '2026-11-22 02:10', '2026-11-24 05:00', 'learning'],
  ['never a delivery, never a habit', [], '2026-11-22 02:10', '2026-11-24 05:00', 'learning'],
].map(([why, days, last, now, want]) => ({ why, days, last, now, want }) as (typeof rows)[number])

test.each(rows)('$why', ({ days, last, now, want }) => {
  // Holidays are judged on the rhythm of the weeks before them.
  const moved = last < '2026-11' ? days.map((one) => ({ ...one, day: one.day - 49 })) : days
  expect(judgeRhythm(moved, at(last), at(now), workday)).toBe(want)
})

test('a source that has been away for a year is silent, and is judged as fast', () => {
  expect(judgeRhythm(busy, at('2026-11-22 23:10'), at('2027-11-22 23:10'), workday)).toBe('silent')
})
