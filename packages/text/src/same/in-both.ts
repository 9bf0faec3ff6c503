// What two texts have in common, in words a person can read: why one is shown beside the other.
import { rarity } from './gram.ts'

const WORD_MIN = 2
/** Longer runs are cut: a whole sentence tells no more than its beginning. */
const WORD_MAX = 12
/** Letters that begin or end a run by chance. */
const loose =
  /^[的了是我们在有和就也都不很请问您你这那个把被让给到去来对说要会能]+|[的了是我们在有和就也都不很请问您你这那个把被让给到去来对说要会能]+$/gu

/** Of each text so much is looked at. */
const UNITS_MAX = 600
const wordUnit = /[\p{L}\p{N}]/u

/** Runs of letters that stand in both texts, the rarest first, none inside another and none over a stop. */
export function sharedWords(a: string, b: string, max: number): string[] {
  const [text, other] = [a.slice(0, UNITS_MAX), b.slice(0, UNITS_MAX)]
  const found = new Map<string, number>()
  for (let at = 0; at + WORD_MIN <= text.length; ) {
    const run = longestRun(text, at, other)
    const word = run.slice(0, WORD_MAX).replace(loose, '')
    if (word.length >= WORD_MIN && !/^\p{N}+$/u.test(word)) found.set(word, rarityOf(word))
    at += Math.max(1, run.length)
  }
  const words = [...found].sort(([, x], [, y]) => y - x).map(([word]) => word)
  return words.filter((word, at) => !words.slice(0, at).some((one) => one.includes(word))).slice(0, max)
}

function longestRun(text: string, from: number, other: string): string {
  let to = from
  while (to < text.length && wordUnit.test(text[to] as string) && other.includes(text.slice(from, to + 1))) to++
  return text.slice(from, to)
}

function rarityOf(word: string): number {
  let sum = 0
  for (let at = 0; at + WORD_MIN <= word.length; at++) sum += rarity(word, at, WORD_MIN)
  return sum
}
