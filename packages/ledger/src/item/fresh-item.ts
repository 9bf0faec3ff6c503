// Items put on record a moment ago that no turn has placed: what tagger and tracker would read back of what this
// program has just written.
import type { Item } from '@huiying/domain/item'
import { LRUCache } from 'lru-cache'

export interface FreshItem {
  item: Item
  /** 历史回填. */
  backfill: boolean
  /** Masked text: title, a line break, body. */
  masked: string
}

/** What a turn did with items that others may still ask for. */
export interface FreshMoves {
  /** Put on record for the first time. */
  fresh: FreshItem[]
  /** Placed, or read from their source again: who asks for them goes to the record. */
  stale: string[]
}

/** Eight batches of the mailbox; some 8 MB. What waits longer than that is read back. */
export const FRESH_ITEMS_MAX = 4_000

/** Only where one program alone writes: what others place would stay here as if nobody had. */
export interface FreshItems {
  get(id: string): FreshItem | null
  /** After the commit, and never of a turn that failed. */
  apply(moves: FreshMoves): void
  /** Erased content stays in no memory either. */
  forget(ids: string[]): void
}

export function openFreshItems(): FreshItems {
  const kept = new LRUCache<string, FreshItem>({ max: FRESH_ITEMS_MAX })
  const forget = (ids: string[]) => {
    for (const id of ids) kept.delete(id)
  }
  return {
    get: (id) => kept.peek(id) ?? null,
    apply({ fresh, stale }) {
      for (const one of fresh) kept.set(one.item.id, one)
      forget(stale)
    },
    forget,
  }
}
