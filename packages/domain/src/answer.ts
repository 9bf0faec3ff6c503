// Answers to writers by mail (回信): what is said, and what goes on record once the mail server has taken it. The
// address stands in none of this: it is read from the letter's sealed part when the mail is sent.
import type { Clock } from './case.ts'
import { judgeStop } from './clock.ts'
import type { Body } from './entry.ts'

/** What a letter's writer is told: the entry that is written when he has been. */
export type AnswerBody = Extract<
  Body,
  { act: 'letter.accepted' | 'letter.answered' | 'letter.refused' | 'letter.redirected' }
>

export interface AnswerFact {
  id: string
  itemId: string
  /** The login of who answers. */
  by: string
  /** Personal data and the writer's name covered. */
  says: AnswerBody
  /** SM3 of the words the mail carries, as they lie sealed beside the record. Without it they are those above. */
  typed?: string
}

export type AnswerState = 'waiting' | 'sent' | 'failed' | 'bounced' | 'cancelled'

/** Of an `answer.sent`, `again` means that an earlier sending broke off: the writer may have it twice. */
export interface AnswerFailure {
  /** Refused by the server, come back, or not sent at all. */
  state: Exclude<AnswerState, 'waiting' | 'sent'>
  attempts: number
  /** The letter it had settled waits for an answer again. */
  reopens: boolean
  /** Never with an address. */
  reason: string
}

const kinds = {
  'letter.accepted': '受理告知',
  'letter.answered': '结果',
  'letter.refused': '不予受理告知',
  'letter.redirected': '误投告知',
} as const
export type AnswerKind = (typeof kinds)[keyof typeof kinds]

export const answerKind = ({ act }: AnswerBody): AnswerKind => kinds[act]

export const answerText = (says: AnswerBody): string => (says.act === 'letter.answered' ? says.summary : says.told)

/** The channel that an answer by mail has on record. */
export const ANSWER_CHANNEL = '回信（电子邮件）'

/** Why it is no longer to be sent: the letter has been settled in another way meanwhile. Null: send it. */
export const whyNotSent = ({ says }: AnswerFact, letter: Clock | null): string | null => {
  if (letter === null) return '这封信已没有时限，未寄'
  if (letter.state === 'ended') return `这封信已用其他方式办结（${letter.end?.reason ?? ''}），未寄`
  if (says.act === 'letter.accepted' && letter.letter?.accepted != null) return '已用其他方式告知受理，未寄'
  return null
}

/** The entries of a mail that was sent: what the writer was told, and with it the end of his letter's deadline. */
export const recordAnswer = ({ says, by }: AnswerFact, letter: Clock | null, now: number): Body[] => {
  if (letter === null || letter.state === 'ended') return []
  if (says.act === 'letter.accepted') return letter.letter?.accepted == null ? [says] : []
  const body: Body = says.act === 'letter.answered' ? { ...says, answeredAt: Math.max(now, letter.startAt) } : says
  return [body, { act: 'clock.ended', v: 1, clockId: letter.id, end: judgeStop(letter, now, reasonOf(body)), by }]
}

/** Why a letter's deadline stopped. */
export const reasonOf = (body: Body): string =>
  body.act === 'letter.answered' ? `已答复来信人：${body.channel}` : '已告知来信人'
