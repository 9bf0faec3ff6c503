// Letters that were answered, by id, with what their writers were told: what a new letter alike is held beside.
import type { Case, Clock, LetterState } from '@huiying/domain/case'
import type { Reader } from '../ledger.ts'

export interface AnsweredLetter {
  itemId: string
  title: string
  receivedAt: number
  /** Null once erased. */
  masked: string | null
  /** The case it is worked on in now. */
  state: Case
  letter: LetterState & { answer: NonNullable<LetterState['answer']> }
}

/** Those of the ids that are answered letters; ids come from an index, so they are few. */
export async function answeredLetters(read: Reader, book: string, itemIds: string[]): Promise<AnsweredLetter[]> {
  if (itemIds.length === 0) return []
  const rows = await read
    .selectFrom('clock')
    .innerJoin('item', 'item.id', 'clock.itemId')
    .innerJoin('caseState', 'caseState.id', 'clock.caseId')
    .leftJoin('content', 'content.itemId', 'item.id')
    .select(['item.id', 'item.title', 'item.receivedAt', 'content.masked', 'clock.body', 'caseState.state'])
    .where('clock.book', '=', book)
    .where('clock.itemId', 'in', itemIds)
    .where('clock.code', '=', 'LET')
    .where('clock.state', '=', 'ended')
    .execute()
  return rows.flatMap(({ id: itemId, title, receivedAt, masked, body, state }) => {
    const { letter } = JSON.parse(body) as Clock
    if (letter?.outcome !== '已答复' || letter.answer === undefined) return []
    const { answer } = letter
    return [{ itemId, title, receivedAt, masked, state: JSON.parse(state) as Case, letter: { ...letter, answer } }]
  })
}
