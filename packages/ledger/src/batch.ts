// Many rows at once: inserted by statements compiled and prepared once and then only filled, asked for in parts.
import type { CompiledQuery, Insertable, Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** Rows a statement takes: the largest first, the rest by the smaller ones. Few sizes, so that all stay prepared. */
const ROWS_AT_ONCE = [50, 10, 1]

type Conflict = 'fail' | 'ignore' | { keys: string[]; set: string[] }
type Row = Record<string, unknown>

/** Compiled statements by dialect; building one costs more than running it. */
const statements = new WeakMap<object, Map<string, CompiledQuery>>()

/** Ids in one `in (…)`; more are read in parts. */
const IDS_MAX = 1_000

/** All of them in their order, at most `max` at a time. */
export function* partsOf<T>(all: T[], max = IDS_MAX): Generator<T[]> {
  for (let from = 0; from < all.length; from += max) yield all.slice(from, from + max)
}

/** Every row has the columns of the first; a column left out is null. */
export async function insertRows<T extends keyof Schema & string>(
  db: Kysely<Schema>,
  table: T,
  rows: Insertable<Schema[T]>[],
  conflict: Conflict = 'fail',
): Promise<void> {
  const given = rows as Row[]
  if (given.length === 0) return
  const columns = Object.keys(given[0]!)
  let from = 0
  for (const count of ROWS_AT_ONCE) {
    if (given.length - from < count) continue
    const statement = statementFor(db, table, columns, count, conflict)
    for (; given.length - from >= count; from += count) {
      const parameters: unknown[] = []
      for (let at = from; at < from + count; at++) for (const name of columns) parameters.push(given[at]![name] ?? null)
      await db.executeQuery({ ...statement, parameters })
    }
  }
}

function statementFor(
  db: Kysely<Schema>,
  table: string,
  columns: string[],
  count: number,
  conflict: Conflict,
): CompiledQuery {
  const key = `${table} ${count} ${columns.join(' ')} ${JSON.stringify(conflict)}`
  return compiledOnce(db, key, () => compile(db, table, columns, count, conflict))
}

/** The statement of this name, built at the first call for each dialect; run it with parameters of its own. */
export function compiledOnce(db: Kysely<Schema>, name: string, build: () => CompiledQuery): CompiledQuery {
  const { adapter } = db.getExecutor()
  const known = statements.get(adapter) ?? new Map<string, CompiledQuery>()
  statements.set(adapter, known)
  const statement = known.get(name) ?? build()
  known.set(name, statement)
  return statement
}

function compile(
  db: Kysely<Schema>,
  table: string,
  columns: string[],
  count: number,
  conflict: Conflict,
): CompiledQuery {
  const row = Object.fromEntries(columns.map((name) => [name, '']))
  const insert = db.insertInto(table as never).values(Array.from({ length: count }, () => row) as never)
  if (conflict === 'fail') return insert.compile()
  if (conflict === 'ignore') return insert.onConflict((on) => on.doNothing()).compile()
  const { keys, set } = conflict
  return insert
    .onConflict((on) =>
      on
        .columns(keys as never)
        .doUpdateSet(
          (eb: { ref(name: string): unknown }) =>
            Object.fromEntries(set.map((column) => [column, eb.ref(`excluded.${column}`)])) as never,
        ),
    )
    .compile()
}
