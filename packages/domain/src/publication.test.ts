// §14-19: when the page of a response is looked at next, and what stays known of it.
import { expect, test } from 'vitest'
import { checkedPublication, nextCheckAt, openPublication } from './publication.ts'

const HOUR_MS = 3_600_000
const recordedAt = Date.parse('2026-11-24T10:00:00+08:00')
const day = (count: number) => recordedAt + count * 24 * HOUR_MS

test.each([
  ['the first look', day(0), true, 24],
  ['within thirty days', day(29), true, 24],
  ['after thirty days', day(30), true, 30 * 24],
  ['a broken one, at once', day(0), false, 6],
  ['a broken one, a year later', day(365), false, 6],
])('§14-19 %s: the next after it is %s hours away', (_, at, reachable, hours) => {
  expect((nextCheckAt(recordedAt, { at, reachable }) - at) / HOUR_MS).toBe(hours)
})

test('the first bytes kept stay known when the page is changed afterwards', () => {
  const look = (at: number, sha256: string | null) =>
    ({ at, reachable: sha256 !== null, why: '', title: '', sha256, bytes: 1 }) as const
  let page = openPublication({ id: 'response_1', url: 'https://www.qinghe.example/1', recordedAt }, 'case_1')
  expect(page.nextAt).toBe(recordedAt)
  for (const [at, sha256] of [
    [day(0), null],
    [day(1), 'a'],
    [day(2), 'b'],
  ] as const) {
    page = checkedPublication(page, look(at, sha256)) as typeof page
  }
  expect([page.firstSha256, page.checks]).toEqual(['a', 3])
})
