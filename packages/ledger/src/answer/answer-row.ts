// Mails to writers as rows: made from entries alone, and looked up by letter and by Message-ID.
import type { AnswerFact, AnswerState } from '@huiying/domain/answer'
import type { Entry } from '@huiying/domain/entry'
import { partsOf } from '../batch.ts'
import type { Reader } from '../ledger.ts'
import type { Projection } from '../projection/projection.ts'

export interface AnswerRow {
  answer: AnswerFact
  state: AnswerState
  at: number
}

/** Of these letters, the oldest first. */
export async function answersOf(read: Reader, itemIds: string[]): Promise<AnswerRow[]> {
  const found: AnswerRow[] = []
  for (const part of partsOf(itemIds)) {
    const query = read.selectFrom('answerMail').selectAll().where('itemId', 'in', part)
    for (const row of await query.orderBy('changedAt').orderBy('id').execute())
      found.push({ answer: JSON.parse(row.body) as AnswerFact, state: row.state as AnswerState, at: row.changedAt })
  }
  return found
}

export const isWaiting = async (read: Reader, itemId: string): Promise<boolean> =>
  (await answersOf(read, [itemId])).some((one) => one.state === 'waiting')

/** An answer that went to a writer, with the number of its case; null when that is not for all to know (§14-8). */
export interface SentAnswer {
  id: string
  itemId: string
  number: string | null
}

/** What bounces and replies speak of: our answers by their Message-ID without angle brackets. */
export async function answersByMessageId(read: Reader, messageIds: string[]): Promise<Map<string, SentAnswer>> {
  const found = new Map<string, SentAnswer>()
  for (const part of partsOf(messageIds)) {
    const query = read
      .selectFrom('answerMail')
      .innerJoin('caseState', 'caseState.id', 'answerMail.caseId')
      .select([
        'answerMail.id',
        'answerMail.itemId',
        'answerMail.messageId',
        'caseState.number',
        'caseState.restricted',
      ])
      .where('answerMail.messageId', 'in', part)
    for (const { messageId, restricted, number, ...answer } of await query.execute())
      found.set(messageId!, { ...answer, number: restricted === null ? number : null })
  }
  return found
}

/** One row for ever for one answer; its state changes by the entries of its sending. */
export function noteAnswers(into: Projection, { book, caseId, at, body }: Entry): void {
  if (body.act === 'answer.queued') {
    const { answer } = body
    const { id, itemId } = answer
    const unsent = { state: 'waiting', messageId: null, attempts: 0, changedAt: at }
    into.answers.push({ id, book, caseId: caseId!, itemId, ...unsent, body: JSON.stringify(answer) })
  } else if (body.act === 'answer.sent' || body.act === 'answer.failed') {
    const { id, attempts } = body
    const sent = body.act === 'answer.sent' ? { state: 'sent', messageId: body.messageId } : { state: body.state }
    const change = { ...sent, attempts, changedAt: at }
    into.updates.push((db) => db.updateTable('answerMail').set(change).where('id', '=', id).execute())
  }
}
