// Letters held back as 涉密 (§14-9): known by id, hash and time only, until two people have cleared them.
import type { Reader } from './ledger.ts'

export interface Quarantined {
  itemId: string
  at: number
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
