// The embedded bus: one SQLite file (WAL, synchronous NORMAL), one process, woken at publish.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { failureOf } from '@huiying/runtime/failure'
import { real, type Timer } from '@huiying/runtime/time'
import { BODY_BYTES_MAX, type Bus, type BusOptions, type Delivered, type Subscription, TRIES_MAX } from './bus.ts'

/** Consumed messages are dropped when this many lie behind the slowest group. */
const KEPT_BEHIND_MAX = 20_000
/** A subscription that waits for an engine asks again after these. */
const PAUSES_MS = [250, 1_000, 5_000, 15_000]

interface Row {
  position: number
  key: string
  body: string
}

/** Opens the file, made when missing. Throws when a message is too large: that is the program's fault. */
export function openSqliteBus(file: string, options: BusOptions): Bus {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(file)
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on')
  db.exec(`create table if not exists message (position integer primary key autoincrement, topic text not null,
      key text not null, body text not null);
    create index if not exists messageTopic on message (topic, position);
    create table if not exists offset (topic text not null, grp text not null, position bigint not null,
      primary key (topic, grp))`)
  const insert = db.prepare('insert into message (topic, key, body) values (?, ?, ?)')
  const subscribers = new Set<{ topic: string; wake(): void; stop(): Promise<void> }>()
  const bus: Bus = {
    async publish(messages) {
      if (messages.length === 0) return
      for (const { body, topic } of messages) {
        const bytes = Buffer.byteLength(body)
        if (bytes > BODY_BYTES_MAX) throw new Error(`message on ${topic} of ${bytes} bytes is too large`)
      }
      db.exec('begin immediate')
      try {
        for (const { topic, key, body } of messages) insert.run(topic, key, body)
        db.exec('commit')
      } catch (error) {
        // A full disk has rolled back by itself; a second rollback would hide why.
        if (db.isTransaction) db.exec('rollback')
        throw error
      }
      const topics = new Set<string>(messages.map((one) => one.topic))
      for (const one of subscribers) if (topics.has(one.topic)) one.wake()
    },
    subscribe(subscription) {
      const consumer = openConsumer(db, subscription, options)
      const entry = { topic: subscription.topic, ...consumer }
      subscribers.add(entry)
      consumer.wake()
      return {
        async stop() {
          subscribers.delete(entry)
          await consumer.stop()
        },
      }
    },
    async lag() {
      const rows = db
        .prepare(
          `select topic, grp, (select count(*) from message where message.topic = offset.topic
            and message.position > offset.position) as waiting from offset where grp not like '%/all'`,
        )
        .all() as { topic: string; grp: string; waiting: number }[]
      return new Map(rows.map((row) => [`${row.topic}/${row.grp}`, row.waiting]))
    },
    async close() {
      await Promise.all([...subscribers].map((one) => one.stop()))
      subscribers.clear()
      db.close()
    },
  }
  return bus
}

function openConsumer(db: DatabaseSync, subscription: Subscription, options: BusOptions) {
  const { topic, group, mode, batchMax } = subscription
  const read = db.prepare(
    'select position, key, body from message where topic = ? and position > ? order by position limit ?',
  )
  const commit = db.prepare(
    'insert into offset (topic, grp, position) values (?, ?, ?) on conflict do update set position = excluded.position',
  )
  let position = mode === 'share' ? offsetOf(db, topic, group) : newestOf(db)
  if (mode === 'share') commit.run(topic, group, position)
  let running: Promise<void> | null = null
  let again = false
  let stopped = false
  let pauses = 0
  let timer: Timer | null = null
  const keep = (reached: number) => {
    if (mode === 'share') commit.run(topic, group, reached)
    position = reached
  }
  const pause = (reason: string) => {
    options.onPause?.({ topic, group }, reason)
    if (stopped) return
    timer = real.after(PAUSES_MS[Math.min(pauses++, PAUSES_MS.length - 1)]!, () => {
      timer = null
      wake()
    })
  }
  const drain = async () => {
    while (!stopped) {
      again = false
      const batch = (read.all(topic, position, batchMax) as unknown as Row[]).map(
        (row): Delivered => ({ ...row, topic }),
      )
      const last = batch.at(-1)
      if (last === undefined) {
        if (again) continue
        return
      }
      const failure = await handleBatch(subscription, batch, options, keep)
      if (failure !== null) return pause(failure)
      if (pauses > 0) options.onPause?.({ topic, group }, null)
      pauses = 0
      keep(last.position)
      if (stopped) return
      dropConsumed(db, topic, position)
    }
  }
  const wake = () => {
    again = true
    if (running !== null || timer !== null || stopped) return
    // The bus's own file or the park may fail too (disk full, ledger busy): nothing is lost, so wait and go on.
    running = drain()
      .catch((error) => pause(failureOf(error).reason))
      .finally(() => {
        running = null
        // Woken after the last look but before this line: look again.
        if (again && timer === null) wake()
      })
  }
  return {
    wake,
    async stop() {
      stopped = true
      timer?.cancel()
      await running
    },
  }
}

/**
 * null when the batch is done with (handled or parked); the reason when an engine must be waited for. What is done one
 * by one is kept one by one, so that a wait in the middle parks nothing twice.
 */
async function handleBatch(
  subscription: Subscription,
  batch: Delivered[],
  options: BusOptions,
  keep: (reached: number) => void,
): Promise<string | null> {
  try {
    await subscription.handle(batch)
    return null
  } catch (error) {
    const failure = failureOf(error)
    if (failure.kind === 'engine') return failure.reason
  }
  for (const message of batch) {
    const waiting = await handleOne(subscription, message, options)
    if (waiting !== null) return waiting
    keep(message.position)
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

function offsetOf(db: DatabaseSync, topic: string, group: string): number {
  const row = db.prepare('select position from offset where topic = ? and grp = ?').get(topic, group) as
    | { position: number }
    | undefined
  return row?.position ?? 0
}

function newestOf(db: DatabaseSync): number {
  const row = db.prepare('select max(position) as position from message').get() as { position: number | null }
  return row.position ?? 0
}

/** Keeps the file small: drops what every sharing group of the topic has passed, in steps. */
function dropConsumed(db: DatabaseSync, topic: string, position: number): void {
  if (position % KEPT_BEHIND_MAX > 500) return
  const row = db.prepare('select min(position) as position from offset where topic = ?').get(topic) as {
    position: number | null
  }
  if (row.position === null) return
  db.prepare('delete from message where topic = ? and position <= ?').run(topic, row.position - KEPT_BEHIND_MAX)
}
