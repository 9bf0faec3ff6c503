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

/**
 * Every row has the columns of the first; a column left out is null. Rows may be made as they are asked for: of the
 * thousands of texts of a turn only those of one statement are then held at once.
 */
export async function insertRows<T extends keyof Schema & string>(
  db: Kysely<Schema>,
  table: T,
  rows: Iterable<Insertable<Schema[T]>>,
  conflict: Conflict = 'fail',
): Promise<void> {
  let columns: string[] = []
  const waiting: Row[] = []
  const insert = async (count: number) => {
    const statement = statementFor(db, table, columns, count, conflict)
    await db.executeQuery({ ...statement, parameters: valuesOf(waiting.splice(0, count), columns) })
  }
  for (const row of rows as Iterable<Row>) {
    if (columns.length === 0) columns = Object.keys(row)
    if (waiting.push(row) === ROWS_AT_ONCE[0]) await insert(waiting.length)
  }
  for (const count of ROWS_AT_ONCE) while (waiting.length >= count) await insert(count)
}

function valuesOf(rows: Row[], columns: string[]): unknown[] {
  const values = new Array<unknown>(rows.length * columns.length)
  let at = 0
  for (const row of rows) for (const name of columns) values[at++] = row[name] ?? null
  return values
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
