// 春节 by year: the noticed ones as they were, the others with the days the law names, unknown ones not guessed.
import { expect, it } from 'vitest'
import { noticedYears, springFestivalOf, statutoryYear } from './holiday.ts'

it.each([
  [2024, '2024-02-10'],
  [2025, '2025-01-29'],
  [2026, '2026-02-17'],
  [2027, '2027-02-06'],
  [2028, '2028-01-26'],
  [2030, '2030-02-03'],
  [2031, null],
])('春节 of %s is %s', (year, day) => {
  expect(springFestivalOf(year)).toBe(day)
})

it('every noticed year has its 春节, and it is a holiday', () => {
  for (const { year, off } of noticedYears) {
    const day = springFestivalOf(year) ?? ''
    const isOff = off.some((span) => {
      const [first = '', last = first] = span.split('..')
      return first <= day && day <= last
    })
    expect([year, isOff]).toEqual([year, true])
  }
  expect(statutoryYear(2029).off).toContain(springFestivalOf(2029))
})
