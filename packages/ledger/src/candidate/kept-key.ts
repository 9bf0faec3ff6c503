// Index keys in memory: what stands under the keys that many letters share is asked for once and then kept level, and
// what was tracked last waits here for its place in the table.
import { openByBook } from './by-book.ts'

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
  /**
   * Rows not in the table yet, in no order. To be taken before the table is asked: what is written there meanwhile is
   * then found twice, and never missed.
   */
  waiting(book: string, key: string): Readonly<KeyRows>
  /** After the commit, and never of a turn that failed. `written`: up to which number a book's keys now stand there. */
  apply(moves: KeyMove[], written: Map<string, number>): void
}

export function openKeptKeys(): KeptKeys {
  const books = openByBook<string, { since: number; rows: KeyRows }>(KEYS_KEPT_MAX)
  const waiting = new Map<string, Map<string, KeyRows>>()
  let moved = 0
  return {
    state: () => moved,
    get(book, key, since) {
      const one = books.of(book).get(key)
      if (one === undefined || one.since > since) return null
      return rowsSince(one.rows, since)
    },
    keep(book, key, since, rows, state) {
      if (state === moved) books.of(book).set(key, { since, rows })
    },
    waiting: (book, key) => waiting.get(book)?.get(key) ?? [],
    apply(moves, written) {
      if (moves.length > 0) moved++
      for (const move of moves) wait(waiting, move)
      for (const [book, last] of written) waiting.set(book, above(waiting.get(book), last))
      for (const { book, key, number, at, there } of moves) {
        const kept = books.of(book)
        const one = kept.peek(key)
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

function wait(waiting: Map<string, Map<string, KeyRows>>, { book, key, number, at, there }: KeyMove): void {
  if (!waiting.has(book)) waiting.set(book, new Map())
  const byKey = waiting.get(book)!
  const rows = byKey.get(key)
  if (there && rows === undefined) byKey.set(key, [number, at])
  else if (there) rows!.push(number, at)
  else if (rows !== undefined) keepOnly(byKey, key, rows, (other) => other !== number)
}

/** What waits still once all up to number `last` is written. */
function above(byKey: Map<string, KeyRows> | undefined, last: number): Map<string, KeyRows> {
  const left = new Map<string, KeyRows>()
  for (const [key, rows] of byKey ?? []) keepOnly(left, key, rows, (number) => number > last)
  return left
}

/** A key without rows stays in no memory: it may be of what was erased. */
function keepOnly(byKey: Map<string, KeyRows>, key: string, rows: KeyRows, isKept: (number: number) => boolean): void {
  const kept = rows.filter((_, index) => isKept(rows[index - (index % 2)]!))
  if (kept.length > 0) byKey.set(key, kept)
  else byKey.delete(key)
}

/** The newest of what the table gave and of what waits; changes and gives the first. */
export function withWaiting(rows: KeyRows, waiting: Readonly<KeyRows>, since: number): KeyRows {
  for (let place = 0; place < waiting.length; place += 2) {
    if (waiting[place + 1]! >= since) putNewestFirst(rows, waiting[place]!, waiting[place + 1]!)
  }
  return rows
}

/** Not a second time: who asked between the commit and this call has read it. */
function putNewestFirst(rows: KeyRows, number: number, at: number): void {
  let place = 0
  while (place < rows.length && (rows[place + 1]! > at || (rows[place + 1] === at && rows[place]! > number))) place += 2
  if (rows[place] === number && rows[place + 1] === at) return
  rows.splice(place, 0, number, at)
  if (rows.length > ROWS_MAX * 2) rows.length = ROWS_MAX * 2
}
