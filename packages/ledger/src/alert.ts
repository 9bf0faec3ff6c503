// Alerts as rows: what fired for a case, and what still rings because nobody has acknowledged it.
import type { AlertFact } from '@huiying/domain/entry'
import { UNIT_REPLY } from '@huiying/domain/word'
import type { Reader } from './ledger.ts'

export interface AlertRow extends AlertFact {
  caseId: string
  seq: number
  acknowledged: string | null
}

export async function alertsOf(read: Reader, caseId: string): Promise<AlertRow[]> {
  const rows = await read
    .selectFrom('alert')
    .select(['body', 'caseId', 'seq', 'acknowledged'])
    .where('caseId', '=', caseId)
    .orderBy('seq')
    .execute()
  return rows.map(({ body, ...row }) => ({ ...(JSON.parse(body) as AlertFact), ...row }))
}

/** Steps that may ring; which of them do is the console's to say, for it knows the case. */
const ringingSteps = ['红', '疑似升级', '新案', '无地址', '放任发酵'] as const

/** Replies that have rung since: few, for each unit rings only so often an hour. */
export async function replyBellsSince(read: Reader, book: string, since: number): Promise<{ alert: AlertFact }[]> {
  const rows = await read
    .selectFrom('alert')
    .select('body')
    .where('book', '=', book)
    .where('firedAt', '>', since)
    .where('body', 'like', `%"cause":"${UNIT_REPLY}"%`)
    .execute()
  return rows.map(({ body }) => ({ alert: JSON.parse(body) as AlertFact }))
}

/** One alert, as it stands. */
export async function alertById(read: Reader, id: string): Promise<AlertRow | null> {
  const row = await read
    .selectFrom('alert')
    .select(['body', 'caseId', 'seq', 'acknowledged'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return null
  const { body, ...rest } = row
  return { ...(JSON.parse(body) as AlertFact), ...rest }
}

/** Alerts nobody has acknowledged, newest first, those before `beforeSeq`; null: from the newest. */
export async function ringingAlerts(
  read: Reader,
  book: string,
  limit: number,
  beforeSeq: number | null,
): Promise<AlertRow[]> {
  let query = read
    .selectFrom('alert')
    .select(['body', 'caseId', 'seq', 'acknowledged'])
    .where('book', '=', book)
    .where('acknowledged', 'is', null)
    .where('step', 'in', ringingSteps)
    .orderBy('seq', 'desc')
    .limit(limit)
  if (beforeSeq !== null) query = query.where('seq', '<', beforeSeq)
  const rows = await query.execute()
  return rows.map(({ body, ...row }) => ({ ...(JSON.parse(body) as AlertFact), ...row }))
}
