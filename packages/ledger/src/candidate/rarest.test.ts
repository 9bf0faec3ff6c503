// The rarest keys lead to what is compared; of equals the newest, and of these the one met first.
import { expect, test } from 'vitest'
import { CANDIDATES_MAX, rarestShared } from './rarest.ts'

/** Rows under a key: numbers, each at the time that `at` gives. */
const rowsOf = (numbers: number[], at = (number: number) => number) => numbers.flatMap((number) => [number, at(number)])
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

test('a key of few rows weighs more than one of many, the exact text more than all', () => {
  const byKey = new Map([
    ['=text', rowsOf([7])],
    ['w停水', rowsOf([1, 2, 3, 4])],
    ['w柳林', rowsOf([2])],
    ['w三天', rowsOf([3, 4])],
  ])
  expect(rarestShared(['=text', 'w停水', 'w柳林', 'w三天', 'w没有'], byKey)).toEqual([7, 2, 4, 3, 1])
})

test('of equal weight the newest comes first, of equal time the one met first', () => {
  const byKey = new Map([['w停水', rowsOf([5, 9, 6, 8], (number) => (number < 9 ? 100 : 50))]])
  expect(rarestShared(['w停水'], byKey)).toEqual([5, 6, 8, 9])
})

test('no more than are compared, and numbers of any size, many turns apart', () => {
  const far = range(1, 40).map((turn) => turn * 2 ** 33 + 17)
  const byKey = new Map([['w停水', rowsOf(far)]])
  expect(rarestShared(['w停水'], byKey)).toEqual(far.slice(-CANDIDATES_MAX).reverse())
})

test('has room for keys of thousands of rows, and knows nothing of the fingerprint before', () => {
  const keys = range(0, 100).map((key) => `w${key}`)
  const byKey = new Map(keys.map((key, index) => [key, rowsOf(range(index * 24, 24))]))
  byKey.set('w0', rowsOf([2_399, 5]))
  expect(rarestShared(keys, byKey).slice(0, 2)).toEqual([2_399, 5])
  expect(rarestShared(['w1'], byKey)).toEqual(range(24, 24).reverse())
})
