// The outbox: messages written with what they tell of; relays take rows not yet sent, never "id > last".
import { readJson } from '@huiying/runtime/json'
import { real } from '@huiying/runtime/time'
import type { Ledger, Reader, Tx } from './ledger.ts'
import { park } from './park.ts'

export interface OutboxRow {
  id: number
  topic: string
  key: string
  body: string
}

/** Where several relays run, what one has taken and not sent is another's after this. Leases run on real time. */
const CLAIM_MS = 10_000

/** Rows to send, the oldest first. On a ledger that several programs write, no other relay gets them for a while. */
export async function takeOutbox(ledger: Ledger, limit: number): Promise<OutboxRow[]> {
  const now = real.now()
  if (!ledger.isShared) return waitingRows(ledger.read, limit, now).execute()
  // A dozen relays look after every commit and each second: one id tells whether there is anything to claim.
  const any = await waitingRows(ledger.read, 1, now).clearSelect().select('id').execute()
  return any.length === 0 ? [] : ledger.write((tx) => claim(tx, limit, now), 'none')
}

const waitingRows = (read: Reader, limit: number, now: number) =>
  read
    .selectFrom('outbox')
    .select(['id', 'topic', 'key', 'body'])
    .where('sentAt', 'is', null)
    .where('claimedUntil', '<=', now)
    .orderBy('id')
    .limit(limit)

async function claim(tx: Tx, limit: number, now: number): Promise<OutboxRow[]> {
  const rows = await tx.dialect.skipLocked(waitingRows(tx.db, limit, now)).execute()
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return []
  await tx.db
    .updateTable('outbox')
    .set({ claimedUntil: now + CLAIM_MS })
    .where('id', 'in', ids)
    .execute()
  return rows
}

/** Messages on record that no relay has carried yet. */
export async function countOutbox(read: Reader): Promise<number> {
  const query = read.selectFrom('outbox').select((eb) => eb.fn.countAll().as('n'))
  return Number((await query.where('sentAt', 'is', null).executeTakeFirstOrThrow()).n)
}

/** What carries the outbox of a ledger to a bus, and where a message goes that fails by its own fault. */
export const outboxOf = (ledger: Ledger, now: () => number) => ({
  take: (limit: number) => takeOutbox(ledger, limit),
  markSent: (ids: number[]) => markSent(ledger, ids),
  onCommit: ledger.onCommit,
  async park({ topic, key, body }: { topic: string; key: string; body: string }, reason: string): Promise<void> {
    // Whatever it is: a message that could not be put aside would be waited for, and block all behind it.
    const told = readJson(body)
    const { book } = Object(told) as { book?: string }
    await park(ledger, { book: book ?? null, topic, key, body: told, reason }, now())
  },
})

/**
 * Sent rows are gone: the bus has them, and the ledger can feed anything again that is lost. Not worth waiting for a
 * disk: what a crash brings back is sent again, and whoever gets it knows it by its id.
 */
export async function markSent(ledger: Ledger, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  await ledger.write((tx) => tx.db.deleteFrom('outbox').where('id', 'in', ids).execute(), 'none', 'later')
}
