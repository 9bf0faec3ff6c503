// Two digits side by side are a range, of which those who count take the lower end and those who wait the upper one.
import { expect, test } from 'vitest'
import { readAmount, readMost } from './numeral.ts'

test.each([
  ['三五', 3, 5],
  ['两三', 2, 3],
  ['一两', 1, 2],
  ['三两', 2, 3],
  ['十五六', 15, 16],
  ['二三十', 20, 30],
  ['一百二三十', 120, 130],
  ['三四百', 300, 400],
  ['一千五六', 1500, 1600],
  ['两三千万', 20_000_000, 30_000_000],
])('%s is from %i to %i', (text, least, most) => {
  expect([readAmount(text), readMost(text)]).toEqual([{ value: least, bound: 'atLeast' }, most])
})

test.each([
  ['十五', 15],
  ['三十', 30],
  ['一百二十', 120],
  ['二四', 24],
  ['一二三四', 1234],
  ['二〇二三', 2023],
])('%s is no range, but %i', (text, value) => {
  expect([readAmount(text), readMost(text)]).toEqual([{ value, bound: 'exact' }, value])
})
