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
    .orderBy('id')
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
  const plans = await read.selectFrom('plan').select('body').where('ownerId', '=', clock.id).execute()
  const bodies = plans.map((row) => JSON.parse(row.body) as Plan)
  // After an extension two plans hang on the clock: the one that still runs is meant.
  return { clock, plan: bodies.find((one) => one.ended === null) ?? bodies[0] ?? null }
}

/** The letters of these cases, and how many of them still wait for an answer: what an un-merge gives back. */
export async function countLetters(read: Reader, caseIds: string[]): Promise<{ total: number; open: number }> {
  const rows = await read
    .selectFrom('clock')
    .select(['itemId', 'state'])
    .where('caseId', 'in', caseIds)
    .where('code', '=', 'LET')
    .execute()
  const open = rows.filter((row) => row.state !== 'ended')
  return { total: new Set(rows.map((row) => row.itemId)).size, open: open.length }
}

/** The letter of a case whose answer is due first; null: none waits. */
export async function nearestLetter(db: Reader, caseId: string): Promise<Clock | null> {
  const row = await db
    .selectFrom('clock')
    .select('body')
    .where('caseId', '=', caseId)
    .where('state', '=', 'running')
    .where('code', '=', 'LET')
    .orderBy('dueAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.body) as Clock)
}

/** The running clock of a case that is due first, those of its letters among them. */
export async function nearestClock(db: Reader, caseId: string): Promise<Clock | null> {
  const running = db.selectFrom('clock').select('body').where('caseId', '=', caseId).where('state', '=', 'running')
  const row = await running.orderBy('dueAt').orderBy('id').limit(1).executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.body) as Clock)
}
