// The embedded bus: one SQLite file (WAL, synchronous NORMAL), one process, woken at publish.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Bus, BusOptions, Delivered } from './bus.ts'
import { refuseLarge } from './handle.ts'
import { type Group, openGroup } from './sqlite-group.ts'
import { insertsOf } from './sqlite-insert.ts'

/** Of a new file: a verdict of a kilobyte or two lies beside others on its page. */
const PAGE_BYTES = 8_192
/** 31 MiB of write-ahead file before it is folded in: each time two files are waited for. */
const WAL_PAGES = 4_000

/** Opens the file, made when missing. Throws when a message is too large: that is the program's fault. */
export function openSqliteBus(file: string, options: BusOptions): Bus {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(file)
  // What was dropped as consumed is overwritten where its page is written anyway; `forget` leaves nothing of the rest.
  db.exec(`pragma page_size = ${PAGE_BYTES}; pragma journal_mode = wal; pragma synchronous = normal`)
  db.exec('pragma secure_delete = fast')
  db.exec(`pragma wal_autocheckpoint = ${WAL_PAGES}`)
  db.exec(`create table if not exists message (position integer primary key autoincrement, topic text not null,
      key text not null, body text not null);
    create index if not exists messageTopic on message (topic, position);
    create table if not exists offset (topic text not null, grp text not null, position bigint not null,
      primary key (topic, grp))`)
  const insert = insertsOf(db)
  const groups = new Map<string, Group>()
  let serial = 0
  const bus: Bus = {
    async publish(messages) {
      if (messages.length === 0) return
      refuseLarge(messages)
      let kept: Delivered[]
      db.exec('begin immediate')
      try {
        kept = insert(messages)
        db.exec('commit')
      } catch (error) {
        // A full disk has rolled back by itself; a second rollback would hide why.
        if (db.isTransaction) db.exec('rollback')
        throw error
      }
      for (const one of groups.values()) one.offer(kept)
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
      for (const one of groups.values()) one.forget()
      const remove = db.prepare('delete from message where instr(body, ?) > 0')
      for (const id of ids) remove.run(id)
      // Made anew without them and without pages let go before; the write-ahead file must not keep them either.
      db.exec('vacuum; pragma wal_checkpoint(truncate)')
    },
    async close() {
      await Promise.all([...groups.values()].map((one) => one.stop()))
      groups.clear()
      db.close()
    },
  }
  return bus
}
