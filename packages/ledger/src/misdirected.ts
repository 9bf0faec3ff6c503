// Which open letters read as another's matter (疑似误投): told by their verdicts, marked on their LETs so that a lane of
// them is an index. Verdicts stand beside the record, so the mark does too: it follows whichever of both comes later.
import type { Verdict } from '@huiying/domain/item'
import { type Kysely, type SqlBool, sql } from 'kysely'
import { partsOf } from './batch.ts'
import type { Schema } from './schema.ts'

const isTold = sql<SqlBool>`verdict.body like '%"misdirected":"%'`

/** Of these items, those whose verdict on record says so. */
export async function misdirectedOf(db: Kysely<Schema>, itemIds: string[]): Promise<string[]> {
  const found: string[] = []
  for (const part of partsOf(itemIds)) {
    const told = db.selectFrom('verdict').select('itemId').where('itemId', 'in', part).where(isTold)
    for (const row of await told.execute()) found.push(row.itemId)
  }
  return found
}

/** LETs that were just written, by their letters: the verdict may have come long before. */
export const markLetters = async (db: Kysely<Schema>, itemIds: string[]): Promise<void> =>
  mark(db, await misdirectedOf(db, itemIds), 1)

/**
 * Verdicts that were just written: their letters' LETs mostly stand already. `before`: of these items those that were
 * said to be misdirected until now; what was read anew may say so no more.
 */
export async function markVerdicts(db: Kysely<Schema>, verdicts: Verdict[], before: string[]): Promise<void> {
  const told = new Set(verdicts.filter((one) => one.misdirected !== null).map((one) => one.itemId))
  await mark(db, [...told], 1)
  await mark(
    db,
    before.filter((id) => !told.has(id)),
    null,
  )
}

/** What erased letters were said to be goes with their verdicts. */
export const unmarkLetters = async (db: Kysely<Schema>, itemIds: string[]) => mark(db, itemIds, null)

/** The first clock by id whose mark is not what its verdict says; verify asks, for no entry tells of it. */
export async function firstWrongMark(read: Kysely<Schema>, book: string) {
  const told = sql`case when clock.code = 'LET' and ${isTold} then 1 else 0 end`
  return read
    .selectFrom('clock')
    .leftJoin('verdict', 'verdict.itemId', 'clock.itemId')
    .select(['clock.id', 'clock.caseId'])
    .where('clock.book', '=', book)
    .where(sql<SqlBool>`coalesce(clock.misdirected, 0) != ${told}`)
    .orderBy('clock.id')
    .limit(1)
    .executeTakeFirst()
}

async function mark(db: Kysely<Schema>, itemIds: string[], misdirected: 1 | null): Promise<void> {
  for (const part of partsOf(itemIds)) {
    const marked = db.updateTable('clock').set({ misdirected }).where('itemId', 'in', part)
    await marked.where('code', '=', 'LET').execute()
  }
}
