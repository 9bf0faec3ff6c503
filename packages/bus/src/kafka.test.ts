// Kafka under the suite every engine passes, on the real broker that BUS_URL names (`huiying engines run kafka`).
import { randomUUID } from 'node:crypto'
import { Kafka, logLevel } from 'kafkajs'
import { expect, it, vi } from 'vitest'
import type { Bus, BusOptions } from './bus.ts'
import { collect } from './collect.ts'
import { testBus } from './conformance.ts'
import { openBus } from './open.ts'

const base = process.env.BUS_URL ?? ''
/** A name of its own for every test; a group forgets a member that hangs after two seconds. */
const urlOf = (prefix: string) => `${base}?prefix=${prefix}&partitions=3&replication=1&session=6000&rebalance=2000`
const open = (prefix: string, options: BusOptions): Promise<Bus> =>
  openBus({ url: urlOf(prefix), file: '', caFile: null }, options)

testBus({
  name: 'Kafka',
  skip: [
    {
      test: 'forgets the messages that name an id, and keeps the others',
      reason: 'a topic gives up what lies before an offset, never one message in the middle',
    },
  ],
  async open(options) {
    const prefix = `${randomUUID()}.`
    const buses = [await open(prefix, options)]
    return {
      bus: buses[0]!,
      async reopen() {
        buses.push(await open(prefix, options))
        return buses.at(-1)!
      },
      async remove() {
        // The first may hold a handler that never ends, as a crashed program would; only the last is closed.
        await buses.at(-1)!.close()
      },
    }
  },
})

it('makes its topics with the partitions asked for', async () => {
  const prefix = `${randomUUID()}.`
  const bus = await open(prefix, { park: async () => undefined })
  await bus.publish([{ topic: 'case.changed', key: 'a', body: '{}' }])
  const admin = new Kafka({ brokers: [base.replace('kafka://', '')], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const { topics } = await admin.fetchTopicMetadata({ topics: [`${prefix}item.tagged`] })
  expect(topics[0]!.partitions).toHaveLength(3)
  await admin.disconnect()
  await bus.close()
})

it('counts what waits for a group that is still joining', async () => {
  const bus = await open(`${randomUUID()}.`, { park: async () => undefined })
  await bus.publish([{ topic: 'item.collected', key: 'a', body: '{}' }])
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const handle = () => held
  bus.subscribe({ topic: 'item.collected', group: 'late', mode: 'share', batchMax: 10, handle })
  expect((await bus.lag()).get('item.collected/late')).toBe(1)
  release()
  await bus.close()
})

it('feeds and reads again after all topics were deleted', async () => {
  const prefix = `${randomUUID()}.`
  const bus = await open(prefix, { park: async () => undefined })
  const got: string[] = []
  let came: () => void = () => undefined
  const next = () => new Promise<void>((resolve) => (came = resolve))
  bus.subscribe({
    topic: 'item.collected',
    group: 'g',
    mode: 'share',
    batchMax: 10,
    async handle(batch) {
      got.push(...batch.map((one) => one.key))
      came()
    },
  })
  const first = next()
  await bus.publish([{ topic: 'item.collected', key: 'before', body: '{}' }])
  await first
  const admin = new Kafka({ brokers: [base.replace('kafka://', '')], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  await admin.deleteTopics({ topics: ['item.collected', 'item.tagged', 'case.changed'].map((one) => prefix + one) })
  await admin.disconnect()
  const second = next()
  // The relay's patience: what is refused while the topics are gone is published again.
  for (let kept = false; !kept; ) {
    kept = await bus.publish([{ topic: 'item.collected', key: 'after', body: '{}' }]).then(
      () => true,
      () => false,
    )
  }
  await second
  expect(got.at(-1)).toBe('after')
  await bus.close()
})

it('prints no warning of a timer set into the past', async () => {
  const warnings: string[] = []
  const note = (warning: Error) => warnings.push(warning.name)
  process.on('warning', note)
  const bus = await open(`${randomUUID()}.`, { park: async () => undefined })
  await bus.publish([{ topic: 'case.changed', key: 'a', body: '{}' }])
  await bus.lag()
  await bus.close()
  process.off('warning', note)
  expect(warnings).toEqual([])
})

it('lets go of what every group has done with, and of nothing that still waits', async () => {
  const prefix = `${randomUUID()}.`
  const bus = await open(prefix, { park: async () => undefined })
  const message = (n: number) => ({ topic: 'item.tagged' as const, key: 'qinghe', body: JSON.stringify({ n }) })
  const first = collect(bus, 2, { topic: 'item.tagged', group: 'tracker' })
  await bus.publish([message(1), message(2)])
  await first.reached
  await vi.waitFor(async () => expect((await bus.lag()).get('item.tagged/tracker')).toBe(0), { timeout: 100_000 })
  await first.subscription.stop()
  await bus.publish([message(3)])
  await bus.forget(['1'])
  const anew = collect(bus, 1, { topic: 'item.tagged', group: 'anew' })
  await anew.reached
  expect(anew.got.map((one) => one.body)).toEqual(['{"n":3}'])
  const on = collect(bus, 1, { topic: 'item.tagged', group: 'tracker' })
  await on.reached
  expect(on.got.map((one) => one.body)).toEqual(['{"n":3}'])
  await bus.close()
})
