// Keys of what was tracked last wait in memory where one program alone writes, and go into the table many items at a
// time: eighteen places of its tree for every letter were a quarter of all that a turn wrote. The item's own row holds
// them meanwhile.
import type { Kysely } from 'kysely'
import { insertRows } from '../batch.ts'
import type { Reader, Tx } from '../ledger.ts'
import type { Schema } from '../schema.ts'
import { type KeptKeys, openKeptKeys, ROWS_MAX } from './kept-key.ts'

/** Items of a book whose keys wait, before a turn adds its own; some 10 MB. */
export const ITEMS_WAITING_MAX = 4_096
/** Items written at one time under one key: twice what a question reads, should some of the newest be erased. */
export const KEY_ROWS_MAX = 2 * ROWS_MAX

interface KeyedItem {
  number: number
  at: number
  keys: readonly string[]
}

/** In the order of the tree: neighbours share its pages. Items share most keys: few are to be sorted. */
export async function insertKeys(db: Kysely<Schema>, book: string, items: KeyedItem[]): Promise<void> {
  const byKey = new Map<string, KeyedItem[]>()
  for (const item of items) {
    for (const key of item.keys) {
      const under = byKey.get(key)
      if (under === undefined) byKey.set(key, [item])
      else under.push(item)
    }
  }
  const rows = [...byKey.keys()].sort().flatMap((key) => {
    return newestOf(byKey.get(key)!).map(({ at, number }) => ({ book, key, at, number }))
  })
  await insertRows(db, 'fingerprintKey', rows)
}

/** Nobody ever reads more than the newest of all: of words that most letters have, these are a few of thousands. */
function newestOf(items: KeyedItem[]): KeyedItem[] {
  if (items.length <= KEY_ROWS_MAX) return items
  return items.sort((one, other) => one.at - other.at || one.number - other.number).slice(-KEY_ROWS_MAX)
}

/**
 * Before a turn tracks more: when enough wait, all go into the table, with this turn or not at all. Gives the number up
 * to which keys stand there; `last` is that of the item tracked last.
 */
export async function makeRoom(tx: Tx, book: string, last: number): Promise<number> {
  const mark = await markOf(tx.db, book)
  if (mark !== null) {
    if ((await countAbove(tx.db, book, mark)) < ITEMS_WAITING_MAX) return mark
    await insertKeys(tx.db, book, await itemsAbove(tx.db, book, mark))
  }
  const number = Math.max(last, mark ?? 0)
  const insert = tx.db.insertInto('fingerprintMark').values({ book, number })
  await insert.onConflict((on) => on.column('book').doUpdateSet({ number })).execute()
  tx.keysWritten.set(book, number)
  return number
}

/** The keys in memory when a program opens its ledger: what waited when the last one ended waits again. */
export async function readWaitingKeys(read: Reader): Promise<KeptKeys> {
  const kept = openKeptKeys()
  for (const { book, number: mark } of await read.selectFrom('fingerprintMark').selectAll().execute()) {
    const items = await itemsAbove(read, book, mark)
    const moves = items.flatMap(({ keys, ...item }) => keys.map((key) => ({ book, key, ...item, there: true })))
    kept.apply(moves, new Map())
  }
  return kept
}

/** After a copy to where several programs write, and each finds all keys in the table. */
export async function writeWaitingKeys(db: Kysely<Schema>): Promise<void> {
  for (const { book, number } of await db.selectFrom('fingerprintMark').selectAll().execute())
    await insertKeys(db, book, await itemsAbove(db, book, number))
  await db.deleteFrom('fingerprintMark').execute()
}

/** Null: nothing of this book ever waited, all its keys stand in the table. */
async function markOf(db: Reader, book: string): Promise<number | null> {
  const query = db.selectFrom('fingerprintMark').select('number').where('book', '=', book)
  return (await query.executeTakeFirst())?.number ?? null
}

const aboveQuery = (read: Reader, book: string, mark: number) =>
  read.selectFrom('fingerprintItem').where('book', '=', book).where('number', '>', mark)

async function countAbove(read: Reader, book: string, mark: number): Promise<number> {
  const query = aboveQuery(read, book, mark).select((eb) => eb.fn.countAll().as('n'))
  return Number((await query.executeTakeFirstOrThrow()).n)
}

async function itemsAbove(read: Reader, book: string, mark: number): Promise<KeyedItem[]> {
  const rows = await aboveQuery(read, book, mark).select(['number', 'at', 'keys']).orderBy('number').execute()
  return rows.map(({ keys, ...item }) => ({ ...item, keys: keys.split('\n') }))
}
