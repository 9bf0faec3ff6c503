// The ledger: one writing connection whose turns are serial and whole, and readers beside it.
import type { Draft, Entry } from '@huiying/domain/entry'
import { canonicalJson } from '@huiying/runtime/json'
import type { Kysely } from 'kysely'
import { insertRows } from './batch.ts'
import type { Blobs } from './blob.ts'
import { chainHash, entryText } from './chain.ts'
import { flushProjection } from './flush.ts'
import { openProjection, type Projection, projectEntry } from './project.ts'
import type { Schema } from './schema.ts'
import type { Sealer } from './sealer.ts'

/** Anything that can be read from: the reading connection, or a turn's own. */
export type Reader = Kysely<Schema>

export interface Tx {
  db: Kysely<Schema>
  /** What this turn has read and changed of cases; flushed by every append. */
  projection: Projection
  /**
   * Appends to the book's chain, applies the projections and leaves one `case.changed` for each case in the outbox.
   * recordedAt is max(now, the head's), so time never runs back. Throws when the book is not open.
   */
  append(book: string, now: number, actor: string, drafts: Draft[]): Promise<Entry[]>
  publish(messages: { topic: string; key: string; body: unknown }[]): Promise<void>
}

export interface Ledger {
  read: Reader
  /**
   * Runs a turn under the write lock; all of it is on disk when the promise resolves, or none of it. A turn awaits
   * nothing but its own queries.
   */
  write<T>(turn: (tx: Tx) => Promise<T>): Promise<T>
  blobs: Blobs
  sealer: Sealer
  /** Leaves nothing of deleted rows in the write-ahead file either; after an erasing. */
  scrub(): Promise<void>
  /** Called after every commit; wakes the relay and whoever looks at due rows. */
  onCommit(wake: () => void): void
  close(): Promise<void>
}

interface Head {
  seq: number
  hash: string
  at: number
}

/** Makes the turn's view of an open transaction; used by every engine. */
export function openTx(db: Kysely<Schema>): Tx & { finish(): Promise<void> } {
  const projection = openProjection(db)
  const heads = new Map<string, Head>()
  const changed = new Map<string, { book: string; seq: number }>()
  const publish = (messages: { topic: string; key: string; body: unknown }[]) =>
    insertRows(
      db,
      'outbox',
      messages.map((one) => ({ ...one, body: canonicalJson(one.body), sentAt: null })),
    )
  return {
    db,
    projection,
    publish,
    async append(book, now, actor, drafts) {
      const head = heads.get(book) ?? (await readHead(db, book))
      const at = Math.max(now, head.at)
      const entries: Entry[] = []
      const rows = drafts.map((draft) => {
        const entry: Entry = { book, seq: head.seq + 1, at, actor, caseId: draft.caseId, body: draft.body }
        const body = entryText(entry)
        const prev = head.hash
        head.hash = chainHash(prev, body)
        head.seq = entry.seq
        entries.push(entry)
        const { act } = draft.body
        return { book, seq: entry.seq, at, actor, act, caseId: draft.caseId, body, prev, hash: head.hash }
      })
      head.at = at
      heads.set(book, head)
      await insertRows(db, 'entry', rows)
      for (const entry of entries) {
        await projectEntry(projection, entry)
        if (entry.caseId !== null) changed.set(entry.caseId, { book, seq: entry.seq })
      }
      await flushProjection(projection)
      return entries
    },
    async finish() {
      for (const [book, head] of heads) {
        const set = { headSeq: head.seq, headHash: head.hash, headAt: head.at }
        await db.updateTable('book').set(set).where('id', '=', book).execute()
      }
      await publish(
        [...changed].map(([caseId, { book, seq }]) => ({
          topic: 'case.changed',
          key: caseId,
          body: { book, caseId, seq },
        })),
      )
    },
  }
}

async function readHead(db: Kysely<Schema>, book: string): Promise<Head> {
  const row = await db
    .selectFrom('book')
    .select(['headSeq', 'headHash', 'headAt'])
    .where('id', '=', book)
    .executeTakeFirst()
  if (row === undefined) throw new Error(`台账册 ${book} 尚未建立`)
  return { seq: row.headSeq, hash: row.headHash, at: row.headAt }
}
