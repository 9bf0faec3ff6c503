// PostgreSQL: Kysely over a pool of pg connections; a turn locks the head row of its book, readers never wait.
import { cleanText } from '@huiying/runtime/clean'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from 'kysely'
import pg from 'pg'
import type { Schema } from '../schema.ts'
import { type Dialect, type Engine, type OnDisk, withDialect } from './dialect.ts'
import { migrate } from './migrate.ts'
import { connectionOf, type PostgresOptions, whereOf } from './postgres-connection.ts'
import { asLedgerFailure } from './postgres-failure.ts'

/** Connections a program holds at most: its turns wait for the book anyway, its readers are few. */
const CONNECTIONS_MAX = 12
const IDLE_MS = 60_000

const postgresDialect: Dialect = {
  isShared: true,
  statement: inPostgres,
  lockTables: async (db) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK_SPACE)}, 0)`.execute(db)
  },
  async lockHeads(db, book) {
    // Turns that take every book are serial among themselves even before the first book is there.
    if (book === null) await sql`select pg_advisory_xact_lock(${sql.lit(LOCK_SPACE)}, 1)`.execute(db)
    const columns = ['id', 'headSeq', 'headHash', 'headAt'] as const
    const heads = db.selectFrom('book').select(columns).orderBy('id').forUpdate()
    return (book === null ? heads : heads.where('id', '=', book)).execute()
  },
  async afterCopy(db) {
    const last = sql`select coalesce(max(id), 0) + 1 from outbox`
    await sql`select setval(pg_get_serial_sequence('outbox', 'id'), (${last}), false)`.execute(db)
  },
  async hold(db, name) {
    const found = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(
      ${sql.lit(LOCK_SPACE)}, hashtext(${name})) as held`.execute(db)
    return found.rows[0]!.held
  },
  skipLocked: (query) => query.forUpdate().skipLocked(),
  field: (column, name) => sql`${sql.ref(column)}::json ->> ${sql.lit(name)}`,
}

/** Keeps our advisory locks apart from those of other programs in the same database. */
const LOCK_SPACE = 7480

