// Fingerprints of tracked items: candidates for the same happening come from an index, never from all open cases.
import type { Fingerprint, Item, Verdict } from '@huiying/domain/item'
import { sql } from 'kysely'
import { insertRows } from './batch.ts'
import type { Reader, Tx } from './ledger.ts'

export interface Candidate {
  itemId: string
  caseId: string
  at: number
  fingerprint: Fingerprint
}

/** Rows read for one key, and kept for one arriving item, at most: the newest. */
const ROWS_MAX = 24
/** Keys asked for at once. */
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
  const found: Candidate[][] = []
  for (const fingerprint of fingerprints) {
    const near: KeyRow[] = []
    for (const key of keysOf(fingerprint)) {
      if (used.has(key)) near.push(...(await newestQuery(read, book, key, since).execute()))
    }
    const rows = near.sort((a, b) => b.at - a.at).slice(0, ROWS_MAX)
    found.push(rows.length === 0 ? [] : await withFingerprints(read, rows))
  }
  return found
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

async function withFingerprints(
  read: Reader,
  rows: { itemId: string; caseId: string; at: number }[],
): Promise<Candidate[]> {
  const once = new Map(rows.map((row) => [row.itemId, row]))
  const verdicts = await read
    .selectFrom('verdict')
    .select(['itemId', 'body'])
    .where('itemId', 'in', [...once.keys()])
    .execute()
  return verdicts.map((row) => ({
    ...once.get(row.itemId)!,
    fingerprint: (JSON.parse(row.body) as Verdict).fingerprint,
  }))
}

export const keysOf = (fingerprint: Fingerprint): string[] => [`=${fingerprint.exact}`, ...fingerprint.bands]

/** Reposts of one exact text in one case share one set of rows: ten thousand of them cost one index entry. */
export async function saveFingerprints(
  tx: Tx,
  book: string,
  tracked: { item: Item; verdict: Verdict; caseId: string }[],
): Promise<void> {
  const { headSeq: seq } = await tx.db
    .selectFrom('book')
    .select('headSeq')
    .where('id', '=', book)
    .executeTakeFirstOrThrow()
  const seen = new Set<string>()
  const rows = tracked.flatMap(({ item, verdict, caseId }) => {
    const same = `${caseId} ${verdict.fingerprint.exact}`
    if (seen.has(same)) return []
    seen.add(same)
    const at = item.publishedAt ?? item.receivedAt
    return [...new Set(keysOf(verdict.fingerprint))].map((key) => ({
      book,
      key,
      itemId: item.id,
      caseId,
      at,
      seq: seq + 1,
    }))
  })
  await insertRows(tx.db, 'fingerprint', rows, 'ignore')
}
