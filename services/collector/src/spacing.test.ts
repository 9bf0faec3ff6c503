// When a source is asked next: rows with their why.
import { expect, test } from 'vitest'
import { waitAfterFailure, waitAfterReading } from './spacing.ts'

const MINUTE = 60_000

const rows = [
  { why: 'a first failure is often none', failures: 0, every: 1, asked: null, wait: 1 },
  { why: 'a second one', failures: 1, every: 1, asked: null, wait: 5 },
  { why: 'a third one', failures: 2, every: 1, asked: null, wait: 30 },
  { why: 'from the fourth on every two hours', failures: 3, every: 1, asked: null, wait: 120 },
  { why: 'and never given up', failures: 9_999, every: 1, asked: null, wait: 120 },
  { why: 'failing is no reason to be asked more often', failures: 0, every: 60, asked: null, wait: 60 },
  { why: 'the server said when', failures: 3, every: 1, asked: 10, wait: 10 },
  { why: 'at once is not sooner than its rhythm', failures: 0, every: 5, asked: 0, wait: 5 },
  { why: 'a year is a mistake: a day is patience enough', failures: 0, every: 1, asked: 525_600, wait: 1_440 },
]

test.each(rows)('after a failure: $why', ({ failures, every, asked, wait }) => {
  const retryAfterMs = asked === null ? null : asked * MINUTE
  expect(waitAfterFailure(failures, every * MINUTE, retryAfterMs)).toBe(wait * MINUTE)
})

test('after a reading: up to a tenth early, each source at its own moment, the same when asked again', () => {
  const waits = Array.from({ length: 200 }, (_, index) =>
    waitAfterReading(`source-${index}`, 300_000, 1_795_226_400_000),
  )
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(270_000)
  expect(Math.max(...waits)).toBeLessThanOrEqual(300_000)
  expect(new Set(waits).size).toBeGreaterThan(150)
  expect(waitAfterReading('source-7', 300_000, 1_795_226_400_000)).toBe(waits[7])
})
