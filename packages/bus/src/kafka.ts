// The bus at scale: Kafka through kafkajs, which no other file but its consumer's knows.
import { pause } from '@huiying/runtime/time'
import { type Admin, Kafka, logLevel, Partitioners, type Producer } from 'kafkajs'
import { type Bus, type BusOptions, type Message, type Topic, topics } from './bus.ts'
import { refuseLarge } from './handle.ts'
import type { KafkaAddress } from './kafka-address.ts'
import { openKafkaConsumer } from './kafka-consumer.ts'
import { hasType, isPassing, kafkaFailure } from './kafka-failure.ts'
import { forgetHandled } from './kafka-forget.ts'
import { committedOf, groupOf } from './kafka-group.ts'

/** A broker takes a megabyte a request and partition by default; a request of ours stays below. */
const REQUEST_BYTES_MAX = 900 * 1024
const CONNECT_MS_MAX = 5_000
const REQUEST_MS_MAX = 15_000
/** Short, for whoever calls has a longer patience of their own: the relay, the subscription. */
const retry = { initialRetryTime: 100, retries: 5, maxRetryTime: 2_000 }
/** Truth is the ledger: messages are kept long enough for a service that was away, and not for ever. */
const RETENTION_MS = 7 * 24 * 60 * 60 * 1000

/** While brokers are still finding out who keeps what, a question is asked again after so long, so often. */
const ASK_AGAIN_MS = 250
const ASK_TRIES_MAX = 40

/** What was let go of leaves the broker's disk with its file: a new one is begun so often. */
const SEGMENT_MS = 24 * 60 * 60 * 1000

/** What consumers need of the bus. */
export interface KafkaContext {
  client: Kafka
  address: KafkaAddress
  options: BusOptions
  nameOf(topic: Topic): string
  /** Makes the topics that are missing; asks the cluster once, and again after `forgetTopics`. */
  ensureTopics(): Promise<void>
  forgetTopics(): void
  /** By partition: the offset the next message will get. */
  endsOf(topic: Topic): Promise<Map<number, string>>
}

/** Connects when it is first used; while Kafka is away publishing rejects and subscriptions wait. */
export function openKafkaBus(address: KafkaAddress, options: BusOptions): Bus {
  const context = openContext(address, options)
  const producer = openLazily<Producer>(() =>
    context.client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry,
    }),
  )
  const consumers = new Set<ReturnType<typeof openKafkaConsumer>>()
  return {
    async publish(messages) {
      if (messages.length === 0) return
      refuseLarge(messages)
      // Who subscribed to all before now is to see these: its place in the topics is looked up first.
      await Promise.allSettled([...consumers].map((consumer) => consumer.placed))
      try {
        await context.ensureTopics()
        const sender = await producer.get()
        for (const part of cutRequests(messages))
          await sender.sendBatch({ acks: -1, topicMessages: byTopic(part, context.nameOf) })
      } catch (error) {
        // Its sequence numbers may have been used up by what failed: the next publish begins with a new one.
        await producer.drop()
        context.forgetTopics()
        throw kafkaFailure(error, address)
      }
    },
    subscribe(subscription) {
      const consumer = openKafkaConsumer(context, subscription)
      consumers.add(consumer)
      return {
        async stop() {
          consumers.delete(consumer)
          await consumer.stop()
        },
      }
    },
    lag: () => context.lag([...consumers].flatMap((consumer) => consumer.shared ?? [])),
    forget: context.forget,
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.stop()))
      await producer.drop()
      await context.close()
    },
  }
}

