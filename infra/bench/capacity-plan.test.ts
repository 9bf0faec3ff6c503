// The formulas of the capacity table, with costs that are easy to reckon with.
import { expect, it } from 'vitest'
import { bookPerSecond, demands, type ItemCost, planOf, predictedRate } from './capacity-plan.ts'

const cost: ItemCost = {
  collectUs: 1_000,
  tagUs: 2_000,
  trackUs: 3_500,
  indexUs: 500,
  ledgerBytes: 8_192,
  originalBytes: 1_000,
  indexBytes: 2_048,
}
const of = (name: string) => planOf(demands.find((one) => one.name === name)!, cost)

it.each([
  // 2,000 a day is a letter every 43 seconds: one of each and room to spare.
  ['县', { taggers: 1, trackers: 1, partitions: 6, shards: 1, first: 'nothing' }],
  // 34.7 a second at the peak × 3.5 ms are 0.12 of a processor: still one of each, and 2.8 TiB a year.
  ['省', { taggers: 1, trackers: 1, partitions: 6, shards: 2, first: 'nothing' }],
  // 23,148 a second: 46 processors for tags and 81 for cases, each at most 0.7 busy.
  ['全国', { taggers: 67, trackers: 116, partitions: 234, shards: 144, first: 'one ledger' }],
])('%s', (name, plan) => {
  expect(of(name)).toMatchObject(plan)
})

it('a year of 2,000 items a day at 8 KiB is 5.6 GiB', () => {
  expect(of('县').ledgerGibPerYear).toBeCloseTo(5.57, 2)
})

it('one book takes what one tracker takes, however many there are', () => {
  expect(bookPerSecond(cost)).toBe(200)
  expect(planOf({ name: '省', itemsPerDay: 86_400, burst: 201 }, cost).first).toBe('one book')
})

it('the rate is what all processors give, and never more than the slowest thread', () => {
  expect(predictedRate(cost, 1)).toBeCloseTo(142.9, 1)
  expect(predictedRate(cost, 8)).toBeCloseTo(285.7, 1)
})
