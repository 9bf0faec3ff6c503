// Letters held back as 涉密 (§14-9): known by id, hash and time only, until two people have cleared them.
import type { Reader, Tx } from './ledger.ts'

/** What is held back: `sha256` of its raw bytes, `reason` the mark that was seen and never its text. */
export interface Stopped {
  itemId: string
  sha256: string
  reason: string
}

export interface Quarantined {
  itemId: string
  at: number
}

/** Puts them on record in this turn; what stands in quarantine already, because it was read again, is left out. */
export async function quarantineItems(tx: Tx, book: string, stopped: Stopped[], now: number): Promise<void> {
  if (stopped.length === 0) return
  const rows = await tx.db
    .selectFrom('entry')
    .select('body')
    .where('book', '=', book)
    .where('act', '=', 'item.quarantined')
    .execute()
  const known = new Set(rows.map((row) => (JSON.parse(row.body) as Stopped).itemId))
  const drafts = stopped
    .filter((one) => !known.has(one.itemId))
    .map((one) => ({ caseId: null, body: { act: 'item.quarantined', v: 1, ...one } as const }))
  if (drafts.length > 0) await tx.append(book, now, 'system', drafts)
}

/** Those nobody has cleared yet, newest first. */
export async function quarantinedItems(read: Reader, book: string, limit: number): Promise<Quarantined[]> {
  const rows = await read
    .selectFrom('entry')
    .select(['at', 'act', 'body'])
    .where('book', '=', book)
    .where('act', 'in', ['item.quarantined', 'item.released'])
    .orderBy('seq', 'desc')
    .execute()
  const named = rows.map(({ at, act, body }) => ({ at, act, itemId: (JSON.parse(body) as { itemId: string }).itemId }))
  const released = new Set(named.filter((one) => one.act === 'item.released').map((one) => one.itemId))
  return named
    .filter((one) => one.act === 'item.quarantined' && !released.has(one.itemId))
    .slice(0, limit)
    .map(({ itemId, at }) => ({ itemId, at }))
}
