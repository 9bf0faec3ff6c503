// Index keys kept read: what stands under the keys that many letters share is asked for once, and then kept level.

/** A tracked item under a key: put there by this turn, or taken away. */
export interface KeyMove {
  book: string
  key: string
  number: number
  at: number
  there: boolean
}

/** The newest rows under one key as `number, at, number, at, …`, the newest first. */
export type KeyRows = number[]

/** Rows read for one key at most: the newest. */
export const ROWS_MAX = 24
/** Keys kept of a book, those used last; some 10 MB. A letter has eighteen, and shares most of them with its like. */
export const KEYS_KEPT_MAX = 20_000

/** Only where one program alone writes: what others put under a key would never be seen. */
export interface KeptKeys {
  /** Another after every turn that moved a key: what was asked before it may be old. */
  state(): number
  /** Rows at `since` or later; null when they must be asked for. */
  get(book: string, key: string, since: number): KeyRows | null
  /** Keeps what was asked when `state` was this, unless a key has moved meanwhile. */
  keep(book: string, key: string, since: number, rows: KeyRows, state: number): void
  /** After the commit, and never of a turn that failed. */
  apply(moves: KeyMove[]): void
}

export function openKeptKeys(): KeptKeys {
  const books = new Map<string, Map<string, { since: number; rows: KeyRows }>>()
  let moved = 0
  const bookOf = (book: string) => {
    const known = books.get(book) ?? new Map<string, { since: number; rows: KeyRows }>()
    books.set(book, known)
    return known
  }
  return {
    state: () => moved,
    get(book, key, since) {
      const kept = bookOf(book)
      const one = kept.get(key)
      if (one === undefined || one.since > since) return null
      kept.delete(key)
      kept.set(key, one)
      return rowsSince(one.rows, since)
    },
    keep(book, key, since, rows, state) {
      if (state !== moved) return
      const kept = bookOf(book)
      kept.set(key, { since, rows })
      if (kept.size > KEYS_KEPT_MAX) kept.delete(kept.keys().next().value!)
    },
    apply(moves) {
      if (moves.length > 0) moved++
      for (const { book, key, number, at, there } of moves) {
        const kept = bookOf(book)
        const one = kept.get(key)
        if (one === undefined) continue
        // Of what is taken away nobody knows here what comes after the last row kept.
        if (!there) kept.delete(key)
        else putNewestFirst(one.rows, number, at)
      }
    },
  }
}

function rowsSince(rows: KeyRows, since: number): KeyRows {
  let end = rows.length
  while (end > 0 && rows[end - 1]! < since) end -= 2
  return end === rows.length ? rows : rows.slice(0, end)
}

/** Not a second time: who asked between the commit and this call has read it. */
function putNewestFirst(rows: KeyRows, number: number, at: number): void {
  let place = 0
  while (place < rows.length && (rows[place + 1]! > at || (rows[place + 1] === at && rows[place]! > number))) place += 2
  if (rows[place] === number && rows[place + 1] === at) return
  rows.splice(place, 0, number, at)
  if (rows.length > ROWS_MAX * 2) rows.length = ROWS_MAX * 2
}
