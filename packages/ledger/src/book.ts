// Books: the ledger of one authority each, with its chain head.
import { createHash } from 'node:crypto'
import { EVOLVE_VERSION } from '@huiying/domain/evolve'
import { GENESIS_HASH } from './chain.ts'
import type { Reader, Tx } from './ledger.ts'

export interface Book {
  id: string
  name: string
  sample: boolean
  drill: boolean
}

/** The mark every screen, mail and export of a sample or drill folder carries for ever (§14-18). */
export type Mark = '演示' | '演练' | null
export const markOf = (book: Book): Mark => (book.drill ? '演练' : book.sample ? '演示' : null)

export async function openBook(tx: Tx, book: Book, policyText: string, now: number, actor: string): Promise<void> {
  const { id, name, sample, drill } = book
  const head = { headSeq: 0, headHash: GENESIS_HASH, headAt: 0 }
  await tx.db
    .insertInto('book')
    .values({ id, name, sample: sample ? 1 : 0, drill: drill ? 1 : 0, openedAt: now, ...head })
    .execute()
  await tx.db.insertInto('projection').values({ book: id, version: EVOLVE_VERSION }).execute()
  await tx.append(id, now, actor, [{ caseId: null, body: { act: 'book.opened', v: 1, name, sample, drill } }])
  await adoptPolicy(tx, id, policyText, '建册', actor, now)
}

export async function listBooks(read: Reader): Promise<Book[]> {
  const rows = await read.selectFrom('book').selectAll().orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, name: row.name, sample: row.sample === 1, drill: row.drill === 1 }))
}

/** Every book on record; a service alone does not make the first: `npm start` fills it. */
export async function needBooks(read: Reader): Promise<[Book, ...Book[]]> {
  const [first, ...others] = await listBooks(read)
  if (first === undefined) throw new Error('台账册尚未建立，单独的服务不建册。请先运行一次 npx huiying book open')
  return [first, ...others]
}

export async function headOf(read: Reader, book: string): Promise<{ seq: number; hash: string; at: number }> {
  const row = await read
    .selectFrom('book')
    .select(['headSeq', 'headHash', 'headAt'])
    .where('id', '=', book)
    .executeTakeFirstOrThrow()
  return { seq: row.headSeq, hash: row.headHash, at: row.headAt }
}

/** The hash of one entry; null when there is none of this seq. */
export async function hashAt(read: Reader, book: string, seq: number): Promise<string | null> {
  const query = read.selectFrom('entry').select('hash').where('book', '=', book).where('seq', '=', seq)
  return (await query.executeTakeFirst())?.hash ?? null
}

/** A policy version is an entry with its full text; the text is checked by the caller (`parsePolicy`, 只紧不松). */
export async function adoptPolicy(
  tx: Tx,
  book: string,
  text: string,
  reason: string,
  actor: string,
  now: number,
): Promise<string> {
  const hash = createHash('sm3').update(text).digest('hex')
  const [entry] = await tx.append(book, now, actor, [
    { caseId: null, body: { act: 'policy.adopted', v: 1, hash, text, reason } },
  ])
  await tx.db
    .insertInto('policyVersion')
    .values({ hash, book, seq: entry!.seq, text })
    .onConflict((on) => on.columns(['book', 'hash']).doUpdateSet({ seq: entry!.seq }))
    .execute()
  return hash
}
