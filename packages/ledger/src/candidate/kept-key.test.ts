// Index keys kept read: always what a question would give, whatever was put there or taken away meanwhile.
import { expect, test } from 'vitest'
import { KEYS_KEPT_MAX, type KeyMove, openKeptKeys, ROWS_MAX, withWaiting } from './kept-key.ts'

const BOOK = 'qinghe'
const moveOf = (number: number, at: number, there = true): KeyMove => ({ book: BOOK, key: 'w停水', number, at, there })

/** Kept as asked since `since`: one row, number 1 at 10. */
function openKept(since = 0) {
  const kept = openKeptKeys()
  kept.keep(BOOK, 'w停水', since, [1, 10], kept.state())
  return kept
}

test('what a turn puts under a key that is kept stands in its place, the newest first', () => {
  const kept = openKept()
  kept.apply([moveOf(2, 30), moveOf(3, 20), moveOf(4, 20)], new Map())
  expect(kept.get(BOOK, 'w停水', 0)).toEqual([2, 30, 4, 20, 3, 20, 1, 10])
})

test('what was read after the commit and is told again stands there once', () => {
  const kept = openKept()
  kept.apply([moveOf(1, 10)], new Map())
  expect(kept.get(BOOK, 'w停水', 0)).toEqual([1, 10])
})

test('no more rows are kept than one question gives, the newest', () => {
  const kept = openKept()
  kept.apply(
    Array.from({ length: ROWS_MAX }, (_, index) => moveOf(index + 2, 20 + index)),
    new Map(),
  )
  expect(kept.get(BOOK, 'w停水', 0)).toHaveLength(ROWS_MAX * 2)
  expect(kept.get(BOOK, 'w停水', 0)?.slice(-2)).toEqual([2, 20])
})

test('a key that something was taken from is asked for again', () => {
  const kept = openKept()
  kept.apply([moveOf(1, 10, false)], new Map())
  expect(kept.get(BOOK, 'w停水', 0)).toBeNull()
})

test('what was asked before a key moved is not kept', () => {
  const kept = openKeptKeys()
  const state = kept.state()
  kept.apply([moveOf(2, 30)], new Map())
  kept.keep(BOOK, 'w停水', 0, [1, 10], state)
  expect(kept.get(BOOK, 'w停水', 0)).toBeNull()
})

test('rows of before the time asked for are left out; of before the time kept nobody knows here', () => {
  const kept = openKept(5)
  kept.apply([moveOf(2, 30), moveOf(3, 4)], new Map())
  expect([kept.get(BOOK, 'w停水', 5), kept.get(BOOK, 'w停水', 11)]).toEqual([
    [2, 30, 1, 10],
    [2, 30],
  ])
  expect(kept.get(BOOK, 'w停水', 4)).toBeNull()
})

test('a key of one book is not that of another', () => {
  expect(openKept().get('liulin', 'w停水', 0)).toBeNull()
})

test('no more keys are kept than the bound says, those used last', () => {
  const kept = openKept()
  for (let index = 1; index < KEYS_KEPT_MAX; index++) kept.keep(BOOK, `w${index}`, 0, [], kept.state())
  kept.get(BOOK, 'w停水', 0)
  kept.keep(BOOK, 'w路灯', 0, [], kept.state())
  expect([kept.get(BOOK, 'w停水', 0), kept.get(BOOK, 'w1', 0)]).toEqual([[1, 10], null])
})

test('what is tracked waits until it is written, or leaves again', () => {
  const kept = openKeptKeys()
  kept.apply([moveOf(7, 30), moveOf(8, 20), moveOf(9, 40)], new Map())
  kept.apply([moveOf(8, 20, false)], new Map())
  expect(kept.waiting(BOOK, 'w停水')).toEqual([7, 30, 9, 40])
  kept.apply([moveOf(10, 10)], new Map([[BOOK, 9]]))
  expect(kept.waiting(BOOK, 'w停水')).toEqual([10, 10])
})

test('what was written between two looks is found once, and what is too old not at all', () => {
  expect(withWaiting([3, 20, 1, 10], [3, 20, 5, 15, 4, 4], 5)).toEqual([3, 20, 5, 15, 1, 10])
})
