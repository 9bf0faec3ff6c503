// One subscription on Kafka: joins, hands on in batches, beats while a handler works or waits, and joins again.
import { randomUUID } from 'node:crypto'
import { failureOf } from '@huiying/runtime/failure'
import { real, type Timer } from '@huiying/runtime/time'
import type { Consumer, EachBatchPayload } from 'kafkajs'
import type { Delivered, Subscription } from './bus.ts'
import { handleBatch, pauseAfter } from './handle.ts'
import type { KafkaContext } from './kafka.ts'
import { PARTITIONS_MAX } from './kafka-address.ts'
import { hasType, kafkaFailure } from './kafka-failure.ts'
import { groupIdOf } from './kafka-group.ts'

/** A fetch waits so long for news; also what a stop may take. */
const FETCH_MS_MAX = 200
/** Beats for each session: two may be lost. */
const BEATS = 3
/** Between two commits; a crash in between brings that much again. */
const COMMIT_EVERY_MS = 100
/** A commit that failed is tried again after this. */
const COMMIT_AGAIN_MS = 500
/** Quick to give up: we join again ourselves, for as long as it takes, and say so. */
const retry = { initialRetryTime: 100, retries: 3, maxRetryTime: 1_000, restartOnFailure: async () => false }

export function openKafkaConsumer(context: KafkaContext, subscription: Subscription) {
  const { topic, group, mode } = subscription
  const { prefix } = context.address
  // Who subscribes to all is a group of its own that keeps no offsets: its places are in memory.
  const groupId = mode === 'share' ? groupIdOf(prefix, group, topic) : `${prefix}${group}#${randomUUID()}`
  const wait = openWait()
  const committer = openCommitter(context.nameOf(topic))
  let places: Map<number, string> | null = null
  let failures = 0
  const tell = (reason: string | null) => context.options.onPause?.({ topic, group }, reason)
  const place = async () => {
    await context.ensureTopics()
    if (mode === 'all') places ??= await context.endsOf(topic)
  }
  const joined = (consumer: Consumer) => {
    committer.reset()
    for (const [partition, offset] of places ?? []) consumer.seek({ topic: context.nameOf(topic), partition, offset })
    if (failures > 0) tell(null)
    failures = 0
  }
  const consume = async () => {
    const consumer = context.client.consumer(consumerSettings(context, groupId))
    const crashed = new Promise<never>((_, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error))
    })
    // It may crash while still joining, when nobody waits for this yet.
    crashed.catch(() => undefined)
    consumer.on('consumer.group_join', () => joined(consumer))
    try {
      await place()
      await consumer.connect()
      await consumer.subscribe({ topics: [context.nameOf(topic)], fromBeginning: mode === 'share' })
      const moved = (...at: [number, string]) => places?.set(...at)
      const eachBatch = openEachBatch({ context, subscription, committer, wait, tell, moved })
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch })
      await Promise.race([crashed, wait.stopped])
    } finally {
      await committer.idle()
      await consumer.disconnect().catch((error) => tell(kafkaFailure(error, context.address).message))
    }
  }
  const running = keepGoing(consume, wait, (error) => {
    // Topics that were deleted are made again; what they held is fed again from the ledger.
    if (hasType(error, 'UNKNOWN_TOPIC_OR_PARTITION')) context.forgetTopics()
    tell(failureOf(kafkaFailure(error, context.address)).reason)
    return failures++
  })
  return {
    /** The id of the group it shares with others; null for one that gets all, whose places Kafka does not keep. */
    shared: mode === 'share' ? groupId : null,
    /** Settles when the place from which `all` reads is known, or could not be learnt. */
    placed: mode === 'all' ? place() : Promise.resolve(),
    async stop() {
      wait.stop()
      await running
    },
  }
}

function consumerSettings({ address }: KafkaContext, groupId: string) {
  return {
    groupId,
    sessionTimeout: address.sessionMs,
    rebalanceTimeout: address.rebalanceMs,
    heartbeatInterval: Math.round(address.sessionMs / BEATS),
    maxWaitTimeInMs: FETCH_MS_MAX,
    allowAutoTopicCreation: false,
    retry,
  }
}

/** Consumes until stopped; after a crash again, ever more patiently. */
async function keepGoing(consume: () => Promise<void>, wait: Wait, onCrash: (error: unknown) => number): Promise<void> {
  while (!wait.isStopped()) {
    try {
      await consume()
    } catch (error) {
      if (!wait.isStopped()) await wait.pause(pauseAfter(onCrash(error)))
    }
  }
}

interface Wait {
  stopped: Promise<void>
  isStopped(): boolean
  /** Resolves after so long, or at once when stopped. */
  pause(ms: number): Promise<void>
  stop(): void
}

function openWait(): Wait {
  let isStopped = false
  let end: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => {
    end = resolve
  })
  return {
    stopped,
    isStopped: () => isStopped,
    async pause(ms) {
      let timer: Timer | null = null
      const passed = new Promise<void>((resolve) => {
        timer = real.after(ms, resolve)
      })
      await Promise.race([passed, stopped])
      ;(timer as Timer | null)?.cancel()
    },
    stop() {
      isStopped = true
      end()
    },
  }
}

