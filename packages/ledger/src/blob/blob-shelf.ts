// The shelf of small blobs: one SQLite file beside the large ones, a batch put in one wait for the disk.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openSqliteFile } from '../engine/sqlite-file.ts'
import type { Sealer } from './sealer.ts'

export interface Shelf {
  /** On disk when it returns; what is there already is left as it is. */
  put(blobs: Map<string, Uint8Array>, sealer: Sealer): void
  /** The sealed bytes, or null. */
  get(name: string): Uint8Array | null
  /** Leaves nothing of the bytes, neither in the file nor in its write-ahead file. */
  remove(name: string): void
  /** Every name with its sealed bytes, for a backup. */
  all(): Iterable<{ name: string; bytes: Uint8Array }>
  /** Sealed bytes as a backup has them; on disk when the shelf is closed. */
  restore(name: string, sealed: Uint8Array): void
  close(): Promise<void>
}

/** Its name in the blobs folder. */
export const SHELF_FILE = 'shelf.db'

/** As durable as the ledger: an entry may name a blob as soon as `put` has returned. */
export function openShelf(file: string): Shelf {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const db = openSqliteFile(file, 'write')
  db.exec('create table if not exists blob (name blob not null unique, bytes blob not null)')
  const keyOf = (name: string) => Buffer.from(name, 'hex')
  const find = db.prepare('select bytes from blob where name = ?')
  const known = db.prepare('select 1 from blob where name = ?')
  const insert = db.prepare('insert into blob (name, bytes) values (?, ?) on conflict do nothing')
  const drop = db.prepare('delete from blob where name = ?')
  return {
    put(blobs, sealer) {
      const fresh = [...blobs].filter(([name]) => known.get(keyOf(name)) === undefined)
      if (fresh.length === 0) return
      const sealed = fresh.map(([name, bytes]) => [keyOf(name), sealer.seal(bytes)] as const)
      db.exec('begin immediate')
      try {
        for (const [name, bytes] of sealed) insert.run(name, bytes)
        db.exec('commit')
      } catch (error) {
        // A full disk has rolled back by itself; a second rollback would hide why.
        if (db.isTransaction) db.exec('rollback')
        throw error
      }
    },
    get: (name) => (find.get(keyOf(name)) as { bytes: Uint8Array } | undefined)?.bytes ?? null,
    remove(name) {
      if (drop.run(keyOf(name)).changes > 0) db.exec('pragma wal_checkpoint(truncate)')
    },
    *all() {
      const rows = db.prepare('select lower(hex(name)) as name, bytes from blob order by rowid').iterate()
      for (const row of rows) yield row as unknown as { name: string; bytes: Uint8Array }
    },
    restore(name, sealed) {
      if (!db.isTransaction) db.exec('begin immediate')
      insert.run(keyOf(name), sealed)
    },
    async close() {
      if (db.isTransaction) db.exec('commit')
      db.close()
    },
  }
}
