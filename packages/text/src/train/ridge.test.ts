// The fit behind the reading of replies and of same happenings, on made-up numbers.
import { expect, test } from 'vitest'
import shipped from '../../model/reply.model.json' with { type: 'json' }
import { coverageOf } from '../reply/coverage.ts'
import { readReply } from '../reply/reading.ts'
import { type ReplyModel, substanceTraits } from '../reply/trait.ts'
import { fitRidge, type Weighed } from './ridge.ts'

const casesOf = (list: [value: number, is: boolean][]): Weighed[] =>
  list.map(([value, is]) => ({ values: [value, 7], is, cost: 1 }))
const cases = casesOf([
  [0, false],
  [1, false],
  [2, true],
  [3, false],
  [4, true],
  [5, true],
])

test('what goes with a yes weighs for it, and what never differs weighs nothing', () => {
  const { weights } = fitRidge(cases, 1)
  expect(weights[0]).toBeGreaterThan(0.1)
  expect(weights[1]).toBe(0)
})

test('a stronger ridge keeps weights smaller, and the same cases give the same weights', () => {
  const loose = fitRidge(cases, 1)
  expect(Math.abs(fitRidge(cases, 20).weights[0] as number)).toBeLessThan(loose.weights[0] as number)
  expect(fitRidge(cases, 1)).toEqual(loose)
})

test('a slip that costs more is avoided more', () => {
  const dear = cases.map((one) => (one.is ? { ...one, cost: 5 } : one))
  expect(fitRidge(dear, 1).bias).toBeGreaterThan(fitRidge(cases, 1).bias)
})

test('the shipped model of replies has a weight for each trait that is counted', () => {
  const reading = readReply('请问夜市几点收摊？', '夜市每晚22时收摊。')
  const model: ReplyModel = shipped
  expect(model.substantial.weights).toHaveLength(substanceTraits(reading).length)
  expect(model.passedOver.weights).toHaveLength(coverageOf(reading).traits.length)
})
