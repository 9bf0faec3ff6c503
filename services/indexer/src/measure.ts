// How far the index is behind the ledger, in numbers: entries it has not read, and the age of the oldest of them.
import { headOf, listBooks } from '@huiying/ledger/book'
import { entriesAfter } from '@huiying/ledger/case'
import type { Reader } from '@huiying/ledger/ledger'
import type { Measure } from '@huiying/runtime/measure'

export interface IndexPlace {
  read: Reader
  /** As of the indexer: the seq of a book the index has read up to. */
  position(book: string): Promise<number>
  now(): number
}

export function measureIndex(measure: Measure, { read, position, now }: IndexPlace): void {
  measure.read('huiying_index_lag_entries', async () => {
    let behind = 0
    for (const { id } of await listBooks(read)) behind += (await headOf(read, id)).seq - (await position(id))
    return Math.max(0, behind)
  })
  measure.read('huiying_index_lag_seconds', async () => {
    let oldest = now()
    for (const { id } of await listBooks(read)) {
      const [unread] = await entriesAfter(read, id, await position(id), 1)
      oldest = Math.min(oldest, unread?.at ?? oldest)
    }
    return (now() - oldest) / 1_000
  })
}
