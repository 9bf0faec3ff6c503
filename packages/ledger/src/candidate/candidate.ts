// Candidates kept read: what is made ready to compare one stays with it from turn to turn, until its content is erased.
import { openByBook } from './by-book.ts'
import type { TrackedCandidate } from './fingerprint.ts'

/** Those used last; some 20 MB. Of fewer, half of what a turn compares with had to be read and made ready again. */
export const CANDIDATES_KEPT_MAX = 8_000

export interface KeptCandidates {
  get(book: string, number: number): TrackedCandidate | null
  /** Only what is on record: a number of a turn that failed is given to another item. */
  keep(book: string, candidate: TrackedCandidate): void
  /** Erased content stays in no memory either. */
  forget(itemIds: string[]): void
}

export function openKeptCandidates(): KeptCandidates {
  const books = openByBook<number, TrackedCandidate>(CANDIDATES_KEPT_MAX)
  return {
    get: (book, number) => books.of(book).get(number) ?? null,
    keep(book, candidate) {
      books.of(book).set(candidate.number, candidate)
    },
    forget(itemIds) {
      const ids = new Set(itemIds)
      for (const kept of books.all())
        for (const { number, itemId } of [...kept.values()]) if (ids.has(itemId)) kept.delete(number)
    },
  }
}
