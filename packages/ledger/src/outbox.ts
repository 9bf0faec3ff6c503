// The outbox: messages written with what they tell of; relays take rows not yet sent, never "id > last".
import type { Ledger } from './ledger.ts'

export interface OutboxRow {
  id: number
  topic: string
  key: string
  body: string
}

export async function takeOutbox(ledger: Ledger, limit: number): Promise<OutboxRow[]> {
  return ledger.read
    .selectFrom('outbox')
    .select(['id', 'topic', 'key', 'body'])
    .where('sentAt', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Sent rows are gone: the bus has them, and the ledger can feed anything again that is lost. */
export async function markSent(ledger: Ledger, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  await ledger.write((tx) => tx.db.deleteFrom('outbox').where('id', 'in', ids).execute())
}
