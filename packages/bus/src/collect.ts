// What the suites of the engines read with: counted calls, and a subscriber that collects.
import type { Bus, Delivered, Topic } from './bus.ts'

/** Resolves when `count` calls of the returned function have been made. */
export function expectCalls(count: number): { call(): void; reached: Promise<void> } {
  let left = count
  let done: () => void = () => undefined
  const reached = new Promise<void>((resolve) => {
    done = resolve
  })
  return {
    reached,
    call() {
      left--
      if (left === 0) done()
    },
  }
}

/** Collects what one subscriber gets until `count` messages have come. */
export function collect(
  bus: Bus,
  count: number,
  options: { topic?: Topic; group?: string; mode?: 'share' | 'all'; batchMax?: number } = {},
) {
  const got: Delivered[] = []
  const batches: number[] = []
  const calls = expectCalls(count)
  const subscription = bus.subscribe({
    topic: options.topic ?? 'item.collected',
    group: options.group ?? 'g',
    mode: options.mode ?? 'share',
    batchMax: options.batchMax ?? 100,
    async handle(batch) {
      batches.push(batch.length)
      for (const one of batch) {
        got.push(one)
        calls.call()
      }
    },
  })
  return { got, batches, reached: calls.reached, subscription }
}
