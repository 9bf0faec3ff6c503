// Rebuilds the projections of a book from its entries alone, by the code that made them at the time.
import type { Entry } from '@huiying/domain/entry'
import type { Kysely, Selectable } from 'kysely'
import { insertRows } from '../batch.ts'
import { readEntryText } from '../chain.ts'
import type { Reader } from '../ledger.ts'
import { flushProjection } from '../projection/flush.ts'
import { projectEntry } from '../projection/project.ts'
import { openProjection } from '../projection/projection.ts'
import type { Schema } from '../schema.ts'

/** Entries read and projected at a time. */
const PAGE_ENTRIES = 1_000

export type EntryRow = Selectable<Schema['entry']>

/** Pages of a book's stored rows in seq order. */
export async function* entryPages(
  read: Reader,
  book: string,
  upTo = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<EntryRow[]> {
  let after = 0
  for (;;) {
    const rows = await read
      .selectFrom('entry')
      .selectAll()
      .where('book', '=', book)
      .where('seq', '>', after)
      .where('seq', '<=', upTo)
      .orderBy('seq')
      .limit(PAGE_ENTRIES)
      .execute()
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)!.seq
  }
}

/** Items as they were received: what no entry carries. Their place (case or lane) comes from the entries again. */
async function copyItems(
  read: Reader,
  into: Kysely<Schema>,
  book: string,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  let after = ''
  for (;;) {
    const rows = await read
      .selectFrom('item')
      .selectAll()
      .where('book', '=', book)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE_ENTRIES)
      .execute()
    if (rows.length === 0) return
    const kept = rows.filter((row) => row.seq <= upTo)
    await insertRows(
      into,
      'item',
      kept.map((row) => ({ ...row, caseId: null, lane: null })),
    )
    after = rows.at(-1)!.id
  }
}

/** Applies entries in order to a projection database; small pages keep memory bounded however long the chain. */
async function projectPage(into: Kysely<Schema>, entries: Entry[]): Promise<void> {
  const projection = openProjection(into)
  for (const entry of entries) await projectEntry(projection, entry)
  await flushProjection(projection)
}

/** The whole book, or as it stood at `upTo`. */
export async function rebuildBook(read: Reader, into: Kysely<Schema>, book: string, upTo?: number): Promise<void> {
  await copyItems(read, into, book, upTo)
  for await (const page of entryPages(read, book, upTo)) {
    await projectPage(
      into,
      page.map((row) => readEntryText(row.body)),
    )
  }
}

/** Tables made from entries alone, with the key their rows are compared by. */
export const projectionKeys = {
  caseState: ['id'],
  caseRow: ['caseId', 'fromSeq'],
  clock: ['id'],
  plan: ['id'],
  assignment: ['id'],
  alert: ['id'],
  delivery: ['id'],
  call: ['id'],
  answerMail: ['id'],
  publication: ['id'],
  correction: ['itemId', 'field'],
  model: ['book', 'id'],
} as const satisfies { [table in keyof Schema]?: readonly string[] }
export type ProjectionTable = keyof typeof projectionKeys

/** Puts freshly made projections in the place of a book's, after evolve changed; in the turn's own transaction. */
export async function replaceProjections(db: Kysely<Schema>, book: string): Promise<void> {
  for (const table of Object.keys(projectionKeys) as ProjectionTable[]) {
    await db.deleteFrom(table).where('book', '=', book).execute()
  }
  await db.updateTable('item').set({ caseId: null, lane: null }).where('book', '=', book).execute()
  for await (const page of entryPages(db, book)) {
    await projectPage(
      db,
      page.map((row) => readEntryText(row.body)),
    )
  }
}
