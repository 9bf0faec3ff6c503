// SQLite: Kysely over node:sqlite, one writing connection whose turns are serial, and a read-only one beside it.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { cleanText } from '@huiying/runtime/clean'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type Dialect as KyselyDialect,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely'
import { LRUCache } from 'lru-cache'
import type { Schema } from '../schema.ts'
import { type Dialect, type Engine, type OnDisk, withDialect } from './dialect.ts'
import { migrate } from './migrate.ts'
import { openSqliteFile } from './sqlite-file.ts'

/** Statements kept prepared for each connection, those used last; longer texts are prepared each time. */
const PREPARED_MAX = 200
const PREPARED_TEXT_MAX = 8_000
const INSERT = 'insert into '

/** One program writes: a turn has the whole database from its first word, so there is nothing to lock or to claim. */
export const sqliteDialect: Dialect = {
  isShared: false,
  statement: (text) => text,
  lockTables: async () => undefined,
  lockHeads: async () => [],
  // A copied number moves SQLite's own counter by itself.
  afterCopy: async () => undefined,
  hold: async () => true,
  skipLocked: (query) => query,
  field: (column, name) => sql`${sql.ref(column)} ->> ${sql.lit(name)}`,
}

/** Opens the file for writing and migrates it forward. */
export async function openSqlite(file: string): Promise<Engine> {
  const writer = openConnection<Schema>(file, 'write')
  let tail: Promise<unknown> = Promise.resolve()
  const serial = <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(work)
    tail = run.catch(() => undefined)
    return run
  }
  const transact = <T>(work: (db: Kysely<Schema>) => Promise<T>, onDisk: OnDisk = 'now') =>
    serial(async () => {
      if (onDisk === 'later') writer.raw.exec('pragma synchronous = normal')
      try {
        return await writer.db.transaction().execute((db) => work(db))
      } finally {
        if (onDisk === 'later') writer.raw.exec('pragma synchronous = full')
      }
    })
  try {
    await migrate(transact, sqliteDialect)
  } catch (error) {
    await writer.close()
    throw error
  }
  const reader = openSqliteReader(file)
  return {
    ...reader,
    transact,
    scrub: () => serial(async () => writer.raw.exec('pragma wal_checkpoint(truncate)')),
    async close() {
      await tail
      await reader.close()
      await writer.close()
    },
  }
}

/** Opens the file for reading only, beside a program that writes. */
export function openSqliteReader(file: string): Engine {
  const reader = openConnection<Schema>(file, 'read')
  const refuse = () => Promise.reject(new Error('只读打开的台账不能写入'))
  return {
    dialect: sqliteDialect,
    read: reader.db,
    transact: refuse,
    scrub: refuse,
    async snapshot(work) {
      const one = openConnection<Schema>(file, 'read')
      try {
        one.raw.exec('begin')
        return await work(one.db)
      } finally {
        await one.close()
      }
    },
    close: () => reader.close(),
  }
}

export interface Connection<S> {
  db: Kysely<S>
  raw: DatabaseSync
  close(): Promise<void>
}

/** Opens one connection to a file, as `openSqliteFile` does. */
export function openConnection<S>(file: string, mode: 'write' | 'read'): Connection<S> {
  const raw = openSqliteFile(file, mode)
  const db = new Kysely<S>({ dialect: kyselyDialect(raw) })
  return {
    db,
    raw,
    async close() {
      await db.destroy()
      raw.close()
    },
  }
}

function kyselyDialect(raw: DatabaseSync): KyselyDialect {
  return {
    createAdapter: () => withDialect(new SqliteAdapter(), sqliteDialect),
    createDriver: () => openDriver(raw),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/**
 * Text enters here: U+0000, which SQLite's own functions take for the end, is replaced. A lone surrogate becomes U+FFFD
 * by itself as node:sqlite writes the text out: to look for it in all that is written took as long again.
 */
const storable = (values: readonly unknown[]): SqliteValue[] =>
  (values.some(isUnstorable)
    ? values.map((value) => (isUnstorable(value) ? cleanText(value).text : value))
    : values) as SqliteValue[]

const isUnstorable = (value: unknown): value is string => typeof value === 'string' && value.includes('\u0000')

type SqliteValue = string | number | bigint | Uint8Array | null

/**
 * A statement that fails fails its turn, and the turn is undone whole: on PostgreSQL it could not go on either. To undo
 * the rows of the one statement alone, each page it touches would be copied first: half of all that a turn wrote.
 */
const failing = (sql: string): string =>
  sql.startsWith(INSERT) ? `insert or fail into ${sql.slice(INSERT.length)}` : sql

function openDriver(raw: DatabaseSync): Driver {
  // Lists of every length come once, and must not push out what is asked all the time.
  const prepared = new LRUCache<string, { statement: StatementSync; reads: boolean }>({ max: PREPARED_MAX })
  const prepare = (sql: string): { statement: StatementSync; reads: boolean } => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = raw.prepare(failing(sql))
    const fresh = { statement, reads: statement.columns().length > 0 }
    if (sql.length <= PREPARED_TEXT_MAX) prepared.set(sql, fresh)
    return fresh
  }
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { statement, reads } = prepare(sql)
      const values = storable(parameters)
      if (reads) return { rows: statement.all(...values) as R[] }
      const { changes } = statement.run(...values)
      return { rows: [], numAffectedRows: BigInt(changes) }
    },
    async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      const values = storable(parameters)
      for (const row of raw.prepare(sql).iterate(...values)) yield { rows: [row as R] }
    },
  }
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    async beginTransaction() {
      raw.exec('begin immediate')
    },
    async commitTransaction() {
      raw.exec('commit')
    },
    async rollbackTransaction() {
      // A full disk ends the transaction by itself: a second error here would hide what had happened.
      if (raw.isTransaction) raw.exec('rollback')
    },
    releaseConnection: async () => undefined,
    async destroy() {
      prepared.clear()
    },
  }
}