/** Opens the database a URL names; for writing it is migrated forward first. Errors say what to look at. */
export async function openPostgres(options: PostgresOptions, mode: 'write' | 'read'): Promise<Engine> {
  const pool = openPool(options, mode)
  const db = new Kysely<Schema>({ dialect: kyselyDialect(pool, whereOf(options)) })
  const transact = <T>(work: (tx: Kysely<Schema>) => Promise<T>, onDisk: OnDisk = 'now') =>
    db.transaction().execute(async (tx) => {
      if (onDisk === 'later') await sql`set local synchronous_commit = off`.execute(tx)
      return work(tx)
    })
  try {
    if (mode === 'write') await migrate(transact, postgresDialect)
    else await sql`select 1`.execute(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return {
    dialect: postgresDialect,
    read: db,
    transact: mode === 'write' ? transact : () => Promise.reject(new Error('只读打开的台账不能写入')),
    snapshot: (work) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((tx) => work(tx)),
    // Dead rows are overwritten by the vacuum; the write-ahead log and its archive keep them until they are recycled.
    scrub: async () => {
      for (const table of ['content', 'verdict', 'fingerprintItem', 'fingerprintKey', 'blobChunk'])
        await sql`vacuum ${sql.table(table)}`.execute(db)
    },
    close: () => db.destroy(),
  }
}

export function openPool(options: PostgresOptions, mode: 'write' | 'read'): pg.Pool {
  const pool = new pg.Pool({
    ...connectionOf(options),
    max: CONNECTIONS_MAX,
    idleTimeoutMillis: IDLE_MS,
    types: { getTypeParser: parserOf } as pg.CustomTypesConfig,
    ...(mode === 'read' ? { options: '-c default_transaction_read_only=on' } : {}),
  })
  // A resting connection that the server ends is no fault: the next turn opens another.
  pool.on('error', () => undefined)
  // One that is in use tells its query, which fails; the same word on the connection itself would end the program.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

const INT8 = 20
const NUMERIC = 1700

/** Every bigint is a number: times in milliseconds and seqs stay far below 2^53; one that does not is a fault. */
function parserOf(oid: number, format?: 'text' | 'binary') {
  if (oid !== INT8 && oid !== NUMERIC) return pg.types.getTypeParser(oid, format)
  return (text: string) => {
    const value = Number(text)
    if (!Number.isSafeInteger(value)) throw new Error(`${text} is no whole number below 2^53`)
    return value
  }
}

export const kyselyDialect = (pool: pg.Pool, where: string) => ({
  createAdapter: () => withDialect(new PostgresAdapter(), postgresDialect),
  createDriver: () => openDriver(pool, where),
  createIntrospector: (db: Kysely<never>) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})

interface PooledConnection extends DatabaseConnection {
  client: pg.PoolClient
  broken: Error | null
}

function openDriver(pool: pg.Pool, where: string): Driver {
  const run = async (connection: PooledConnection, text: string, values: unknown[] = []): Promise<pg.QueryResult> => {
    try {
      return await connection.client.query({ text, values })
    } catch (error) {
      const failure = asLedgerFailure(error, where)
      if (failure.broken) connection.broken = failure.error
      throw failure.error
    }
  }
  return {
    init: async () => undefined,
    async acquireConnection() {
      let client: pg.PoolClient
      try {
        client = await pool.connect()
      } catch (error) {
        throw asLedgerFailure(error, where).error
      }
      return connectionOver(client, run)
    },
    async beginTransaction(connection, { isolationLevel, accessMode }) {
      const level = isolationLevel === undefined ? '' : ` isolation level ${isolationLevel}`
      await run(connection as PooledConnection, `begin${level}${accessMode === undefined ? '' : ` ${accessMode}`}`)
    },
    async commitTransaction(connection) {
      await run(connection as PooledConnection, 'commit')
    },
    async rollbackTransaction(connection) {
      const one = connection as PooledConnection
      if (one.broken !== null) return
      // What made the turn fail is the error to tell; a connection that cannot roll back is closed, which does it.
      await run(one, 'rollback').catch((error: Error) => {
        one.broken = error
      })
    },
    async releaseConnection(connection) {
      const { client, broken } = connection as PooledConnection
      client.release(broken ?? undefined)
    },
    destroy: () => pool.end(),
  }
}

function connectionOver(
  client: pg.PoolClient,
  run: (connection: PooledConnection, text: string, values: unknown[]) => Promise<pg.QueryResult>,
): PooledConnection {
  const connection: PooledConnection = {
    client,
    broken: null,
    async executeQuery<R>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, rowCount, command } = await run(connection, text, parameters.map(storable))
      if (command === 'SELECT') return { rows: rows as R[] }
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) }
    },
    // A cursor lives in a transaction: what is streamed is read in a snapshot. One at a time on a connection.
    async *streamQuery<R>(query: CompiledQuery, rows: number): AsyncIterableIterator<QueryResult<R>> {
      const declare = `declare reading no scroll cursor for ${query.sql}`
      await run(connection, declare, query.parameters.map(storable))
      for (;;) {
        const page = await run(connection, `fetch ${rows} from reading`, [])
        if (page.rows.length === 0) break
        yield { rows: page.rows as R[] }
      }
      await run(connection, 'close reading', [])
    },
  }
  return connection
}

/** Text enters here: U+0000 and lone surrogates, which no engine keeps as they are, are replaced. */
const storable = (value: unknown): unknown => (typeof value === 'string' ? cleanText(value).text : value)

/**
 * migration.ts in PostgreSQL's words: names keep their capitals, text sorts by bytes, a blob is bytea, and a serial id
 * counts by itself.
 */
function inPostgres(statement: string): string {
  const parts = statement.split(/('[^']*'|"[^"]*")/)
  return parts.map((part, index) => (index % 2 === 1 ? part : inPostgresWords(part))).join('')
}

const inPostgresWords = (part: string): string =>
  part
    .replace(/ without rowid\b/g, '')
    .replace(/\binteger primary key autoincrement\b/g, 'bigint generated by default as identity primary key')
    .replace(/(\w) text\b/g, '$1 text collate "C"')
    .replace(/(\w) blob\b/g, '$1 bytea')
    .replace(/\b[a-z]+[A-Z]\w*\b/g, '"$&"')
