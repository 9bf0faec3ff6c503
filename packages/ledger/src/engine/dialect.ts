// What differs between SQLite and PostgreSQL, named once: each engine's own file says how, the rest of the ledger asks
// only here.
import type { DialectAdapter, Kysely, RawBuilder, Selectable, SelectQueryBuilder } from 'kysely'
import type { Schema } from '../schema.ts'

export type HeadRow = Pick<Selectable<Schema['book']>, 'id' | 'headSeq' | 'headHash' | 'headAt'>

export interface Dialect {
  /** Several programs may write the same ledger: what they share is claimed before it is done. */
  isShared: boolean
  /** A statement of migration.ts in this dialect's words. */
  statement(text: string): string
  /** Keeps other programs from changing the tables until the commit. */
  lockTables(db: Kysely<Schema>): Promise<void>
  /**
   * Locks the head row of a book, of all books with null, until the commit: what this turn reads afterwards is what
   * stands when it writes. Gives the heads where locking has read them anyway; none where nothing is to be locked.
   */
  lockHeads(db: Kysely<Schema>, book: string | null): Promise<HeadRow[]>
  /** After rows were copied with their numbers: the next number follows the last. */
  afterCopy(db: Kysely<Schema>): Promise<void>
  /** True unless another turn holds this name; held until the commit. Never waits. */
  hold(db: Kysely<Schema>, name: string): Promise<boolean>
  /** Locks the rows read until the commit, and passes over those another turn has locked. */
  skipLocked<DB, T extends keyof DB, O>(query: SelectQueryBuilder<DB, T, O>): SelectQueryBuilder<DB, T, O>
  /** A field of a text column that holds JSON, as text: what is no text in it as JSON. Null where it has none. */
  field(column: string, name: string): RawBuilder<string | null>
}

/** Lies beside Kysely's own adapter, so that also who only reads finds it. */
export const withDialect = (adapter: DialectAdapter, dialect: Dialect): DialectAdapter & { dialect: Dialect } =>
  Object.assign(adapter, { dialect })

/** The dialect of the engine that is read from. */
export const dialectOf = (read: Kysely<Schema>): Dialect =>
  (read.getExecutor().adapter as ReturnType<typeof withDialect>).dialect

/**
 * When a turn is on disk: `now`, before its promise resolves; `later`, with the next turn that is. Later is only for
 * what a crash may take back at no one's cost: that a message was sent, which is then sent once more.
 */
export type OnDisk = 'now' | 'later'

/** One opened database; `open.ts` alone knows which kind. */
export interface Engine {
  dialect: Dialect
  read: Kysely<Schema>
  /** Runs `work` in one writing transaction: all of it is on disk when the promise resolves, or none of it. */
  transact<T>(work: (db: Kysely<Schema>) => Promise<T>, onDisk?: OnDisk): Promise<T>
  /** Runs `work` on a reader that sees one moment only, whatever is written meanwhile. */
  snapshot<T>(work: (read: Kysely<Schema>) => Promise<T>): Promise<T>
  /** Leaves nothing of deleted rows in the database's own files, as far as the engine allows. */
  scrub(): Promise<void>
  close(): Promise<void>
}
