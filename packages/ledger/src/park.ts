// Parked messages: those that failed by their own fault, kept with the reason, listed, counted and replayed.
import { deriveId } from '@huiying/runtime/id'
import type { Selectable } from 'kysely'
import type { Ledger, Reader } from './ledger.ts'
import type { Schema } from './schema.ts'

export interface ParkedMessage {
  id: string
  topic: string
  key: string
  body: unknown
  reason: string
  at: number
  replayedAt: number | null
}

/**
 * Keeps a message that was tried and failed, and records it in the book's chain (ids and reason only). The same
 * message parked again is one row; a replayed one that fails again is open again with the new reason.
 */
export async function park(
  ledger: Ledger,
  message: { book: string | null; topic: string; key: string; body: unknown; reason: string },
  now: number,
): Promise<string> {
  const { book, topic, key, reason } = message
  const body = JSON.stringify(message.body)
  const id = deriveId('parked', topic, key, body)
  await ledger.write(async (tx) => {
    const before = await tx.db.selectFrom('parked').select('replayedAt').where('id', '=', id).executeTakeFirst()
    if (before !== undefined && before.replayedAt === null) return
    const row = { reason, at: now, replayedAt: null }
    await tx.db
      .insertInto('parked')
      .values({ id, topic, key, body, ...row })
      .onConflict((on) => on.column('id').doUpdateSet(row))
      .execute()
    if (book !== null)
      await tx.append(book, now, 'system', [{ caseId: null, body: { act: 'parked', v: 1, id, topic, reason } }])
  })
  return id
}

/** Waiting ones, oldest first. */
export async function listParked(read: Reader, limit: number): Promise<ParkedMessage[]> {
  const rows = await read
    .selectFrom('parked')
    .selectAll()
    .where('replayedAt', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(parkedOf)
}

export async function countParked(read: Reader): Promise<number> {
  const count = read
    .selectFrom('parked')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('replayedAt', 'is', null)
  return Number((await count.executeTakeFirstOrThrow()).n)
}

/** Puts a parked message back on its topic; false when it is not waiting (unknown, or replayed by another hand). */
export async function replay(
  ledger: Ledger,
  id: string,
  book: string | null,
  actor: string,
  now: number,
): Promise<boolean> {
  return ledger.write(async (tx) => {
    const row = await tx.db.selectFrom('parked').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined || row.replayedAt !== null) return false
    await tx.db.updateTable('parked').set({ replayedAt: now }).where('id', '=', id).execute()
    await tx.publish([{ topic: row.topic, key: row.key, body: JSON.parse(row.body) }])
    if (book !== null) await tx.append(book, now, actor, [{ caseId: null, body: { act: 'unparked', v: 1, id } }])
    return true
  })
}

const parkedOf = (row: Selectable<Schema['parked']>): ParkedMessage => ({
  ...row,
  body: JSON.parse(row.body) as unknown,
})
