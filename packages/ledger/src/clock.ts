// Clocks and plans as rows: what is due is read by an index on its time, never by looking through what is open.
import type { Clock, Plan } from '@huiying/domain/case'
import type { Reader } from './ledger.ts'

export async function clockById(read: Reader, id: string): Promise<Clock | null> {
  const row = await read.selectFrom('clock').select('body').where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.body) as Clock)
}

/** All clocks of the cases, letters' included, oldest deadline first. */
export async function clocksOf(read: Reader, caseIds: string[], limit: number): Promise<Clock[]> {
  const rows = await read
    .selectFrom('clock')
    .select('body')
    .where('caseId', 'in', caseIds)
    .orderBy('dueAt')
    .limit(limit)
    .execute()
  return rows.map((row) => JSON.parse(row.body) as Clock)
}

/** The newest LET of a letter with its plan: the context of letter.* commands. */
export async function letterClock(read: Reader, itemId: string): Promise<{ clock: Clock; plan: Plan | null } | null> {
  const rows = await read
    .selectFrom('clock')
    .select('body')
    .where('itemId', '=', itemId)
    .where('code', '=', 'LET')
    .execute()
  const clocks = rows.map((row) => JSON.parse(row.body) as Clock).sort((a, b) => b.openedAt - a.openedAt)
  const clock = clocks.find((one) => one.state !== 'ended') ?? clocks[0]
  if (clock === undefined) return null
  const plan = await read
    .selectFrom('plan')
    .select('body')
    .where('ownerId', '=', clock.id)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return { clock, plan: plan === undefined ? null : (JSON.parse(plan.body) as Plan) }
}

/** Running clocks past their deadline, the most overdue first: the watchdog looks over all of them, with no horizon. */
export async function overdueClocks(read: Reader, now: number, limit: number): Promise<Clock[]> {
  const rows = await read
    .selectFrom('clock')
    .select('body')
    .where('state', '=', 'running')
    .where('dueAt', '<', now)
    .orderBy('dueAt')
    .limit(limit)
    .execute()
  return rows.map((row) => JSON.parse(row.body) as Clock)
}
