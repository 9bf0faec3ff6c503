// Twenty thousand mutations of the ugly files: no throw, none over two seconds of the processor, memory bounded.
import { expect, it } from 'vitest'
import { answerOf, mutated, readUgly } from '../mutation.ts'

const MUTATIONS = 20_000
const CPU_MS_MAX = 2_000
const MEMORY_MIB_MAX = 300
const TEST_MS = 3_600_000

it(`${MUTATIONS} mutations: each is read or rejected with a reason`, { timeout: TEST_MS }, async () => {
  const ugly = readUgly()
  const wrong: string[] = []
  const slow: string[] = []
  let read = 0
  let rejected = 0
  let highest = 0
  const before = process.memoryUsage().rss
  for (let seed = 1; seed <= MUTATIONS; seed++) {
    const one = mutated(ugly, seed)
    const began = process.cpuUsage()
    const answer = await answerOf(one).catch((error) => {
      wrong.push(`${one.name}: ${String(error)}`)
      return null
    })
    const { user, system } = process.cpuUsage(began)
    if ((user + system) / 1000 > CPU_MS_MAX) slow.push(`${one.name}: ${Math.round((user + system) / 1000)} ms`)
    if (answer !== null && answer.reject === null) read += 1
    else if (answer !== null) rejected += 1
    highest = Math.max(highest, process.memoryUsage().rss - before)
  }
  console.log(`${read} read, ${rejected} rejected with a reason, ${Math.round(highest / 1_048_576)} MiB at most`)
  expect(wrong).toEqual([])
  expect(slow).toEqual([])
  expect(read + rejected).toBe(MUTATIONS)
  expect(highest / 1_048_576).toBeLessThan(MEMORY_MIB_MAX)
})
