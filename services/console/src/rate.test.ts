// How often one asker may ask: a burst, then a refill, and never more keys than allowed.
import { expect, test } from 'vitest'
import { openRate } from './rate.ts'

test('a burst passes, the next waits for the refill, and another key has its own bucket', () => {
  const rate = openRate({ burst: 3, perMinute: 60, keysMax: 10 })
  const taken = (key: string, at: number, times: number) => Array.from({ length: times }, () => rate.take(key, at))
  expect(taken('a', 0, 4)).toEqual([true, true, true, false])
  expect(taken('b', 0, 1)).toEqual([true])
  expect(taken('a', 500, 1)).toEqual([false])
  expect(taken('a', 1_500, 2)).toEqual([true, false])
})

test('asking while empty does not put the refill off for ever', () => {
  const rate = openRate({ burst: 1, perMinute: 60, keysMax: 10 })
  const answers = Array.from({ length: 9 }, (_, quarter) => rate.take('a', quarter * 250))
  expect(answers.filter((one) => one)).toHaveLength(3)
})

test('the oldest key goes when there are too many', () => {
  const rate = openRate({ burst: 1, perMinute: 1, keysMax: 2 })
  for (const key of ['a', 'b', 'c']) rate.take(key, 0)
  expect([rate.take('a', 0), rate.take('c', 0)]).toEqual([true, false])
})
