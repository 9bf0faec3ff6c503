// One batch in the hands of a subscriber, the same for every engine: done, waited for, or tried one by one and parked.
import { failureOf } from '@huiying/runtime/failure'
import { startWatch } from '@huiying/runtime/time'
import { BODY_BYTES_MAX, type BusOptions, type Delivered, type Message, type Subscription, TRIES_MAX } from './bus.ts'

/** A subscription that waits for an engine asks again after these. */
const PAUSES_MS = [250, 1_000, 5_000, 15_000]

/** How long to wait after so many tries in vain in a row, in milliseconds. */
export const pauseAfter = (tries: number): number => PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]!

/** Throws before anything is kept when a message is too large: that is the program's fault. */
export function refuseLarge(messages: Message[]): void {
  for (const { body, topic } of messages) {
    if (!isLarge(body)) continue
    throw new Error(`message on ${topic} of ${Buffer.byteLength(body)} bytes is too large`)
  }
}

/** UTF-8 takes three bytes at most for a UTF-16 unit: nearly every body is told small without counting. */
const BYTES_OF_UNIT_MAX = 3

export const isLarge = (body: string): boolean =>
  body.length * BYTES_OF_UNIT_MAX > BODY_BYTES_MAX && Buffer.byteLength(body) > BODY_BYTES_MAX

/**
 * null when the batch is done with (handled or parked); the reason when an engine must be waited for. What is done one
 * by one is kept one by one (`keep` up to that position), so that a wait in the middle parks nothing twice.
 */
export async function handleBatch(
  subscription: Subscription,
  batch: Delivered[],
  options: BusOptions,
  keep: (reached: number) => void | Promise<void>,
): Promise<string | null> {
  const { topic, group } = subscription
  const spentMs = startWatch()
  try {
    await subscription.handle(batch)
    options.onHandled?.({ topic, group }, spentMs(), false)
    return null
  } catch (error) {
    options.onHandled?.({ topic, group }, spentMs(), true)
    const failure = failureOf(error)
    if (failure.kind === 'engine') return failure.reason
  }
  for (const message of batch) {
    const waiting = await handleOne(subscription, message, options)
    if (waiting !== null) return waiting
    await keep(message.position)
  }
  return null
}

async function handleOne(subscription: Subscription, message: Delivered, options: BusOptions): Promise<string | null> {
  for (let tries = 1; ; tries++) {
    try {
      await subscription.handle([message])
      return null
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind === 'engine') return failure.reason
      if (tries < TRIES_MAX) continue
      const { topic, key, body } = message
      await options.park({ topic, key, body }, failure.reason)
      return null
    }
  }
}
