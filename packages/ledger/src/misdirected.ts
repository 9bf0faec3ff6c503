// Which open letters read as another's matter (疑似误投): told by their verdicts, marked on their LETs so that a lane of
// them is an index. Verdicts stand beside the record, so the mark does too: it follows whichever of both comes later.
import type { Verdict } from '@huiying/domain/item'
import { type Kysely, type SqlBool, sql } from 'kysely'
import { partsOf } from './batch.ts'
import type { Schema } from './schema.ts'

const isTold = sql<SqlBool>`verdict.body like '%"misdirected":"%'`

/** LETs that were just written, by their letters: the verdict may have come long before. */
export async function markLetters(db: Kysely<Schema>, itemIds: string[]): Promise<void> {
  for (const part of partsOf(itemIds)) {
    const told = db.selectFrom('verdict').select('itemId').where('itemId', 'in', part).where(isTold)
    await mark(
      db,
      (await told.execute()).map((row) => row.itemId),
    )
  }
}

/** Verdicts that were just written: their letters' LETs mostly stand already; what was read anew may say no more. */
export async function markVerdicts(db: Kysely<Schema>, verdicts: Verdict[]): Promise<void> {
  const told = verdicts.filter((one) => one.misdirected !== null).map((one) => one.itemId)
  for (const part of partsOf(told)) await mark(db, part)
  const others = verdicts.filter((one) => one.misdirected === null).map((one) => one.itemId)
  for (const part of partsOf(others)) {
    const marked = db.updateTable('clock').set({ misdirected: null }).where('misdirected', '=', 1)
    await marked.where('itemId', 'in', part).execute()
  }
}

async function mark(db: Kysely<Schema>, itemIds: string[]): Promise<void> {
  if (itemIds.length === 0) return
  await db
    .updateTable('clock')
    .set({ misdirected: 1 })
    .where('itemId', 'in', itemIds)
    .where('code', '=', 'LET')
    .execute()
}
