// Fingerprints of tracked items: candidates for the same happening come from an index, never from all open cases.
import type { Fingerprint, Item, Verdict } from '@huiying/domain/item'
import { sql } from 'kysely'
import { insertRows } from './batch.ts'
import type { Reader, Tx } from './ledger.ts'
import { fingerprintIn, keepFingerprint } from './verdict.ts'

export interface Candidate {
  itemId: string
  caseId: string
  at: number
  fingerprint: Fingerprint
}

/** Rows read for one key at most: the newest. */
const ROWS_MAX = 24
/** Items compared with one arriving item at most: those that share the rarest keys, of equals the newest. */
export const CANDIDATES_MAX = 24
/** A key weighs 1 / the rows it gave; the same text outweighs all others. */
const EXACT_WEIGHT = 100
/** Keys or ids asked for at once. */
const KEYS_MAX = 500

/**
 * For each fingerprint the tracked items that share its exact text or a band, since `since`, the newest first. Reads a
 * bounded number of rows for each, however many share a common word.
 */
export async function candidatesOf(
  read: Reader,
  book: string,
  fingerprints: Fingerprint[],
  since: number,
): Promise<Candidate[][]> {
  const used = await usedKeys(read, book, fingerprints)
  // Letters of one turn share keys and candidates: each is read once, and is one object for whoever compares.
  const byKey = new Map<string, KeyRow[]>()
  const byId = new Map<string, KeyRow>()
  // Built once a turn: building the question takes as long as having it answered.
  const newest = newestQuery(read, book, '', since).compile()
  for (const key of used) {
    const { rows } = await read.executeQuery<KeyRow>({ ...newest, parameters: [book, key, since, ROWS_MAX] })
    byKey.set(
      key,
      rows.map((row) => oneOf(byId, row)),
    )
  }
  const near = fingerprints.map((one) => rarestShared(keysOf(one), byKey))
  const known = await withFingerprints(read, near.flat())
  const byItem = new Map(known.map((one) => [one.itemId, one]))
  return near.map((rows) => rows.flatMap((row) => byItem.get(row.itemId) ?? []))
}

/** Rows of one item under many keys are one object, so that counting them compares no ids. */
function oneOf(byId: Map<string, KeyRow>, row: KeyRow): KeyRow {
  const known = byId.get(row.itemId)
  if (known === undefined) byId.set(row.itemId, row)
  return known ?? row
}

/** Those that share the rarest keys, then the newest. */
function rarestShared(keys: string[], byKey: Map<string, KeyRow[]>): KeyRow[] {
  const near = new Map<KeyRow, number>()
  for (const key of keys) {
    const rows = byKey.get(key) ?? []
    const weight = key.startsWith('=') ? EXACT_WEIGHT : 1 / rows.length
    for (const row of rows) near.set(row, (near.get(row) ?? 0) + weight)
  }
  const order = [...near].sort(([a, weightA], [b, weightB]) => weightB - weightA || b.at - a.at)
  return order.slice(0, CANDIDATES_MAX).map(([row]) => row)
}

type KeyRow = Pick<Candidate, 'itemId' | 'caseId' | 'at'>

/** Most items share no key with any other: a few questions for the whole turn leave only those that do. */
async function usedKeys(read: Reader, book: string, fingerprints: Fingerprint[]): Promise<Set<string>> {
  const keys = [...new Set(fingerprints.flatMap(keysOf))]
  const used = new Set<string>()
  for (let from = 0; from < keys.length; from += KEYS_MAX) {
    const asked = keys.slice(from, from + KEYS_MAX).map((key) => sql`(${key})`)
    const { rows } = await sql<{ key: string }>`with asked (key) as (values ${sql.join(asked)})
      select key from asked where exists (select 1 from fingerprint
        where fingerprint.book = ${book} and fingerprint.key = asked.key)`.execute(read)
    for (const { key } of rows) used.add(key)
  }
  return used
}

/** Read from an index on book, key and time: at most ROWS_MAX rows. */
export const newestQuery = (read: Reader, book: string, key: string, since: number) =>
  read
    .selectFrom('fingerprint')
    .select(['itemId', 'caseId', 'at'])
    .where('book', '=', book)
    .where('key', '=', key)
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .limit(ROWS_MAX)

/** What was written after `seq`: the second look, under the lock. */
export async function candidatesSince(read: Reader, book: string, seq: number): Promise<Candidate[]> {
  const rows = await read
    .selectFrom('fingerprint')
    .select(['itemId', 'caseId', 'at'])
    .where('book', '=', book)
    .where('seq', '>', seq)
    .execute()
  return rows.length === 0 ? [] : withFingerprints(read, rows)
}

async function withFingerprints(read: Reader, rows: KeyRow[]): Promise<Candidate[]> {
  const once = new Map(rows.map((row) => [row.itemId, row]))
  const ids = [...once.keys()]
  const found: Candidate[] = []
  for (let from = 0; from < ids.length; from += KEYS_MAX) {
    const query = read.selectFrom('verdict').select(['itemId', 'body'])
    for (const { itemId, body } of await query.where('itemId', 'in', ids.slice(from, from + KEYS_MAX)).execute())
      found.push({ ...once.get(itemId)!, fingerprint: fingerprintIn(itemId, body) })
  }
  return found
}

export const keysOf = (fingerprint: Fingerprint): string[] => [`=${fingerprint.exact}`, ...fingerprint.bands]

/** Reposts of one exact text in one case share one set of rows: ten thousand of them cost one index entry. */
export async function saveFingerprints(
  tx: Tx,
  book: string,
  tracked: { item: Item; verdict: Verdict; caseId: string }[],
): Promise<void> {
  const seq = await nextSeq(tx, book)
  const seen = new Set<string>()
  const rows = tracked.flatMap(({ item, verdict, caseId }) => {
    const same = `${caseId} ${verdict.fingerprint.exact}`
    if (seen.has(same)) return []
    seen.add(same)
    keepFingerprint(verdict)
    const at = item.publishedAt ?? item.receivedAt
    return [...new Set(keysOf(verdict.fingerprint))].map((key) => ({
      book,
      key,
      itemId: item.id,
      caseId,
      at,
      seq,
    }))
  })
  await insertRows(tx.db, 'fingerprint', rows, 'ignore')
}

/**
 * What leaves a case takes its keys along, so that its like follow it and not the case it was wrongly in. An exact
 * repost that shared another's rows gets rows of its own.
 */
export async function moveFingerprints(tx: Tx, book: string, itemIds: string[], caseId: string): Promise<void> {
  const found = await tx.db
    .selectFrom('item')
    .innerJoin('verdict', 'verdict.itemId', 'item.id')
    .select(['item.id', 'item.publishedAt', 'item.receivedAt', 'verdict.body'])
    .where('item.id', 'in', itemIds)
    .execute()
  const seq = await nextSeq(tx, book)
  const rows = found.flatMap(({ id: itemId, publishedAt, receivedAt, body }) => {
    const at = publishedAt ?? receivedAt
    return [...new Set(keysOf(fingerprintIn(itemId, body)))].map((key) => ({ book, key, itemId, caseId, at, seq }))
  })
  await insertRows(tx.db, 'fingerprint', rows, { keys: ['book', 'key', 'itemId'], set: ['caseId', 'seq'] })
}

/** Seq of the entry this turn writes next: what a second look under the lock finds by. */
async function nextSeq(tx: Tx, book: string): Promise<number> {
  const query = tx.db.selectFrom('book').select('headSeq').where('id', '=', book)
  return (await query.executeTakeFirstOrThrow()).headSeq + 1
}
