// Where each source stands: cursor, conditional-GET marks, failures, and which collector reads it now.
import type { Draft } from '@huiying/domain/entry'
import type { Selectable } from 'kysely'
import type { Ledger, Reader, Tx } from '../ledger.ts'
import type { Schema } from '../schema.ts'

export interface SourceState {
  id: string
  book: string
  /** The source's own position: a UID, a folder mark, a page token. Written with the items it stands for. */
  cursor: string | null
  etag: string | null
  lastModified: string | null
  /** Not read again before; moved by Retry-After, backoff and the policy's period. */
  nextAt: number
  failures: number
  /** When it last gave content, new or not. */
  lastItemAt: number | null
  lastError: string | null
  /** When something new last came. */
  newAt: number | null
  /** Since when it is silent against its own rhythm. */
  silentAt: number | null
}

/** What a reading changed; what is left out stays as it is. */
export type SourceChange = Partial<Omit<SourceState, 'id' | 'book'>>

const blank = {
  cursor: null,
  etag: null,
  lastModified: null,
  nextAt: 0,
  failures: 0,
  lastItemAt: null,
  lastError: null,
  newAt: null,
  silentAt: null,
} satisfies SourceChange

/** null: never read before, which makes the first reading of a feed a backfill (§14-6). */
export async function sourceState(read: Reader, book: string, id: string): Promise<SourceState | null> {
  const row = await read
    .selectFrom('sourceState')
    .selectAll()
    .where('book', '=', book)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined || row.nextAt < 0 ? null : stateOf(row)
}

export async function sourceStates(read: Reader, book: string): Promise<SourceState[]> {
  const rows = await read.selectFrom('sourceState').selectAll().where('book', '=', book).orderBy('id').execute()
  return rows.filter((row) => row.nextAt >= 0).map(stateOf)
}

/** In the transaction of the items the cursor stands for, so that neither is ever without the other. */
export async function saveSourceState(tx: Tx, book: string, id: string, change: SourceChange): Promise<void> {
  await tx.db
    .insertInto('sourceState')
    .values({ id, book, ...blank, lease: null, leaseUntil: 0, ...change })
    .onConflict((on) =>
      on.columns(['book', 'id']).doUpdateSet((eb) => ({
        ...change,
        // A lease taken before the first reading leaves a row that stands for no reading yet.
        nextAt:
          change.nextAt ??
          eb.case().when('sourceState.nextAt', '<', 0).then(0).else(eb.ref('sourceState.nextAt')).end(),
      })),
    )
    .execute()
}

/** With the items it stands for; `cursor` null leaves it. `isNew`: something among them was not on record. */
export async function saveCursor(
  tx: Tx,
  { book, source, cursor, items }: { book: string; source: string; cursor: string | null; items: unknown[] },
  isNew: boolean,
  now: number,
): Promise<void> {
  const came = { ...(items.length > 0 ? { lastItemAt: now } : {}), ...(isNew ? { newAt: now } : {}) }
  const change = { ...(cursor === null ? {} : { cursor }), ...came, failures: 0 }
  await tx.db
    .insertInto('sourceState')
    .values({ id: source, book, ...blank, lease: null, leaseUntil: 0, ...change })
    .onConflict((on) => on.columns(['book', 'id']).doUpdateSet(change))
    .execute()
}

/** Records that a source stopped or came back: an entry at the turn only, not at every failure. */
export async function recordSourceHealth(
  tx: Tx,
  book: string,
  source: string,
  health: { ok: true } | { ok: false; reason: string; nextAt: number },
  now: number,
): Promise<void> {
  const before = await tx.db
    .selectFrom('sourceState')
    .select(['failures'])
    .where('book', '=', book)
    .where('id', '=', source)
    .executeTakeFirst()
  const failures = before?.failures ?? 0
  if (health.ok) {
    if (failures === 0) return
    await saveSourceState(tx, book, source, { failures: 0, lastError: null })
    await tx.append(book, now, 'system', [draftOf({ act: 'source.recovered', v: 1, source })])
    return
  }
  const { reason, nextAt } = health
  await saveSourceState(tx, book, source, { failures: failures + 1, lastError: reason, nextAt })
  if (failures === 0) await tx.append(book, now, 'system', [draftOf({ act: 'source.failed', v: 1, source, reason })])
}

/** Records that a source fell silent against its own rhythm, or speaks again: an entry at the turn only. */
export async function recordSilence(
  tx: Tx,
  book: string,
  source: string,
  silence: { lastAt: number; reason: string } | null,
  now: number,
): Promise<void> {
  const state = await sourceState(tx.db, book, source)
  if (state === null || (state.silentAt === null) === (silence === null)) return
  await saveSourceState(tx, book, source, { silentAt: silence === null ? null : now })
  const body: Draft['body'] =
    silence === null
      ? { act: 'source.recovered', v: 1, source }
      : { act: 'source.silent', v: 1, source, lastAt: silence.lastAt, reason: silence.reason }
  await tx.append(book, now, 'system', [draftOf(body)])
}

const draftOf = (body: Draft['body']): Draft => ({ caseId: null, body })

/** Takes or renews the right to read a source; false while another collector holds it. Leases run on real time. */
export async function leaseSource(
  ledger: Ledger,
  lease: { book: string; source: string; owner: string; now: number; leaseMs: number },
): Promise<boolean> {
  const { book, source, owner, now, leaseMs } = lease
  return ledger.write(async ({ db }) => {
    const unread = { ...blank, nextAt: -1 }
    await db
      .insertInto('sourceState')
      .values({ id: source, book, ...unread, lease: null, leaseUntil: 0 })
      .onConflict((on) => on.columns(['book', 'id']).doNothing())
      .execute()
    const { numUpdatedRows } = await db
      .updateTable('sourceState')
      .set({ lease: owner, leaseUntil: now + leaseMs })
      .where('book', '=', book)
      .where('id', '=', source)
      .where((eb) => eb.or([eb('lease', 'is', null), eb('lease', '=', owner), eb('leaseUntil', '<=', now)]))
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }, 'none')
}

function stateOf(row: Selectable<Schema['sourceState']>): SourceState {
  const { lease: _, leaseUntil: __, ...state } = row
  return state
}
