// The relay between outbox and bus: order, what the bus refuses, what it cannot take just now.
import { expect, it } from 'vitest'
import { BODY_BYTES_MAX, type Bus, type Message } from './bus.ts'
import { type OutboxRow, openRelay } from './relay.ts'

function openOutbox(bodies: string[]) {
  const outbox: OutboxRow[] = bodies.map((body, id) => ({ id, topic: 'item.collected', key: `k${id}`, body }))
  const sent: string[] = []
  const parked: [string, string][] = []
  const errors: unknown[] = []
  let down = false
  const bus = {
    async publish(messages: Message[]) {
      if (down) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
      sent.push(...messages.map((one) => one.key))
    },
  } as Bus
  const relay = openRelay({
    bus,
    take: async (limit) => outbox.slice(0, limit),
    async markSent(ids) {
      for (const id of ids)
        outbox.splice(
          outbox.findIndex((row) => row.id === id),
          1,
        )
    },
    async park(message, reason) {
      parked.push([message.key, reason])
    },
    onError: (error) => errors.push(error),
  })
  return {
    relay,
    outbox,
    sent,
    parked,
    errors,
    fail: () => {
      down = true
    },
  }
}

it('sends rows in their order and marks them sent', async () => {
  const { relay, outbox, sent } = openOutbox(['1', '2', '3'])
  relay.wake()
  await relay.idle()
  expect([sent, outbox]).toEqual([['k0', 'k1', 'k2'], []])
  await relay.stop()
})

it('parks a row that is too large, with its reason, and sends those behind it', async () => {
  const { relay, outbox, sent, parked } = openOutbox(['1', 'x'.repeat(BODY_BYTES_MAX + 1), '3'])
  relay.wake()
  await relay.idle()
  expect([sent, outbox]).toEqual([['k0', 'k2'], []])
  expect(parked).toEqual([['k1', '消息有 262145 字节，超过上限 262144 字节，未发出']])
  await relay.stop()
})

it('keeps every row that the bus could not take', async () => {
  const { relay, outbox, errors, fail } = openOutbox(['1', '2'])
  fail()
  relay.wake()
  await relay.idle()
  expect([outbox.length, errors.length]).toEqual([2, 1])
  await relay.stop()
})
