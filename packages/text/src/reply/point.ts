// Takes a letter apart into what it asks, and looks which of it a reply speaks of.
import { asks, greeting, hollow, needs } from '../dictionary/reply-point.ts'
import { cut } from '../segment.ts'

export interface Point {
  text: string
  start: number
  end: number
  /** Share of the point's own words (0 to 1) that the reply speaks of. */
  covered: number
  /** It asks when, how much, why, whom … and nothing of that kind stands in the answer. */
  unmet: boolean
}

const sentence = /[^。！？!?；;\n]+[。！？!?；;\n]*/gu
const POINT_UNITS_MIN = 6
const POINTS_MAX = 12

/** What the letter asks, title first, and how far `reply` covers each; `answer` is the reply's content alone. */
export function pointsOf(letter: string, reply: string, answer: string): Point[] {
  const said = new Set(bigramsOf(reply))
  const points: Point[] = []
  for (const match of letter.matchAll(sentence)) {
    const raw = match[0]
    const start = match.index + (raw.length - raw.trimStart().length)
    const text = raw.trim()
    if (text.length < POINT_UNITS_MIN || greeting.test(text) || !asks.test(text)) continue
    const words = contentWords(text)
    if (words.length === 0) continue
    const covered = words.filter((word) => speaksOf(reply, said, word)).length / words.length
    const unmet = needs.some(({ asked, given }) => asked.test(text) && !given.test(answer))
    points.push({ text, start, end: start + text.length, covered, unmet })
    if (points.length === POINTS_MAX) break
  }
  return points
}

/** The words of two characters and more that say something, once each. */
function contentWords(text: string): string[] {
  const words = cut(text).filter((word) => word.length > 1 && /\p{Script=Han}/u.test(word) && !hollow.has(word))
  return [...new Set(words)]
}

function speaksOf(reply: string, said: Set<string>, word: string): boolean {
  if (reply.includes(word)) return true
  return word.length > 2 && bigramsOf(word).some((pair) => said.has(pair))
}

function bigramsOf(text: string): string[] {
  const pairs: string[] = []
  for (let at = 0; at + 2 <= text.length; at++) pairs.push(text.slice(at, at + 2))
  return pairs
}
