// Fingerprints of tracked items: candidates for the same happening come from an index, never from all open cases.
import type { Fingerprint, Item, Verdict } from '@huiying/domain/item'
import { type RawBuilder, sql } from 'kysely'
import { insertRows, partsOf } from '../batch.ts'
import { fingerprintIn } from '../item/verdict.ts'
import type { Ledger, Reader, Tx } from '../ledger.ts'
import { type KeyRows, ROWS_MAX, withWaiting } from './kept-key.ts'
import { rarestShared } from './rarest.ts'
import { insertKeys, makeRoom } from './waiting-key.ts'

export interface Candidate {
  itemId: string
  caseId: string
  at: number
  fingerprint: Fingerprint
}

export interface TrackedCandidate extends Candidate {
  /** Its number in the index: the later tracked, the higher. */
  number: number
}

/** Numbers set apart for what one turn tracks. */
const NUMBERS_OF_SEQ = 4_096
/** Keys or numbers asked for at once. */
const KEYS_MAX = 500

type Where = Pick<Ledger, 'read' | 'isShared' | 'candidates' | 'keys'>

/**
 * For each fingerprint the tracked items that share its exact text or a band, since `since`, the newest first. Reads a
 * bounded number of rows for each, however many share a common word. Not for who only reads beside a program that
 * writes alone: what was tracked last is in that one's memory.
 */
export async function candidatesOf(
  ledger: Where,
  book: string,
  fingerprints: Fingerprint[],
  since: number,
): Promise<Candidate[][]> {
  if (ledger.keys === null && !ledger.isShared) throw new Error('candidates are asked of a ledger opened for writing')
  const byKey = await newestRows(ledger, book, fingerprints, since)
  const near = fingerprints.map((one) => rarestShared(keysOf(one), byKey))
  const known = await readCandidates(ledger, book, near.flat())
  return near.map((numbers) => numbers.flatMap((number) => known.get(number) ?? []))
}

/** Letters of one turn share keys: each is read once. */
async function newestRows(
  ledger: Where,
  book: string,
  fingerprints: Fingerprint[],
  since: number,
): Promise<Map<string, KeyRows>> {
  const byKey = new Map<string, KeyRows>()
  const unread: string[] = []
  for (const key of new Set(fingerprints.flatMap(keysOf))) {
    const kept = ledger.keys?.get(book, key, since) ?? null
    if (kept === null) unread.push(key)
    else byKey.set(key, kept)
  }
  for (const part of partsOf(unread, KEYS_MAX)) {
    const state = ledger.keys?.state() ?? 0
    const waiting = new Map(part.map((key) => [key, ledger.keys?.waiting(book, key) ?? []]))
    for (const { key, pairs } of await newestPairs(ledger.read, book, part, since)) {
      const written = pairs === null ? [] : (JSON.parse(`[${pairs}]`) as KeyRows)
      const flat = withWaiting(written, waiting.get(key)!, since)
      ledger.keys?.keep(book, key, since, flat, state)
      byKey.set(key, flat)
    }
  }
  return byKey
}

/**
 * Many keys in one question, each answered by one text `number,at,…`, the newest first; null where nothing has the key.
 * A question for each key, and an object for each row, took a quarter of what a turn did.
 */
async function newestPairs(read: Reader, book: string, keys: string[], since: number) {
  const asked = keys.map((key) => sql`(${key})`)
  const newest = newestQuery(read, book, sql.ref<string>('asked.key'), since)
  const { rows } = await sql<{ key: string; pairs: string | null }>`with asked (key) as (values ${sql.join(asked)})
    select key, (select string_agg(number || ',' || at, ',') from (${newest}) newest) as pairs from asked`.execute(read)
  return rows
}

/** Read in the order of the key's own tree: at most ROWS_MAX rows. */
export const newestQuery = (read: Reader, book: string, key: string | RawBuilder<string>, since: number) =>
  read
    .selectFrom('fingerprintKey')
    .select(['number', 'at'])
    .where('book', '=', book)
    .where('key', '=', key)
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .orderBy('number', 'desc')
    .limit(ROWS_MAX)

/** The number of the item tracked last; 0 before the first. */
export async function lastNumber(read: Reader, book: string): Promise<number> {
  const query = read.selectFrom('fingerprintItem').select((eb) => eb.fn.max('number').as('number'))
  return Number((await query.where('book', '=', book).executeTakeFirstOrThrow()).number ?? 0)
}

/** What was tracked after number `last`: the second look, under the lock. */
export async function candidatesSince(read: Reader, book: string, last: number): Promise<Candidate[]> {
  return (await withFingerprints(read, book).where('fingerprintItem.number', '>', last).execute()).map(candidateOf)
}

async function readCandidates(ledger: Where, book: string, numbers: number[]): Promise<Map<number, TrackedCandidate>> {
  const found = new Map<number, TrackedCandidate>()
  const unread = new Set<number>()
  // The letters of a turn are like the same few hundred: each is looked for once.
  for (const number of numbers) {
    if (found.has(number)) continue
    const kept = ledger.candidates.get(book, number)
    if (kept === null) unread.add(number)
    else found.set(number, kept)
  }
  for (const part of partsOf([...unread], KEYS_MAX)) {
    const query = withFingerprints(ledger.read, book).where('fingerprintItem.number', 'in', part)
    for (const row of await query.execute()) {
      const one = candidateOf(row)
      found.set(row.number, one)
      ledger.candidates.keep(book, one)
    }
  }
  return found
}

const withFingerprints = (read: Reader, book: string) =>
  read
    .selectFrom('fingerprintItem')
    .innerJoin('verdict', 'verdict.itemId', 'fingerprintItem.itemId')
    .select(['number', 'fingerprintItem.itemId', 'caseId', 'at', 'body'])
    .where('book', '=', book)

