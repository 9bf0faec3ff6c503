// Databases of a PostgreSQL server as wholes: made for tests and for a first installation.
import { Kysely, sql } from 'kysely'
import { kyselyDialect, openPool } from './postgres.ts'
import { whereOf } from './postgres-connection.ts'

/**
 * Makes a database in UTF-8, empty or a copy of `template`; `url` is any other database of the server. An empty one
 * sorts as Chinese is sorted, as many of a city's databases do: the ledger's own columns sort by bytes all the same.
 */
export async function createDatabase(url: string, name: string, template = 'template0'): Promise<void> {
  const db = new Kysely<never>({
    dialect: kyselyDialect(openPool({ url, ca: null }, 'write'), whereOf({ url, ca: null })),
  })
  try {
    const sorting = template === 'template0' ? sql`locale_provider icu icu_locale 'zh-CN'` : sql``
    await sql`create database ${sql.id(name)} template ${sql.id(template)} encoding 'UTF8' ${sorting}`.execute(db)
  } finally {
    await db.destroy()
  }
}
