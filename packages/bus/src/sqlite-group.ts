// One group of the embedded bus: a single reader of the topic whose batches go to the members in turn.
import type { DatabaseSync } from 'node:sqlite'
import { failureOf } from '@huiying/runtime/failure'
import { real, type Timer } from '@huiying/runtime/time'
import type { BusOptions, Delivered, Subscription } from './bus.ts'
import { handleBatch, pauseAfter } from './handle.ts'

/** What every group has passed is kept this far back, and dropped in steps of so many. */
const KEPT_BEHIND_MAX = 20_000
const DROP_EVERY = 2_000
interface Row {
  position: number
  key: string
  body: string
}

export interface Group {
  topic: string
  wake(): void
  join(subscription: Subscription): void
  /** Resolves when the member's batch under way is done with; the others go on. */
  leave(subscription: Subscription): Promise<void>
  /** How many are left. */
  size(): number
  stop(): Promise<void>
}

/**
 * Reads from where a sharing group stopped, or from now on. One batch is under way at a time, whoever of the members
 * has it: so each message goes to one of them and the order of every key holds.
 */
export function openGroup(
  db: DatabaseSync,
  { topic, group, mode }: Pick<Subscription, 'topic' | 'group' | 'mode'>,
  options: BusOptions,
): Group {
  const cursor = openCursor(db, topic, group, mode)
  const members: Subscription[] = []
  let underWay: { member: Subscription; done: Promise<string | null> } | null = null
  let again = false
  let stopped = false
  const loop = openLoop({
    onPause: (reason) => options.onPause?.({ topic, group }, reason),
    async drain() {
      for (;;) {
        again = false
        const member = members[0]
        if (stopped || member === undefined) return null
        const batch = cursor.read(member.batchMax).map((row): Delivered => ({ ...row, topic: member.topic }))
        const last = batch.at(-1)
        if (last === undefined) {
          if (again) continue
          return null
        }
        underWay = { member, done: handleBatch(member, batch, options, cursor.keep) }
        const failure = await underWay.done.finally(() => {
          underWay = null
        })
        if (failure !== null) return failure
        loop.goesOn()
        cursor.keep(last.position)
        cursor.drop()
        // The next batch is the next member's.
        if (members[0] === member) members.push(members.shift()!)
      }
    },
    isWoken: () => again && !stopped,
  })
  const wake = () => {
    again = true
    if (!stopped) loop.start()
  }
  const stop = async () => {
    stopped = true
    await loop.stop()
  }
  return {
    topic,
    wake,
    join(subscription) {
      members.push(subscription)
      wake()
    },
    async leave(subscription) {
      const at = members.indexOf(subscription)
      if (at >= 0) members.splice(at, 1)
      if (members.length === 0) await stop()
      else if (underWay?.member === subscription) await underWay.done.catch(() => null)
    },
    size: () => members.length,
    stop,
  }
}

interface Loop {
  onPause(reason: string | null): void
  /** Reads until nothing is left: null; or the reason to wait. Throwing waits too: nothing is lost by it. */
  drain(): Promise<string | null>
  /** Woken after the last look. */
  isWoken(): boolean
}

/** One drain at a time, with longer and longer pauses while an engine is away. */
function openLoop({ onPause, drain, isWoken }: Loop) {
  let running: Promise<void> | null = null
  let timer: Timer | null = null
  let pauses = 0
  let stopped = false
  const pause = (reason: string) => {
    onPause(reason)
    if (stopped) return
    timer = real.after(pauseAfter(pauses++), () => {
      timer = null
      start()
    })
  }
  const start = () => {
    if (running !== null || timer !== null || stopped) return
    // The bus's own file or the park may fail too (disk full, ledger busy): wait and go on.
    running = drain()
      .catch((error) => failureOf(error).reason)
      .then((reason) => {
        if (reason !== null) pause(reason)
      })
      .finally(() => {
        running = null
        if (isWoken()) start()
      })
  }
  return {
    start,
    goesOn() {
      if (pauses > 0) onPause(null)
      pauses = 0
    },
    async stop() {
      stopped = true
      timer?.cancel()
      await running
    },
  }
}

/** How far a group has read; a sharing group's place is kept in the file. */
function openCursor(db: DatabaseSync, topic: string, group: string, mode: Subscription['mode']) {
  const read = db.prepare(
    'select position, key, body from message where topic = ? and position > ? order by position limit ?',
  )
  const commit = db.prepare(
    'insert into offset (topic, grp, position) values (?, ?, ?) on conflict do update set position = excluded.position',
  )
  let position = mode === 'share' ? offsetOf(db, topic, group) : newestOf(db)
  let droppedAt = position
  const keep = (reached: number) => {
    if (mode === 'share') commit.run(topic, group, reached)
    position = reached
  }
  keep(position)
  return {
    keep,
    read: (limit: number) => read.all(topic, position, limit) as unknown as Row[],
    drop() {
      if (position < droppedAt + DROP_EVERY) return
      droppedAt = position
      dropConsumed(db, topic)
    },
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

/** Keeps the file small: drops what every sharing group of the topic has long passed. */
function dropConsumed(db: DatabaseSync, topic: string): void {
  const row = db.prepare('select min(position) as position from offset where topic = ?').get(topic) as {
    position: number | null
  }
  if (row.position === null) return
  db.prepare('delete from message where topic = ? and position <= ?').run(topic, row.position - KEPT_BEHIND_MAX)
}