function candidateOf({ body, ...row }: Omit<TrackedCandidate, 'fingerprint'> & { body: string }): TrackedCandidate {
  return { ...row, fingerprint: fingerprintIn(body) }
}

/** Where the keys of a fingerprint lie: on itself, for a turn asks again and again; no copy takes them along. */
const made = Symbol('keys')

/** What it is found by, each key once. */
export function keysOf(fingerprint: Fingerprint & { [made]?: readonly string[] }): readonly string[] {
  const known = fingerprint[made]
  if (known !== undefined) return known
  // A pair that cuts a rare character (𬱖) in two is no text: the table would give it back as another.
  const keys = [...new Set([`=${fingerprint.exact}`, ...fingerprint.bands])].filter((key) => key.isWellFormed())
  Object.defineProperty(fingerprint, made, { value: keys })
  return keys
}

export interface Tracked {
  item: Item
  verdict: Verdict
  caseId: string
  /** Read before, with another text, whose keys it keeps. */
  again?: boolean
}

/**
 * Reposts of one exact text in one case share one set of rows: ten thousand of them cost one index entry. Gives what
 * was written, to keep once it is on record.
 */
export async function saveFingerprints(tx: Tx, book: string, tracked: Tracked[]): Promise<TrackedCandidate[]> {
  const again = tracked.filter((one) => one.again === true).map(({ item }) => item.id)
  const before = await dropFingerprints(tx, book, again)
  const seen = new Set<string>()
  const fresh = tracked.flatMap(({ item, verdict: { fingerprint }, caseId }) => {
    const same = `${caseId} ${fingerprint.exact}`
    if (seen.has(same)) return []
    seen.add(same)
    return [{ itemId: item.id, caseId, at: item.publishedAt ?? item.receivedAt, fingerprint }]
  })
  return insertFingerprints(tx, book, fresh, before)
}

/**
 * What leaves a case takes its keys along, so that its like follow it and not the case it was wrongly in. An exact
 * repost that shared another's rows gets rows of its own. Under a new number, so that nobody keeps the old case.
 */
export async function moveFingerprints(tx: Tx, book: string, itemIds: string[], caseId: string): Promise<void> {
  const found = await tx.db
    .selectFrom('item')
    .innerJoin('verdict', 'verdict.itemId', 'item.id')
    .select(['item.id', 'item.publishedAt', 'item.receivedAt', 'verdict.body'])
    .where('item.id', 'in', itemIds)
    .execute()
  const before = await dropFingerprints(tx, book, itemIds)
  const moved = found.map(({ id, publishedAt, receivedAt, body }) => {
    return { itemId: id, caseId, at: publishedAt ?? receivedAt, fingerprint: fingerprintIn(body) }
  })
  await insertFingerprints(tx, book, moved, before)
}

/** `before`: keys an item has beside those of its fingerprint. */
async function insertFingerprints(
  tx: Tx,
  book: string,
  fresh: Candidate[],
  before: Map<string, string[]>,
): Promise<TrackedCandidate[]> {
  if (fresh.length === 0) return []
  const floor = await floorOf(tx, book)
  const rows = fresh.map((one, index) => {
    const had = before.get(one.itemId)
    const own = keysOf(one.fingerprint)
    const keys = had === undefined ? own : [...new Set([...own, ...had])]
    return { ...one, number: floor + 1 + index, keys }
  })
  const items = rows.map(({ fingerprint: _, keys, ...one }) => ({ book, ...one, keys: keys.join('\n') }))
  await insertRows(tx.db, 'fingerprintItem', items)
  if (tx.dialect.isShared) await insertKeys(tx.db, book, rows)
  for (const { keys, number, at } of rows)
    for (const key of keys) tx.keyMoves.push({ book, key, number, at, there: true })
  return rows.map(({ keys: _, ...one }) => one)
}

/**
 * Above every number given before, those since dropped too: somebody may still keep what stood under it. The seq that
 * this turn writes next is above that of every turn before. And above the mark: what stands below it is written.
 */
async function floorOf(tx: Tx, book: string): Promise<number> {
  const query = tx.db.selectFrom('book').select('headSeq').where('id', '=', book)
  const { headSeq } = await query.executeTakeFirstOrThrow()
  const last = await lastNumber(tx.db, book)
  const mark = tx.dialect.isShared ? 0 : await makeRoom(tx, book, last)
  return Math.max((headSeq + 1) * NUMBERS_OF_SEQ, last, mark)
}

/** No key leads to these items any more; gives the keys they had. */
export async function dropFingerprints(tx: Tx, book: string, itemIds: string[]): Promise<Map<string, string[]>> {
  const dropped = new Map<string, string[]>()
  if (itemIds.length === 0) return dropped
  const query = tx.db.selectFrom('fingerprintItem').select(['number', 'itemId', 'at', 'keys']).where('book', '=', book)
  const rows = await query.where('itemId', 'in', itemIds).execute()
  for (const { number, itemId, at, keys: text } of rows) {
    const keys = text.split('\n')
    dropped.set(itemId, [...(dropped.get(itemId) ?? []), ...keys])
    for (const key of keys) tx.keyMoves.push({ book, key, number, at, there: false })
    const ofBook = tx.db.deleteFrom('fingerprintKey').where('book', '=', book)
    await ofBook.where('key', 'in', keys).where('at', '=', at).where('number', '=', number).execute()
    await tx.db.deleteFrom('fingerprintItem').where('book', '=', book).where('number', '=', number).execute()
  }
  return dropped
}
