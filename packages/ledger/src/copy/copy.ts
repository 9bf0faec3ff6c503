// Copies a whole ledger, row by row in bounded pages, from a reader of one moment into an empty database of any engine.
import type { Insertable, Kysely } from 'kysely'
import { insertRows } from '../batch.ts'
import { migrations } from '../engine/migration.ts'
import type { Reader } from '../ledger.ts'
import type { Schema } from '../schema.ts'

type Table = keyof Schema & string

/** Rows held at a time; a row of a case's state is a few kilobytes, a chunk of a blob a quarter of a megabyte. */
const PAGE_ROWS = 200

/** Every table of the newest version but the list of versions, which each database keeps for itself. */
const tables = [...named(/^create table (\w+)/)].filter(
  (name) => name !== 'migration' && !named(/^drop table (\w+)/).has(name),
) as Table[]

/** What the statements of all versions name there. */
function named(pattern: RegExp): Set<string> {
  return new Set(migrations.flat().flatMap((statement) => pattern.exec(statement)?.[1] ?? []))
}

/** Copies all tables but `without`; `note` hears after each page how many rows of a table are there. Rows by table. */
export async function copyTables(
  read: Reader,
  into: Kysely<Schema>,
  note: (table: string, rows: number) => void,
  without: Table[] = [],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const table of tables.filter((one) => !without.includes(one))) {
    let count = 0
    let page: Insertable<Schema[Table]>[] = []
    const flush = async () => {
      await insertRows(into, table, page)
      count += page.length
      page = []
      note(table, count)
    }
    for await (const row of read.selectFrom(table).selectAll().stream(PAGE_ROWS)) {
      page.push(row as Insertable<Schema[Table]>)
      if (page.length === PAGE_ROWS) await flush()
    }
    if (page.length > 0) await flush()
    counts.set(table, count)
  }
  return counts
}

/** Versions of the tables on record: a copy between two of different ages would lose columns. */
export async function versionOf(read: Reader): Promise<number> {
  const row = await read
    .selectFrom('migration')
    .select((eb) => eb.fn.max('version').as('version'))
    .executeTakeFirstOrThrow()
  return Number(row.version)
}

export const newestVersion = migrations.length
