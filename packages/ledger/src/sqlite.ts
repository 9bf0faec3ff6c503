// Kysely over node:sqlite: one writing connection whose turns are serial, and a read-only one beside it.
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'

/** Statements kept prepared for each connection; longer texts (batches) are prepared each time. */
const PREPARED_MAX = 400
const PREPARED_TEXT_MAX = 8_000
const BUSY_TIMEOUT_MS = 10_000
const CACHE_KIB = 32_768

export interface Connection<S> {
  db: Kysely<S>
  raw: DatabaseSync
  close(): Promise<void>
}

/** Opens one connection. FULL: a commit is on disk when it returns (design §4); a reader never writes. */
export function openConnection<S>(file: string, mode: 'write' | 'read'): Connection<S> {
  const raw = new DatabaseSync(file, { readOnly: mode === 'read', timeout: BUSY_TIMEOUT_MS })
  if (mode === 'write') {
    raw.exec('pragma journal_mode = wal; pragma secure_delete = on; pragma wal_autocheckpoint = 4000')
  }
  raw.exec(`pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -${CACHE_KIB}`)
  const db = new Kysely<S>({ dialect: dialectOf(raw) })
  return {
    db,
    raw,
    async close() {
      await db.destroy()
      raw.close()
    },
  }
}

function dialectOf(raw: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => openDriver(raw),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function openDriver(raw: DatabaseSync): Driver {
  const prepared = new Map<string, { statement: StatementSync; reads: boolean }>()
  const prepare = (sql: string): { statement: StatementSync; reads: boolean } => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = raw.prepare(sql)
    const fresh = { statement, reads: statement.columns().length > 0 }
    if (sql.length <= PREPARED_TEXT_MAX && prepared.size < PREPARED_MAX) prepared.set(sql, fresh)
    return fresh
  }
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { statement, reads } = prepare(sql)
      const values = parameters as (string | number | bigint | Uint8Array | null)[]
      if (reads) return { rows: statement.all(...values) as R[] }
      const { changes } = statement.run(...values)
      return { rows: [], numAffectedRows: BigInt(changes) }
    },
    async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      const values = parameters as (string | number | bigint | Uint8Array | null)[]
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
      raw.exec('rollback')
    },
    releaseConnection: async () => undefined,
    async destroy() {
      prepared.clear()
    },
  }
}
