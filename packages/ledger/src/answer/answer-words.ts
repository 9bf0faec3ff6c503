// The words a mail to a writer carries, as typed: sealed beside the record, bound by the entry that queued the mail,
// erased with the letter. Entries hold the covered copy alone.
import type { AnswerFact } from '@huiying/domain/answer'
import type { Command } from '@huiying/domain/command'
import type { Entry } from '@huiying/domain/entry'
import type { Sealer } from '../blob/sealer.ts'
import { sm3 } from '../chain.ts'
import type { Reader, Tx } from '../ledger.ts'
import type { ChainFacts } from '../verify/chain-check.ts'
import type { Difference } from '../verify/difference.ts'

/** Null where the entry holds the words as they were typed, or nothing is mailed. */
export const sealWords = (sealer: Sealer, command: Command): Buffer | null =>
  command.typed !== undefined && 'mail' in command && command.mail === true
    ? sealer.seal(Buffer.from(command.typed))
    : null

/** In the turn that queues the mail: either both are there after a crash or neither. */
export async function keepWords(tx: Tx, { book, body }: Entry, sealed: Buffer): Promise<void> {
  if (body.act !== 'answer.queued') return
  const { id: answerId, itemId } = body.answer
  await tx.db.insertInto('answerWords').values({ answerId, book, itemId, sealed }).execute()
}

/**
 * What is sent, word for word, as often as it is sent; undefined where the entry itself has it. Null once erased, and
 * where what lies there is not what the entry bound: nothing is sent then.
 */
export async function typedWords(read: Reader, sealer: Sealer, answer: AnswerFact): Promise<string | null | undefined> {
  if (answer.typed === undefined) return undefined
  const query = read.selectFrom('answerWords').select('sealed').where('answerId', '=', answer.id)
  const row = await query.executeTakeFirst()
  if (row === undefined || sm3(row.sealed) !== answer.typed) return null
  return sealer.open(row.sealed).toString('utf8')
}

export async function eraseWords(tx: Tx, itemIds: string[]): Promise<void> {
  await tx.db.deleteFrom('answerWords').where('itemId', 'in', itemIds).execute()
}

/** Every mail's words are those its entry bound; those of erased letters are gone, and none were added beside. */
export async function checkWords(read: Reader, book: string, facts: ChainFacts): Promise<Difference | null> {
  const rows = await read.selectFrom('answerWords').selectAll().where('book', '=', book).execute()
  const kept = new Map(rows.map((row) => [row.answerId, row]))
  const table = 'answerWords'
  for (const { seq, answer } of facts.typed) {
    const row = kept.get(answer.id)
    kept.delete(answer.id)
    const erasedSeq = facts.erased.get(answer.itemId) ?? 0
    if (erasedSeq > seq) {
      if (row !== undefined) return { seq: erasedSeq, table, reason: 'order' }
      continue
    }
    if (row === undefined) return { seq, table, reason: 'gap' }
    if (row.itemId !== answer.itemId || sm3(row.sealed) !== answer.typed) return { seq, table, reason: 'hash' }
  }
  return kept.size === 0 ? null : { seq: facts.head.seq, table, reason: 'order' }
}
