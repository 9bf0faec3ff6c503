// `huiying bench bus`: messages through our bus on a real Kafka, beside kafkajs alone with the same batches.
import { randomUUID } from 'node:crypto'
import type { Message } from '@huiying/bus/bus'
import { openBus } from '@huiying/bus/open'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { Kafka, logLevel, Partitioners } from 'kafkajs'
import { startKafka } from '../engines/kafka.ts'
import { type BenchResult, resultOf, type Sample } from './result.ts'

const MESSAGES = 50_000
const BATCH = 500
const BODY_BYTES = 450
const PARTITIONS = 3
const TURN_BATCHES = 5

const tell = (line: string) => process.stderr.write(`${line}\n`)

/** Parts `publish` and `consume`, in messages a second; the value at the top is the slower ratio of the two. */
export async function run(runs: number): Promise<BenchResult> {
  const { url } = settingsFromEnvironment().bus
  const engine = url === null ? await startKafka({ say: tell, pace: 'run' }) : null
  const address = engine?.url ?? url!
  const publish: Sample[] = []
  const consume: Sample[] = []
  try {
    const messages = makeMessages()
    for (let index = 0; index < runs; index++) {
      const prefix = `bench-${randomUUID()}.`
      const [ours, raw] = [openOurs(address, prefix), openRaw(address, `${prefix}raw`)]
      const rates = await publishInTurns(ours, raw, messages)
      // Whoever goes first meets a colder broker: they take turns.
      const order = index % 2 === 0 ? [ours, raw] : [raw, ours]
      for (const side of order) rates.get(side)!.consume = await rateOf(() => side.consume())
      for (const side of order) await side.close()
      const [own, bare] = [rates.get(ours)!, rates.get(raw)!]
      publish.push({ value: own.publish, raw: bare.publish })
      consume.push({ value: own.consume, raw: bare.consume })
      const say = (name: 'publish' | 'consume') => `${name} ${Math.round(own[name])} / ${Math.round(bare[name])}`
      process.stderr.write(`第 ${index + 1}/${runs} 轮（条/秒，我们 / 裸）：${say('publish')}，${say('consume')}\n`)
    }
  } finally {
    await engine?.stop()
  }
  const facts = { bench: 'bus', unit: 'messages/s', n: MESSAGES, distinct: MESSAGES, bytes: MESSAGES * BODY_BYTES }
  const all = { ...facts, threads: 1, durability: `acks=all, ${PARTITIONS} partitions, one broker`, seed: 0 }
  const parts = { publish: resultOf(all, publish), consume: resultOf(all, consume) }
  const slower = parts.publish.ratio < parts.consume.ratio ? publish : consume
  return { ...resultOf(all, slower), parts }
}

/** A few batches of the one, a few of the other: what else the machine does meets both. */
async function publishInTurns(ours: Side, raw: Side, batches: Message[][]) {
  const times = new Map<Side, number>([ours, raw].map((side) => [side, 0]))
  for (const side of [ours, raw]) await side.open()
  for (let from = 0; from < batches.length; from += TURN_BATCHES) {
    const part = batches.slice(from, from + TURN_BATCHES)
    for (const side of (from / TURN_BATCHES) % 2 === 0 ? [ours, raw] : [raw, ours]) {
      const began = performance.now()
      await side.publish(part)
      times.set(side, times.get(side)! + performance.now() - began)
    }
  }
  return new Map([...times].map(([side, ms]) => [side, { publish: MESSAGES / (ms / 1000), consume: 0 }]))
}

async function rateOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return MESSAGES / ((performance.now() - began) / 1000)
}

function makeMessages(): Message[][] {
  const body = (n: number) => JSON.stringify({ n, text: 'x'.repeat(BODY_BYTES) }).slice(0, BODY_BYTES)
  return Array.from({ length: MESSAGES / BATCH }, (_, batch) =>
    Array.from({ length: BATCH }, (__, n) => ({
      topic: 'item.collected',
      key: `k${n}`,
      body: body(batch * BATCH + n),
    })),
  )
}

interface Side {
  /** Makes the topics and connects, outside the measurement. */
  open(): Promise<void>
  publish(batches: Message[][]): Promise<void>
  consume(): Promise<void>
  close(): Promise<void>
}

function openOurs(url: string, prefix: string): Side {
  const address = { url: `${url}?prefix=${prefix}&partitions=${PARTITIONS}&replication=1`, file: '', caFile: null }
  const opening = openBus(address, { park: async () => undefined })
  return {
    async open() {
      const bus = await opening
      // Of another topic: nothing of it is read.
      await bus.publish([{ topic: 'case.changed', key: 'k', body: '{}' }])
    },
    async publish(batches) {
      const bus = await opening
      for (const batch of batches) await bus.publish(batch)
    },
    async consume() {
      const bus = await opening
      let count = 0
      await new Promise<void>((resolve) => {
        bus.subscribe({
          ...{ topic: 'item.collected', group: 'bench', mode: 'share', batchMax: BATCH },
          async handle(batch) {
            count += batch.length
            if (count >= MESSAGES) resolve()
          },
        })
      })
    },
    close: async () => (await opening).close(),
  }
}

function openRaw(url: string, topic: string): Side {
  const client = new Kafka({ brokers: [url.replace('kafka://', '')], logLevel: logLevel.NOTHING })
  const producer = client.producer({
    ...{ idempotent: true, maxInFlightRequests: 1, createPartitioner: Partitioners.DefaultPartitioner },
  })
  const consumer = client.consumer({ groupId: topic })
  return {
    async open() {
      const admin = client.admin()
      await admin.connect()
      await admin.createTopics({
        waitForLeaders: true,
        topics: [{ topic, numPartitions: PARTITIONS, replicationFactor: 1 }],
      })
      await admin.disconnect()
      await producer.connect()
    },
    async publish(batches) {
      for (const batch of batches) {
        const messages = batch.map(({ key, body }) => ({ key, value: body }))
        await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] })
      }
    },
    async consume() {
      await consumer.connect()
      await consumer.subscribe({ topics: [topic], fromBeginning: true })
      let count = 0
      await new Promise<void>((resolve) => {
        void consumer.run({
          async eachBatch({ batch }) {
            count += batch.messages.length
            if (count >= MESSAGES) resolve()
          },
        })
      })
    },
    async close() {
      await producer.disconnect()
      await consumer.disconnect()
    },
  }
}
