// A mail to a letter's writer as people see it: what was said and whether it has gone, never where.
import { answerKind, answerText } from '@huiying/domain/answer'
import type { AnswerRow } from '@huiying/ledger/answer/answer-row'
import type { AnswerLine } from './letter-wire.ts'

export const answerLine = ({ answer: { id, itemId, says, by }, state, at }: AnswerRow): AnswerLine => ({
  id,
  itemId,
  kind: answerKind(says),
  text: answerText(says),
  by,
  state,
  at,
})
