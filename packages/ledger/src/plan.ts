// Plans due for a step: a turn reads what is due (indexed on nextStepAt), not what is open.
import type { Plan } from '@huiying/domain/case'
import type { Reader } from './ledger.ts'

/** Cases with a step due at `now`, the longest due first. */
export async function dueCases(read: Reader, now: number, limit: number): Promise<string[]> {
  const rows = await dueQuery(read, now).select('caseId').orderBy('nextStepAt').limit(limit).execute()
  return [...new Set(rows.map((row) => row.caseId))]
}

/** The query `dueCases` and the watchdog share; exported so that a test can read its plan. */
export const dueQuery = (read: Reader, now: number) => read.selectFrom('plan').where('nextStepAt', '<=', now)

export async function duePlansOf(read: Reader, caseId: string, now: number): Promise<Plan[]> {
  const rows = await read
    .selectFrom('plan')
    .select('body')
    .where('caseId', '=', caseId)
    .where('nextStepAt', '<=', now)
    .orderBy('nextStepAt')
    .orderBy('id')
    .execute()
  return rows.map((row) => JSON.parse(row.body) as Plan)
}

/** When the next step is due, null when nothing is; tests and the drill move time to it. */
export async function nextDueAt(read: Reader): Promise<number | null> {
  const row = await read
    .selectFrom('plan')
    .select((eb) => eb.fn.min('nextStepAt').as('at'))
    .where('nextStepAt', 'is not', null)
    .executeTakeFirst()
  return row?.at == null ? null : Number(row.at)
}
