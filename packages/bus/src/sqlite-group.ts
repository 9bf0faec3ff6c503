// One group of the embedded bus: a single reader of the topic whose batches go to the members in turn.
import type { DatabaseSync } from 'node:sqlite'
import { failureOf } from '@huiying/runtime/failure'
import { real, type Timer } from '@huiying/runtime/time'
import type { BusOptions, Delivered, Subscription } from './bus.ts'
import { handleBatch, pauseAfter } from './handle.ts'

/** What every group has passed is kept this far back, and dropped in steps of so many. */
export const KEPT_BEHIND_MAX = 20_000
const DROP_EVERY = 2_000
/** Messages kept in memory from publish to handling at most, and letters of their bodies; more are read back. */
const AHEAD_MAX = 4_000
const AHEAD_UNITS_MAX = 8 * 1024 * 1024

interface Row {
  position: number
  key: string
  body: string
}

export interface Group {
  /** Told of what was published, in its order and once it is kept; those of its topic wake it. */
  offer(kept: Delivered[]): void
  /** Holds nothing in memory any more; what it has not handled it reads from the file. */
  forget(): void
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
        const batch = cursor.read(member.batchMax)
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
    offer(kept) {
      const own = kept.filter((one) => one.topic === topic)
      if (own.length === 0) return
      cursor.offer(own)
      wake()
    },
    forget: cursor.forget,
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

/**
 * How far a group has read; a sharing group's place is kept in the file. What is published while nothing waits in the
 * file is handled from memory: the file is there for who comes later, and for what a crash leaves.
 */
function openCursor(db: DatabaseSync, topic: Subscription['topic'], group: string, mode: Subscription['mode']) {
  const read = db.prepare(
    'select position, key, body from message where topic = ? and position > ? order by position limit ?',
  )
  const commit = db.prepare(
    'insert into offset (topic, grp, position) values (?, ?, ?) on conflict do update set position = excluded.position',
  )
  let position = mode === 'share' ? offsetOf(db, topic, group) : newestOf(db)
  let droppedAt = position
  /** All of the topic behind `position`; null while more of it may stand in the file. */
  let ahead: Delivered[] | null = null
  let units = 0
  const keep = (reached: number) => {
    if (mode === 'share') commit.run(topic, group, reached)
    position = reached
    const left = ahead?.findIndex((one) => one.position > reached) ?? 0
    for (const { body } of ahead?.splice(0, left < 0 ? ahead.length : left) ?? []) units -= body.length
  }
  const forget = () => {
    ahead = null
    units = 0
  }
  keep(position)
  return {
    keep,
    forget,
    offer(own: Delivered[]) {
      if (ahead === null) return
      for (const one of own) {
        ahead.push(one)
        units += one.body.length
      }
      if (ahead.length > AHEAD_MAX || units > AHEAD_UNITS_MAX) forget()
    },
    read(limit: number): Delivered[] {
      if (ahead !== null) return ahead.slice(0, limit)
      const rows = read.all(topic, position, limit) as unknown as Row[]
      const waiting = rows.map((row): Delivered => ({ ...row, topic }))
      if (rows.length < limit) {
        ahead = [...waiting]
        units = waiting.reduce((sum, one) => sum + one.body.length, 0)
      }
      return waiting
    },
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
