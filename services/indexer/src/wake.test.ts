// Waking the indexer: in the middle of a step, and when the step fails.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openWake } from './wake.ts'

const unheard: unknown[] = []
const hear = (error: unknown) => unheard.push(error)
beforeEach(() => process.on('unhandledRejection', hear))
afterEach(() => process.off('unhandledRejection', hear))

/** Steps that end when they are told to. */
function openSteps() {
  const steps: PromiseWithResolvers<void>[] = []
  const step = () => {
    steps.push(Promise.withResolvers<void>())
    return steps.at(-1)!.promise
  }
  return { steps, wake: openWake(step) }
}

/** All that is already settled has been told. */
const told = () => new Promise<void>((resolve) => setImmediate(resolve))

it('runs once more for whoever asks in the middle of a step', async () => {
  const { steps, wake } = openSteps()
  const asked = [wake(), wake(), wake()]
  steps[0]!.resolve()
  await told()
  expect(steps).toHaveLength(2)
  steps[1]!.resolve()
  await Promise.all(asked)
  expect(steps).toHaveLength(2)
})

it('tells a failure to all who asked, leaves none unheard, and goes on at the next call', async () => {
  const { steps, wake } = openSteps()
  const asked = Promise.allSettled([wake(), wake()])
  steps[0]!.reject(new Error('away'))
  expect((await asked).map((one) => one.status)).toEqual(['rejected', 'rejected'])
  await told()
  expect(unheard).toEqual([])
  expect(steps).toHaveLength(1)
  const next = wake()
  steps[1]!.resolve()
  await next
})
