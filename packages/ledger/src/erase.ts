// Erasing at the end of the retention period: text, salt, sealed text, blob, index keys and the mailbox file are gone,
// the entry says what, how many and by which rule, and chain and verify still hold.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type AnswerRow, answersOf } from './answer/answer-row.ts'
import { eraseWords } from './answer/answer-words.ts'
import { dropFingerprints } from './candidate/fingerprint.ts'
import type { Ledger, Tx } from './ledger.ts'
import { unmarkLetters } from './misdirected.ts'
import { heldBlobs } from './quarantine.ts'

export interface Erasing {
  book: string
  ids: string[]
  /** The rule it follows, as people read it: 文号 or the local retention rule. */
  rule: string
  actor: string
  /** The watched mailbox folder, whose `done/` and `refused/` keep the letters as they came. */
  mailbox: string
  /** The folder mails are written to where no server sends them: answers to the writers lie there. */
  outbox: string
  /** Lets go of the messages that name the items: the bus's own. */
  forget(ids: string[]): Promise<void>
}

/** Erases what is on record of these ids in the book; unknown ones are passed over. Returns how many were erased. */
export async function eraseContents(ledger: Ledger, erasing: Erasing, now: number): Promise<number> {
  const { book, rule, actor } = erasing
  const gone = await ledger.write(async (tx) => {
    const rows = await tx.db
      .selectFrom('item')
      .select(['id', 'sha256'])
      .where('book', '=', book)
      .where('id', 'in', erasing.ids)
      .execute()
    const known = await tx.db.selectFrom('content').select('itemId').where('itemId', 'in', erasing.ids).execute()
    const ids = known.map((row) => row.itemId).filter((id) => rows.some((row) => row.id === id))
    if (ids.length === 0) return []
    await removeRows(tx, book, ids)
    await tx.append(book, now, actor, [{ caseId: null, body: { act: 'content.erased', v: 1, ids, rule } }])
    const erased = rows.filter((row) => ids.includes(row.id))
    return [...(await unneededBlobs(tx, erased)), ...(await heldBlobs(tx.db, book, ids))]
  })
  ledger.candidates.forget(erasing.ids)
  ledger.hashes.forget(erasing.ids)
  ledger.fresh?.forget(erasing.ids)
  for (const sha256 of gone) await ledger.blobs.remove(sha256)
  removeLetters(join(erasing.mailbox, 'done'), new Set(gone))
  for (const sha256 of gone) rmSync(join(erasing.mailbox, 'refused', `${sha256}.eml`), { force: true })
  removeAnswers(erasing.outbox, await answersOf(ledger.read, erasing.ids))
  await erasing.forget(erasing.ids)
  await ledger.scrub()
  return gone.length
}

/** By the beginning of the name: a crash may have kept one whose sending is not on record. */
function removeAnswers(folder: string, answers: AnswerRow[]): void {
  if (answers.length === 0 || !existsSync(folder)) return
  const begins = answers.map(({ answer }) => `${answer.id}@`)
  for (const name of readdirSync(folder)) {
    if (begins.some((begin) => name.startsWith(begin))) rmSync(join(folder, name), { force: true })
  }
}

async function removeRows(tx: Tx, book: string, ids: string[]): Promise<void> {
  await tx.db.deleteFrom('content').where('itemId', 'in', ids).execute()
  await tx.db.deleteFrom('verdict').where('itemId', 'in', ids).execute()
  await eraseWords(tx, ids)
  await unmarkLetters(tx.db, ids)
  await dropFingerprints(tx, book, ids)
}

/** Two items may share the same bytes: a blob goes with the last text that rests on it. */
async function unneededBlobs(tx: Tx, erased: { id: string; sha256: string }[]): Promise<string[]> {
  const gone: string[] = []
  for (const { sha256 } of erased) {
    const left = await tx.db
      .selectFrom('item')
      .innerJoin('content', 'content.itemId', 'item.id')
      .select('item.id')
      .where('item.sha256', '=', sha256)
      .executeTakeFirst()
    if (left === undefined) gone.push(sha256)
  }
  return gone
}

function removeLetters(folder: string, hashes: Set<string>): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (hashes.has(createHash('sha256').update(readFileSync(path)).digest('hex'))) rmSync(path)
  }
}
