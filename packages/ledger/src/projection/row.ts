// The 台账 as of any past moment: one row a case and version, so that an as-of page is an index read.

import type { Reader } from '../ledger.ts'
import type { LedgerRow } from './row-of.ts'

export interface RowFilter {
  book: string
  /** Entries up to this seq count; the current head for "now". */
  asOfSeq: number
  restricted: boolean
  status?: string
  grade?: string
  lead?: string
  topic?: string
  openedFrom?: number
  openedTo?: number
  kind?: string
  kept?: '按时' | '超时'
  /** In the title or the number as they stood then. */
  text?: string
  /** Cases the index found for it, beside those. */
  found?: string[]
}

export interface RowAt extends LedgerRow {
  caseId: string
  fromSeq: number
}

/** A keyset page, the newest opened first and of one moment the highest number: rows after `after`, at most `limit`. */
export async function ledgerRows(
  read: Reader,
  filter: RowFilter,
  after: { openedAt: number; number: string } | null,
  limit: number,
): Promise<RowAt[]> {
  let query = rowQuery(read, filter)
    .select(['caseId', 'fromSeq', 'row'])
    .orderBy('openedAt', 'desc')
    .orderBy('number', 'desc')
    .limit(limit)
  if (after !== null) {
    // The first bound lets the index begin at the page; the second leaves out what was shown.
    query = query
      .where('openedAt', '<=', after.openedAt)
      .where((eb) =>
        eb.or([
          eb('openedAt', '<', after.openedAt),
          eb.and([eb('openedAt', '=', after.openedAt), eb('number', '<', after.number)]),
        ]),
      )
  }
  const rows = await query.execute()
  return rows.map((row) => ({ ...(JSON.parse(row.row) as LedgerRow), caseId: row.caseId, fromSeq: row.fromSeq }))
}

export async function countRows(read: Reader, filter: RowFilter): Promise<number> {
  const row = await rowQuery(read, filter)
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** A clock that was late, or late when it was hung, names the kind; null is not quoted. */
const lateMarks = ['%"late":"%', '%"lateAtStart":"%']

function rowQuery(read: Reader, filter: RowFilter) {
  let query = read
    .selectFrom('caseRow')
    .where('book', '=', filter.book)
    .where('fromSeq', '<=', filter.asOfSeq)
    .where((eb) => eb.or([eb('toSeq', 'is', null), eb('toSeq', '>', filter.asOfSeq)]))
  // Hidden then or hidden now: a case judged 检举控告 since is not shown as of yesterday either (§14-8).
  if (!filter.restricted) {
    query = query
      .where('restricted', 'is', null)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('caseState')
              .select('caseState.id')
              .whereRef('caseState.id', '=', 'caseRow.caseId')
              .where('caseState.restricted', 'is not', null),
          ),
        ),
      )
  }
  if (filter.status !== undefined) query = query.where('status', '=', filter.status)
  if (filter.grade !== undefined) query = query.where('grade', '=', filter.grade)
  if (filter.lead !== undefined) query = query.where('lead', '=', filter.lead)
  if (filter.topic !== undefined) query = query.where('topics', 'like', `%${filter.topic}%`)
  if (filter.kind !== undefined) query = query.where('row', 'like', `%"kind":"${filter.kind}"%`)
  if (filter.kept === '超时') query = query.where((eb) => eb.or(lateMarks.map((mark) => eb('row', 'like', mark))))
  if (filter.kept === '按时') {
    query = query.where((eb) => eb.and(lateMarks.map((mark) => eb('row', 'not like', mark))))
  }
  const { text, found = [] } = filter
  if (text !== undefined) {
    const like = `%${text.replace(/[\\%_"]/g, '')}%`
    query = query.where((eb) =>
      eb.or([
        eb('number', 'like', like),
        eb('row', 'like', `%"title":"${like}`),
        ...(found.length > 0 ? [eb('caseId', 'in', found)] : []),
      ]),
    )
  }
  if (filter.openedFrom !== undefined) query = query.where('openedAt', '>=', filter.openedFrom)
  if (filter.openedTo !== undefined) query = query.where('openedAt', '<', filter.openedTo)
  return query
}

/** The last seq recorded at or before an instant; 0 when nothing was. "As of" is by recordedAt. */
export async function seqAt(read: Reader, book: string, at: number): Promise<number> {
  const row = await read
    .selectFrom('entry')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('book', '=', book)
    .where('at', '<=', at)
    .executeTakeFirst()
  return row?.seq == null ? 0 : Number(row.seq)
}