function openContext(address: KafkaAddress, options: BusOptions) {
  const { brokers, login, tls, prefix } = address
  const client = new Kafka({
    clientId: 'huiying',
    brokers,
    ...(tls === null ? {} : { ssl: tls.ca === null ? true : { ca: [tls.ca] } }),
    ...(login === null ? {} : { sasl: saslOf(login) }),
    connectionTimeout: CONNECT_MS_MAX,
    requestTimeout: REQUEST_MS_MAX,
    retry,
    // What fails is told by us, once, in words: rejected publishes and waiting subscriptions.
    logLevel: logLevel.NOTHING,
  })
  const admin = openLazily<Admin>(() => client.admin({ retry }))
  const nameOf = (topic: Topic) => `${prefix}${topic}`
  let known: Promise<void> | null = null
  const ask = async <T>(question: (admin: Admin) => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries++) {
      try {
        return await question(await admin.get())
      } catch (error) {
        await admin.drop()
        if (tries === ASK_TRIES_MAX || !isPassing(error)) throw kafkaFailure(error, address)
        await pause(ASK_AGAIN_MS)
      }
    }
  }
  return {
    client,
    address,
    options,
    nameOf,
    ensureTopics() {
      known ??= ask((one) => makeTopics(one, address, nameOf)).catch((error) => {
        known = null
        throw error
      })
      return known
    },
    forgetTopics() {
      known = null
    },
    endsOf: (topic: Topic) =>
      ask(async (one) => {
        const ends = await one.fetchTopicOffsets(nameOf(topic))
        return new Map(ends.map(({ partition, high }) => [partition, high]))
      }),
    async lag(own: string[]) {
      await this.ensureTopics()
      return ask((one) => readLag(one, { prefix, nameOf, own }))
    },
    forget: () => ask((one) => forgetHandled(one, prefix, nameOf)),
    close: () => admin.drop(),
  }
}

const saslOf = ({ user, password, mechanism }: NonNullable<KafkaAddress['login']>) =>
  ({ mechanism, username: user, password }) as { mechanism: 'plain'; username: string; password: string }

/** One connected client, made when it is needed and again after it was dropped. */
function openLazily<T extends { connect(): Promise<void>; disconnect(): Promise<void> }>(make: () => T) {
  let current: Promise<T> | null = null
  const connect = async () => {
    const one = make()
    await one.connect()
    return one
  }
  return {
    get(): Promise<T> {
      current ??= connect()
      return current
    },
    async drop() {
      const last = current
      current = null
      // It may never have connected, or be gone already: there is nothing to let go of then.
      await last?.then((one) => one.disconnect()).catch(() => undefined)
    },
  }
}

async function makeTopics(admin: Admin, address: KafkaAddress, nameOf: (topic: Topic) => string): Promise<void> {
  const there = new Set(await admin.listTopics())
  const missing = topics.map(nameOf).filter((name) => !there.has(name))
  if (missing.length === 0) return
  const shape = { numPartitions: address.partitions, replicationFactor: address.replication }
  const configEntries = [
    { name: 'retention.ms', value: String(RETENTION_MS) },
    { name: 'segment.ms', value: String(SEGMENT_MS) },
  ]
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => ({ topic, ...shape, configEntries })),
    })
  } catch (error) {
    // Another of us was quicker.
    if (!hasType(error, 'TOPIC_ALREADY_EXISTS')) throw error
  }
}

interface Lagging {
  prefix: string
  nameOf(topic: Topic): string
  /** Ids of groups this process is joining: the brokers may not know them yet, and all of the topic waits for them. */
  own: string[]
}

/** Of every group of ours, also of those that another process holds. */
async function readLag(admin: Admin, { prefix, nameOf, own }: Lagging): Promise<Map<string, number>> {
  const { groups } = await admin.listGroups()
  const ids = new Set([...groups.map(({ groupId }) => groupId), ...own])
  const lag = new Map<string, number>()
  for (const topic of topics) {
    const ours = [...ids].filter((id) => groupOf(prefix, id, topic) !== null)
    if (ours.length === 0) continue
    const ends = await admin.fetchTopicOffsets(nameOf(topic))
    for (const groupId of ours) {
      const reached = await committedOf(admin, groupId, nameOf(topic))
      const waiting = ends.map(({ partition, high, low }) => {
        return Math.max(0, Number(high) - Math.max(Number(low), reached.get(partition) ?? 0))
      })
      lag.set(
        `${topic}/${groupOf(prefix, groupId, topic)}`,
        waiting.reduce((sum, one) => sum + one, 0),
      )
    }
  }
  return lag
}

function* cutRequests(messages: Message[]): Generator<Message[]> {
  let part: Message[] = []
  let bytes = 0
  for (const message of messages) {
    const size = Buffer.byteLength(message.body) + Buffer.byteLength(message.key)
    if (part.length > 0 && bytes + size > REQUEST_BYTES_MAX) {
      yield part
      part = []
      bytes = 0
    }
    part.push(message)
    bytes += size
  }
  yield part
}

function byTopic(messages: Message[], nameOf: (topic: Topic) => string) {
  return topics
    .map((topic) => ({
      topic: nameOf(topic),
      messages: messages.filter((one) => one.topic === topic).map(({ key, body }) => ({ key, value: body })),
    }))
    .filter((one) => one.messages.length > 0)
}
