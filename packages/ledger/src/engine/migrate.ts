// Brings a database's tables up to this program's version, once and in order, and refuses one that is newer.
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Dialect } from './dialect.ts'
import { migrations } from './migration.ts'

/**
 * All versions the database lacks in one transaction, so that a crash leaves the old version whole; the look at the
 * version stands inside, so that of two programs the second finds it done. Throws on a newer database, which is left as
 * it is.
 */
export async function migrate(
  transact: <T>(work: (db: Kysely<Schema>) => Promise<T>) => Promise<T>,
  dialect: Dialect,
): Promise<void> {
  await transact(async (db) => {
    await dialect.lockTables(db)
    await run(db, dialect, 'create table if not exists migration (version bigint primary key, at bigint not null)')
    const row = await db
      .selectFrom('migration')
      .select((eb) => eb.fn.max('version').as('version'))
      .executeTakeFirstOrThrow()
    const found = Number(row.version ?? 0)
    if (found > migrations.length) {
      throw new Error(
        `台账数据库是第 ${found} 版，本程序只认识到第 ${migrations.length} 版。数据未改动；请升级程序后再启动`,
      )
    }
    for (let version = found + 1; version <= migrations.length; version++) {
      for (const statement of migrations[version - 1]!) await run(db, dialect, statement)
      await db.insertInto('migration').values({ version, at: 0 }).execute()
    }
  })
}

const run = (db: Kysely<Schema>, dialect: Dialect, statement: string) =>
  sql.raw(dialect.statement(statement)).execute(db)
