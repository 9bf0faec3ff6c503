// The ledger: turns that are whole and have their book to themselves, and readers beside them.
import type { Draft, Entry } from '@huiying/domain/entry'
import { canonicalJson } from '@huiying/runtime/json'
import type { Kysely } from 'kysely'
import { compiledOnce, insertRows } from './batch.ts'
import type { Blobs } from './blob/blob.ts'
import type { Sealer } from './blob/sealer.ts'
import type { KeptCandidates } from './candidate/candidate.ts'
import type { KeptKeys, KeyMove } from './candidate/kept-key.ts'
import { chainHash, entryText } from './chain.ts'
import type { Dialect, HeadRow, OnDisk } from './engine/dialect.ts'
import type { FreshItem, FreshItems } from './item/fresh-item.ts'
import type { KeptHashes } from './item/kept-hash.ts'
import { flushProjection } from './projection/flush.ts'
import { projectEntry } from './projection/project.ts'
import { openProjection, type Projection } from './projection/projection.ts'
import type { Schema } from './schema.ts'

/** Anything that can be read from: the reading connection, or a turn's own. */
export type Reader = Kysely<Schema>

/**
 * What a turn has to itself. `all` (when nothing is said): every book. A book: that one, so that other books go on.
 * `none`: rows outside the record (leases, sessions, heartbeats), each guarded by its own key; such a turn appends only
 * after `tx.lock`.
 */
export type Scope = 'all' | 'none' | { book: string }

export interface Tx {
  db: Kysely<Schema>
  dialect: Dialect
  /** What this turn has read and changed of cases; flushed by every append. */
  projection: Projection
  /** Index keys this turn has put and taken away. */
  keyMoves: KeyMove[]
  /** Books whose waiting keys this turn has written into the table, each with the number up to which. */
  keysWritten: Map<string, number>
  /** Items this turn has put on record for the first time. */
  freshItems: FreshItem[]
  /** Items on record before that this turn has read from their source again. */
  revisedItems: string[]
  /**
   * Appends to the book's chain, applies the projections and leaves one `case.changed` for each case in the outbox.
   * recordedAt is max(now, the head's), so time never runs back. Throws when the book is not open, or not this turn's.
   */
  append(book: string, now: number, actor: string, drafts: Draft[]): Promise<Entry[]>
  publish(messages: { topic: string; key: string; body: unknown }[]): Promise<void>
  /** Takes the book for the rest of the turn; what is decided on is read after it. */
  lock(book: string): Promise<void>
  /** True unless another turn, here or elsewhere, holds this name; held until the turn's end. Never waits. */
  hold(name: string): Promise<boolean>
}

export interface Ledger {
  read: Reader
  /** Other programs may write the same ledger: what is waiting or due is claimed before it is done. */
  isShared: boolean
  /**
   * Runs a turn that has its scope to itself; all of it is on disk when the promise resolves, or none of it (`later`:
   * it need not be yet). A turn awaits nothing but its own queries, one after another.
   */
  write<T>(turn: (tx: Tx) => Promise<T>, scope?: Scope, onDisk?: OnDisk): Promise<T>
  /** Runs `work` on a reader that sees one moment only, whatever is written meanwhile. */
  snapshot<T>(work: (read: Reader) => Promise<T>): Promise<T>
  blobs: Blobs
  sealer: Sealer
  /** What this program has read of tracked items to compare new ones with. */
  candidates: KeptCandidates
  /** What this program knows of their index; null where other programs write it too, and for who only reads. */
  keys: KeptKeys | null
  /** What this program has hashed of verdicts that are still on their way to the record. */
  hashes: KeptHashes
  /** What this program has put on record and not placed yet; null where other programs write it too. */
  fresh: FreshItems | null
  /** Leaves nothing of deleted rows in the database's own files, as far as the engine allows; after an erasing. */
  scrub(): Promise<void>
  /** Called after every commit; wakes the relay and whoever looks at due rows, and tells what the turn took. */
  onCommit(wake: (turn: Committed) => void): void
  close(): Promise<void>
}

export interface Committed {
  /** From the call of `write` to the commit: waiting for the connection and for the book is in it. */
  tookMs: number
  entries: number
}

