// Whether a question of a letter waits for an answer, and whether a sentence of the reply is one: of the kind that was
// asked for, and about the same.
import { inEarnest, questionKinds, reproach } from '../dictionary/reply-point.ts'

/** So many letters before a question may still say that it is one: 请问……，……？ */
const BEFORE_UNITS = 40
const HALF_UNITS = 2

export const isReproach = (question: string): boolean => reproach.test(question)

/** Who says that he asks waits for an answer. */
export function isEarnest(letter: string, { start, end }: { start: number; end: number }): boolean {
  return inEarnest.test(letter.slice(Math.max(0, start - BEFORE_UNITS), end))
}

/** One sentence holds what is asked for (a day, a sum, a reason …) and one of the question's `words`, or half of it. */
export function isAnswered(question: string, words: string[], answer: string): boolean {
  const kind = questionKinds.find(({ asks }) => asks.test(question))
  return answer
    .split('\n')
    .some((sentence) => (kind?.answers.test(sentence) ?? true) && words.some((word) => speaksOf(sentence, word)))
}

function speaksOf(sentence: string, word: string): boolean {
  if (sentence.includes(word)) return true
  for (let at = 0; word.length > HALF_UNITS && at + HALF_UNITS <= word.length; at++)
    if (sentence.includes(word.slice(at, at + HALF_UNITS))) return true
  return false
}
