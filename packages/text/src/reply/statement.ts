// Tells which of the three kinds of statement a reply is (§14-3): the clock that it stops depends on it.
import { general, ordered, settled, underWay } from '../dictionary/reply-statement.ts'
import type { LetterKind } from './letter-kind.ts'
import type { Promised } from './promise.ts'
import type { Sentence } from './sentence.ts'

/** 受理告知 stops no clock; 进展 has facts or measures and goes on; 结果 concludes. */
export type StatementKind = '受理告知' | '进展' | '结果'

/** A reply whose own words are fewer than this answers nothing. */
const ANSWER_UNITS_MIN = 12

export const unitsOf = (sentences: Sentence[]): number => sentences.reduce((sum, one) => sum + one.text.length, 0)

/** `letter`: what kind it answers; a question is concluded by its answer, a complaint by what was done. */
export function statementOf(letter: LetterKind, sentences: Sentence[], promises: Promised[]): StatementKind {
  const content = sentences.filter((one) => one.kind === 'content')
  if (unitsOf(content) < ANSWER_UNITS_MIN || onlySendsAway(sentences, content)) return '受理告知'
  const score = content.reduce((sum, one, place) => sum + weightOf(one, promises, (place + 1) / content.length), 0)
  return score + (letter === '咨询' ? CONSULT_BIAS : 0) > GOES_ON_MIN ? '进展' : '结果'
}

const CONSULT_BIAS = -0.5
const GOES_ON_MIN = 0.9

/** Asks for particulars or points elsewhere, and the rest is a telephone number. */
function onlySendsAway(sentences: Sentence[], content: Sentence[]): boolean {
  const isSent = sentences.some((one) => one.kind === 'referral')
  return isSent && content.every((one) => /电话|牵涉|联系方式|宣传册/u.test(one.text) && one.text.length < 40)
}

/** How much one sentence says that the matter goes on; what stands later weighs more. */
function weightOf(sentence: Sentence, promises: Promised[], place: number): number {
  const { text } = sentence
  const promise = promises.find((one) => one.start >= sentence.start && one.end <= sentence.end)
  let weight = 0
  if (promise !== undefined && !promise.conditional) weight += general.test(text) ? 0.8 : 1.3
  if (underWay.test(text)) weight += 1
  if (ordered.test(text)) weight += 0.9
  if (settled.test(text)) weight -= 1
  return weight * (0.5 + place * 0.5)
}
