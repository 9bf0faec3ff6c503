// The embedded bus: one SQLite file (WAL, synchronous NORMAL), one process, woken at publish.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Bus, BusOptions } from './bus.ts'
import { refuseLarge } from './handle.ts'
import { type Group, openGroup } from './sqlite-group.ts'

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
  const groups = new Map<string, Group>()
  let serial = 0
  const bus: Bus = {
    async publish(messages) {
      if (messages.length === 0) return
      refuseLarge(messages)
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
      for (const one of groups.values()) if (topics.has(one.topic)) one.wake()
    },
    subscribe(subscription) {
      const { topic, group, mode } = subscription
      // Subscribers to all read for themselves; those that share read as one.
      const name = mode === 'share' ? `${topic}/${group}` : `${topic}/${group}/${++serial}`
      const joined = groups.get(name) ?? openGroup(db, subscription, options)
      groups.set(name, joined)
      joined.join(subscription)
      return {
        async stop() {
          const left = joined.leave(subscription)
          if (joined.size() === 0 && groups.get(name) === joined) groups.delete(name)
          await left
        },
      }
    },
    async lag() {
      const rows = db
        .prepare(
          `select topic, grp, (select count(*) from message where message.topic = offset.topic
            and message.position > offset.position) as waiting from offset`,
        )
        .all() as { topic: string; grp: string; waiting: number }[]
      return new Map(rows.map((row) => [`${row.topic}/${row.grp}`, row.waiting]))
    },
    async forget(ids) {
      const remove = db.prepare('delete from message where instr(body, ?) > 0')
      for (const id of ids) remove.run(id)
      // Deleted rows are overwritten; the write-ahead file must not keep them either.
      db.exec('pragma wal_checkpoint(truncate)')
    },
    async close() {
      await Promise.all([...groups.values()].map((one) => one.stop()))
      groups.clear()
      db.close()
    },
  }
  return bus
}
