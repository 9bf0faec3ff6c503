// Compares the projections on record with a rebuild, table by table in key order, and names the first row that differs.
import { canonicalJson } from '@huiying/runtime/json'
import { sql } from 'kysely'
import type { Reader } from '../ledger.ts'
import { firstWrongMark } from '../misdirected.ts'
import type { ChainFacts } from './chain-check.ts'
import type { Difference } from './difference.ts'
import { type ProjectionTable, projectionKeys } from './rebuild.ts'

/** Rows of each side held at a time. */
const PAGE_ROWS = 2_000

type Row = { [column: string]: unknown }

export async function checkProjections(
  read: Reader,
  rebuilt: Reader,
  book: string,
  facts: ChainFacts,
): Promise<Difference | null> {
  for (const table of Object.keys(projectionKeys) as ProjectionTable[]) {
    const row = await firstDifference(read, rebuilt, table, book)
    if (row !== null) return { seq: await seqOf(read, book, row, facts), table, reason: 'projection' }
  }
  const clock = await firstWrongMark(read, book)
  if (clock !== undefined) return { seq: await seqOf(read, book, clock, facts), table: 'clock', reason: 'projection' }
  const item = await firstPlacement(read, rebuilt, book)
  return item === null ? null : { seq: await seqOf(read, book, item, facts), table: 'item', reason: 'projection' }
}

/** Merges two streams in key order; a row only one side has, or that differs in a column, is the answer. */
async function firstDifference(
  read: Reader,
  rebuilt: Reader,
  table: ProjectionTable,
  book: string,
): Promise<Row | null> {
  const found = rowsOf(read, table, book)
  const expected = rowsOf(rebuilt, table, book)
  for (;;) {
    const [one, other] = [await found.next(), await expected.next()]
    if (one.done && other.done) return null
    if (one.done || other.done) return one.value ?? other.value ?? null
    if (JSON.stringify(one.value) === JSON.stringify(other.value)) continue
    return lowerOf(one.value, other.value, table)
  }
}

function lowerOf(one: Row, other: Row, table: ProjectionTable): Row {
  for (const key of projectionKeys[table]) {
    const [a, b] = [one[key] as string | number, other[key] as string | number]
    if (a !== b) return a < b ? one : other
  }
  return other
}

async function* rowsOf(read: Reader, table: ProjectionTable, book: string): AsyncGenerator<Row> {
  const keys = projectionKeys[table]
  const order = sql.join(keys.map((key) => sql.ref(key)))
  let after: Row | null = null
  for (;;) {
    const past: ReturnType<typeof sql> =
      after === null ? sql`` : sql`and (${order}) > (${sql.join(keys.map((key) => sql.val(after![key])))})`
    const { rows }: { rows: Row[] } = await sql<Row>`select * from ${sql.table(table)} where book = ${book} ${past}
      order by ${order} limit ${sql.lit(PAGE_ROWS)}`.execute(read)
    for (const row of rows) yield inValue(row)
    if (rows.length < PAGE_ROWS) return
    after = rows.at(-1)!
  }
}

/** JSON columns as values: their key order is no part of the record; what verdicts say is compared apart. */
function inValue({ misdirected: _, ...row }: Row): Row {
  const copy: Row = { ...row }
  for (const column of ['state', 'body', 'row']) {
    const text = copy[column]
    if (typeof text === 'string' && text.startsWith('{')) copy[column] = canonicalJson(JSON.parse(text))
  }
  return copy
}

/** Where each item went follows from the entries too. */
async function firstPlacement(read: Reader, rebuilt: Reader, book: string): Promise<Row | null> {
  let after = ''
  for (;;) {
    const pageOf = (db: Reader) =>
      db
        .selectFrom('item')
        .select(['id', 'caseId', 'lane', 'seq'])
        .where('book', '=', book)
        .where('id', '>', after)
        .orderBy('id')
        .limit(PAGE_ROWS)
        .execute()
    const [found, expected] = [await pageOf(read), await pageOf(rebuilt)]
    const index = found.findIndex((row, at) => JSON.stringify(row) !== JSON.stringify(expected[at]))
    if (index >= 0) return found[index]!
    if (found.length < PAGE_ROWS) return null
    after = found.at(-1)!.id
  }
}

/** The entry the row should agree with: the last that names the row, else the last of its case, else the head. */
async function seqOf(read: Reader, book: string, row: Row, facts: ChainFacts): Promise<number> {
  if (typeof row.fromSeq === 'number') return row.fromSeq
  const named = typeof row.id === 'string' ? await lastNaming(read, book, row.id) : null
  if (named !== null) return named
  const { seq } = await read
    .selectFrom('entry')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('book', '=', book)
    .where('caseId', '=', String(row.caseId ?? row.id))
    .executeTakeFirstOrThrow()
  return seq === null ? facts.head.seq : Number(seq)
}

async function lastNaming(read: Reader, book: string, id: string): Promise<number | null> {
  const { seq } = await read
    .selectFrom('entry')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('book', '=', book)
    .where('body', 'like', `%"${id}"%`)
    .executeTakeFirstOrThrow()
  return seq === null ? null : Number(seq)
}
