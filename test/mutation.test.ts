// A few hundred mutations of the ugly files in every run; `npm run soak` plays twenty thousand.
import { expect, it } from 'vitest'
import { answerOf, mutated, readUgly } from './mutation.ts'

const MUTATIONS = 400

it(`${MUTATIONS} mutations of the ugly files: each is read or rejected with a reason, none throws`, async () => {
  const ugly = readUgly()
  expect(ugly.length).toBeGreaterThanOrEqual(80)
  const wrong: string[] = []
  for (let seed = 1; seed <= MUTATIONS; seed++) {
    const one = mutated(ugly, seed)
    await answerOf(one).catch((error) => wrong.push(`${one.name}: ${String(error)}`))
  }
  expect(wrong).toEqual([])
})

it('the same seed gives the same bytes', () => {
  const ugly = readUgly()
  expect(mutated(ugly, 7).bytes.equals(mutated(ugly, 7).bytes)).toBe(true)
  expect(mutated(ugly, 7).bytes.equals(mutated(ugly, 8).bytes)).toBe(false)
})
