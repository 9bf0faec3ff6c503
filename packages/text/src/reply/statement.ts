// Tells which of the three kinds of statement a reply is (§14-3): the clock that it stops depends on it.
import { handling } from '../dictionary/reply.ts'
import { bare, declined, general, ordered, settled, underWay } from '../dictionary/reply-statement.ts'
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
  if (letter === '咨询' && content.length <= 1 && sentences.some(tellsWhereToApply)) return '结果'
  const concluded = content.some(({ text }) => concludes.test(text) || (letter === '咨询' && !handling.test(text)))
  const isShort = unitsOf(content) < ANSWER_UNITS_MIN && !concluded
  if (isShort || onlySendsAway(sentences, content)) return '受理告知'
  if (content.every((one) => isBarePromise(one, promises))) return '受理告知'
  const score = content.reduce((sum, one, place) => sum + weightOf(one, promises, (place + 1) / content.length), 0)
  const bias = (letter === '咨询' ? CONSULT_BIAS : 0) + (isHandedOnAfter(sentences) ? HANDED_AFTER : 0)
  return score + bias > GOES_ON_MIN ? '进展' : '结果'
}

/** Who asks how to get something done is answered by where to apply for it; a desk that may be asked is no answer. */
export const tellsWhereToApply = ({ kind, text }: Sentence): boolean =>
  kind === 'referral' && /(?:到|向|在|凭|持).{2,30}(?:办理|申请|申领|登记|申报)/u.test(text) && !/咨询|反映/u.test(text)

/** To look into it, think about it, try: nothing found, nothing done, and nothing said of what will be. */
function isBarePromise(sentence: Sentence, promises: Promised[]): boolean {
  const promise = promises.find((one) => one.start >= sentence.start && one.end <= sentence.end)
  return promise !== undefined && !promise.timed && bare.test(promise.text) && !/\d/u.test(sentence.text)
}

/** What was found is told, and then the matter goes to somebody else: not in a receipt of its own that follows. */
function isHandedOnAfter(sentences: Sentence[]): boolean {
  const last = sentences.findLastIndex((one) => one.kind === 'content')
  const next = sentences[last + 1]
  return next?.kind === 'handed' && !/^(?:[\d年月日.\s-]*)(?:尊敬的|网[友民]|市民|[您你])/u.test(next.text)
}

/** Yes, no or done, in however few words. */
const concludes =
  /^(?:不?可以|不?能|不行|没有|是的|不是)|(?:现|均|都|业)?已(?:经)?(?!收|阅|转|受理|登记|知|记)[\p{Script=Han}]/u

const CONSULT_BIAS = -0.5
const HANDED_AFTER = 1
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
  if (settled.test(text) || declined.test(text)) weight -= 1
  return weight * (0.5 + place * 0.5)
}
