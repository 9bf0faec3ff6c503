// Fingerprints of tracked items: candidates for the same happening come from an index, never from all open cases.
import type { Fingerprint, Item, Verdict } from '@huiying/domain/item'
import { insertRows } from './batch.ts'
import type { Reader, Tx } from './ledger.ts'

export interface Candidate {
  itemId: string
  caseId: string
  at: number
  fingerprint: Fingerprint
}

/** Rows read for one arriving item at most, the newest first. */
const ROWS_MAX = 24

/** For each fingerprint the tracked items that share its exact text or a band, since `since`. */
export async function candidatesOf(
  read: Reader,
  book: string,
  fingerprints: Fingerprint[],
  since: number,
): Promise<Candidate[][]> {
  const found: Candidate[][] = []
  for (const fingerprint of fingerprints) {
    const rows = await read
      .selectFrom('fingerprint')
      .select(['itemId', 'caseId', 'at'])
      .where('book', '=', book)
      .where('key', 'in', keysOf(fingerprint))
      .where('at', '>=', since)
      .orderBy('at', 'desc')
      .limit(ROWS_MAX)
      .execute()
    found.push(rows.length === 0 ? [] : await withFingerprints(read, rows))
  }
  return found
}

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
