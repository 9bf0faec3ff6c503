// Whoever promises within a range of days has until its end.
import { expect, test } from 'vitest'
import { dueOf } from './due.ts'

test.each([
  ['三五天内', '2026-12-04'],
  ['三到五天内', '2026-12-04'],
  ['3-5天内', '2026-12-04'],
  ['3至5个工作日内', '2026-12-04'],
  ['三五个工作日内', '2026-12-04'],
  ['两三天内', '2026-12-02'],
  ['一两周内', '2026-12-13'],
  ['十五六天内', '2026-12-15'],
  ['二三十日内', '2026-12-29'],
  ['一百二十天内', '2027-03-29'],
  ['10余天内', '2026-12-09'],
  ['数日内联系您，10天内办结', '2026-12-09'],
])('%s from 29 November is by %s', (text, due) => {
  expect(dueOf(text, '2026-11-29')).toEqual({ due, timed: true })
})

test('no number that anybody waits for is reckoned', () => {
  expect(dueOf('数月内完成', '2026-11-29').due).toBeNull()
  expect(dueOf('99999999天内完成', '2026-11-29').due).toBeNull()
})
