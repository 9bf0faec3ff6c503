// Hashes of verdicts under way, as this program's own thread worked them out: SM3 is slow, and that thread waits half
// of its time.

export interface KeptHashes {
  /** `hash` is the SM3 of `text`; said by what wrote the text, never by a message. */
  keep(itemId: string, text: string, hash: string): void
  /** Once, and only for exactly this text; null: nobody here has hashed it. */
  take(itemId: string, text: string): string | null
  /** Erased content stays in no memory either. */
  forget(itemIds: string[]): void
}

/** Four turns of the tagger; some 12 MB. What comes later than that is hashed again. */
export const HASHES_KEPT_MAX = 2_000

export function openKeptHashes(): KeptHashes {
  const kept = new Map<string, { text: string; hash: string }>()
  return {
    keep(itemId, text, hash) {
      kept.delete(itemId)
      kept.set(itemId, { text, hash })
      if (kept.size > HASHES_KEPT_MAX) kept.delete(kept.keys().next().value!)
    },
    take(itemId, text) {
      const one = kept.get(itemId)
      if (one?.text !== text) return null
      kept.delete(itemId)
      return one.hash
    },
    forget(itemIds) {
      for (const itemId of itemIds) kept.delete(itemId)
    },
  }
}
