// Inserting many rows at once: as many as one statement may hold, so that a turn of 500 items is few statements.
import type { Insertable, Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** SQLite binds at most 32,766 values in a statement, PostgreSQL 65,535. */
const BOUND_VALUES_MAX = 16_000

export async function insertRows<T extends keyof Schema & string>(
  db: Kysely<Schema>,
  table: T,
  rows: Insertable<Schema[T]>[],
  conflict: 'fail' | 'ignore' | { keys: string[]; set: string[] } = 'fail',
): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0] as object).length
  const step = Math.max(1, Math.floor(BOUND_VALUES_MAX / columns))
  for (let from = 0; from < rows.length; from += step) {
    const insert = db.insertInto(table).values(rows.slice(from, from + step) as never)
    if (conflict === 'fail') await insert.execute()
    else if (conflict === 'ignore') await insert.onConflict((on) => on.doNothing()).execute()
    else {
      const { keys, set } = conflict
      await insert
        .onConflict((on) =>
          on
            .columns(keys as never)
            .doUpdateSet(
              (eb: { ref(name: string): unknown }) =>
                Object.fromEntries(set.map((column) => [column, eb.ref(`excluded.${column}`)])) as never,
            ),
        )
        .execute()
    }
  }
}