interface Head {
  seq: number
  hash: string
  at: number
}

/** Makes the turn's view of an open transaction; `finish` gives how many entries it appended. For every engine. */
export async function openTx(
  db: Kysely<Schema>,
  dialect: Dialect,
  scope: Scope,
): Promise<Tx & { finish(): Promise<number> }> {
  const projection = openProjection(db)
  /** Heads this turn has moved, and those that locking has read. */
  const heads = new Map<string, Head>()
  const known = new Map<string, Head>()
  const locked = new Set<string>()
  const keep = (rows: HeadRow[]) => {
    for (const row of rows) known.set(row.id, { seq: row.headSeq, hash: row.headHash, at: row.headAt })
  }
  const lock = async (book: string) => {
    if (scope === 'all' || locked.has(book)) return
    keep(await dialect.lockHeads(db, book))
    locked.add(book)
  }
  if (scope === 'all') keep(await dialect.lockHeads(db, null))
  else if (scope !== 'none') await lock(scope.book)
  const changed = new Map<string, { book: string; seq: number }>()
  let appended = 0
  const publish = (messages: NewMessage[]) => publishTo(db, messages)
  return {
    db,
    dialect,
    projection,
    keyMoves: [],
    freshItems: [],
    revisedItems: [],
    keysWritten: new Map(),
    publish,
    lock,
    hold: (name) => dialect.hold(db, name),
    async append(book, now, actor, drafts) {
      if (scope !== 'all' && !locked.has(book)) throw new Error(`this turn appends to ${book} without its lock`)
      const head = heads.get(book) ?? known.get(book) ?? (await readHead(db, book))
      const at = Math.max(now, head.at)
      const entries: Entry[] = []
      const chained = function* () {
        for (const { caseId, body } of drafts) {
          const entry: Entry = { book, seq: head.seq + 1, at, actor, caseId, body }
          const text = entryText(entry)
          const prev = head.hash
          head.hash = chainHash(prev, text)
          head.seq = entry.seq
          entries.push(entry)
          yield { book, seq: entry.seq, at, actor, act: body.act, caseId, body: text, prev, hash: head.hash }
        }
      }
      await insertRows(db, 'entry', chained())
      head.at = at
      appended += entries.length
      heads.set(book, head)
      for (const entry of entries) {
        await projectEntry(projection, entry)
        if (entry.caseId !== null) changed.set(entry.caseId, { book, seq: entry.seq })
      }
      await flushProjection(projection)
      return entries
    },
    async finish() {
      for (const [book, head] of heads) await writeHead(db, book, head)
      await publish(
        [...changed].map(([caseId, at]) => ({ topic: 'case.changed', key: caseId, body: { caseId, ...at } })),
      )
      return appended
    },
  }
}

type NewMessage = { topic: string; key: string; body: unknown }

function publishTo(db: Kysely<Schema>, messages: NewMessage[]): Promise<void> {
  const rows = messages.map((one) => ({ ...one, body: canonicalJson(one.body), sentAt: null }))
  return insertRows(db, 'outbox', rows)
}

// A turn reads and moves a head once: building these two statements took longer than ten entries.

async function readHead(db: Kysely<Schema>, book: string): Promise<Head> {
  const statement = compiledOnce(db, 'read head', () =>
    db.selectFrom('book').select(['headSeq', 'headHash', 'headAt']).where('id', '=', book).compile(),
  )
  const { rows } = await db.executeQuery<HeadRow>({ ...statement, parameters: [book] })
  const [row] = rows
  if (row === undefined) throw new Error(`台账册 ${book} 尚未建立`)
  return { seq: row.headSeq, hash: row.headHash, at: row.headAt }
}

async function writeHead(db: Kysely<Schema>, book: string, { seq, hash, at }: Head): Promise<void> {
  const set = { headSeq: seq, headHash: hash, headAt: at }
  const statement = compiledOnce(db, 'write head', () =>
    db.updateTable('book').set(set).where('id', '=', book).compile(),
  )
  await db.executeQuery({ ...statement, parameters: [seq, hash, at, book] })
}