interface Handling {
  context: KafkaContext
  subscription: Subscription
  committer: ReturnType<typeof openCommitter>
  wait: Wait
  tell(reason: string | null): void
  /** The next offset of a partition; only of use to who keeps no offsets on Kafka. */
  moved(partition: number, offset: string): unknown
}

function openEachBatch({ context, subscription, committer, wait, tell, moved }: Handling) {
  const { topic, mode, batchMax } = subscription
  return async (payload: EachBatchPayload): Promise<void> => {
    const { batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, isRunning } = payload
    const { partition } = batch
    const beats = keepBeating(heartbeat, context.address.sessionMs / BEATS)
    const keep = (reached: number) => {
      const offset = offsetOf(reached)
      resolveOffset(String(offset))
      moved(partition, String(offset + 1))
      if (mode === 'share') committer.note(partition, String(offset + 1), commitOffsetsIfNecessary)
    }
    try {
      for (let from = 0; from < batch.messages.length; from += batchMax) {
        if (wait.isStopped() || !isRunning()) return
        const part = batch.messages.slice(from, from + batchMax).map(
          (one): Delivered => ({
            topic,
            key: String(one.key ?? ''),
            body: String(one.value ?? ''),
            position: positionOf(Number(one.offset), partition),
          }),
        )
        const reached = await handleUntilDone({ subscription, part, context, wait, tell, keep, beats })
        if (reached !== part.at(-1)!.position || beats.failed()) break
      }
      // What a heartbeat met is thrown on: the group is being shared out anew, and what is left will come again.
      if (beats.failed()) await committer.idle()
      beats.check()
    } finally {
      beats.cancel()
    }
  }
}

type Commit = EachBatchPayload['commitOffsetsIfNecessary']

/**
 * Commits beside the handling, which never waits for it: one commit under way, the newest offsets in the next, and not
 * more than ten a second, for fetches queue up behind them. What fails is tried again until the group is joined anew,
 * when what was not committed comes again.
 */
function openCommitter(topic: string) {
  const noted = new Map<number, string>()
  let running: Promise<void> | null = null
  let timer: Timer | null = null
  let commit: Commit | null = null
  let startedAt = 0
  const send = async () => {
    const partitions = [...noted].map(([partition, offset]) => ({ partition, offset }))
    noted.clear()
    startedAt = real.now()
    try {
      await commit?.({ topics: [{ topic, partitions }] })
    } catch {
      for (const { partition, offset } of partitions) if (!noted.has(partition)) noted.set(partition, offset)
      timer = real.after(COMMIT_AGAIN_MS, start)
    }
  }
  const start = () => {
    timer = null
    if (running !== null || noted.size === 0) return
    const early = startedAt + COMMIT_EVERY_MS - real.now()
    if (early > 0) {
      timer = real.after(early, start)
      return
    }
    running = send().finally(() => {
      running = null
      if (timer === null) start()
    })
  }
  const forget = () => {
    timer?.cancel()
    timer = null
    noted.clear()
  }
  return {
    note(partition: number, offset: string, how: Commit) {
      noted.set(partition, offset)
      commit = how
      if (timer === null) start()
    },
    /** Resolves when all that was noted is committed; what fails now is given up, and comes again. */
    async idle() {
      await running
      if (noted.size > 0) await send()
      forget()
    },
    /** Joined anew: what was noted may be another's now. */
    reset: forget,
  }
}

/** A topic's position made of an offset and its partition: unique, and rising for each key. */
const positionOf = (offset: number, partition: number): number => offset * PARTITIONS_MAX + partition
const offsetOf = (position: number): number => Math.floor(position / PARTITIONS_MAX)

interface Part {
  subscription: Subscription
  part: Delivered[]
  context: KafkaContext
  wait: Wait
  tell(reason: string | null): void
  keep(reached: number): void
  beats: ReturnType<typeof keepBeating>
}

/**
 * Handles the part, waiting for engines as long as it takes, and gives the position it is done up to (null: none of
 * it). It gives up waiting when the subscription stops, and when the group no longer counts us in.
 */
async function handleUntilDone({ subscription, part, context, wait, tell, keep, beats }: Part): Promise<number | null> {
  let reached: number | null = null
  const note = (position: number) => {
    reached = position
    keep(position)
  }
  for (let pauses = 0; ; pauses++) {
    const left = part.filter((one) => reached === null || one.position > reached)
    const waiting =
      left.length === 0
        ? null
        : await handleBatch(subscription, left, context.options, note).catch((error) => failureOf(error).reason)
    if (waiting === null) {
      if (pauses > 0) tell(null)
      note(part.at(-1)!.position)
      return reached
    }
    tell(waiting)
    if (!wait.isStopped()) await wait.pause(pauseAfter(pauses))
    if (wait.isStopped() || beats.failed()) return reached
  }
}

/** Heartbeats while a handler works or waits, so that the group does not take us for dead. */
function keepBeating(heartbeat: () => Promise<void>, everyMs: number) {
  let failure: unknown = null
  const timer = real.every(everyMs, () =>
    heartbeat().catch((error) => {
      failure ??= error
    }),
  )
  return {
    cancel: timer.cancel,
    failed: () => failure !== null,
    check() {
      if (failure !== null) throw failure
    },
  }
}
