// Alerts as rows: what fired for a case, and what still rings because nobody has acknowledged it.
import type { AlertFact } from '@huiying/domain/entry'
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

/** Ringing: 红, 疑似升级 and 新案 of suspected 重大 nobody has acknowledged; newest first. */
export async function ringingAlerts(read: Reader, book: string, limit: number): Promise<AlertRow[]> {
  const rows = await read
    .selectFrom('alert')
    .select(['body', 'caseId', 'seq', 'acknowledged'])
    .where('book', '=', book)
    .where('acknowledged', 'is', null)
    .where('step', 'in', ['红', '疑似升级', '新案', '无地址', '放任发酵'])
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ body, ...row }) => ({ ...(JSON.parse(body) as AlertFact), ...row }))
}
