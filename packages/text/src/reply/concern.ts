// What a letter is concerned with and its answer does not speak of in any words.
import type { Evidence } from '@huiying/domain/item'
import { concerns } from '../dictionary/reply-concern.ts'
import type { Point } from './point.ts'

/** A matter named once, and in no title or point, is background. */
const NAMED_MIN = 2
/** A first sentence is a title as far as this. */
const TITLE_UNITS_MAX = 60

/** Each concern that the answer leaves out: the clause of the letter in which it is asked about, or first told. */
export function concernsLeft(letter: string, points: Point[], answer: string): Evidence[] {
  const title = titleOf(letter)
  const titleEnd = Math.min(title.end, title.start + TITLE_UNITS_MAX)
  return concerns.flatMap(({ raised, taken }) => {
    if (taken.test(answer)) return []
    const named = [...letter.matchAll(raised)].map((one) => ({ start: one.index, end: one.index + one[0].length }))
    const asked = named.find(({ start, end }) => points.some((one) => one.start <= start && end <= one.end))
    const isTitle = named.some(({ end }) => end <= titleEnd)
    const first = asked ?? named.find(({ start }) => start >= titleEnd) ?? named[0]
    if (first === undefined || (asked === undefined && !isTitle && named.length < NAMED_MIN)) return []
    return [clauseAt(letter, first)]
  })
}

/** The first sentence of a letter, which says what it is about. */
export function titleOf(letter: string): Evidence {
  const start = letter.length - letter.trimStart().length
  const text = /^[^。！!？?\n]*[。！!？?]?/u.exec(letter.slice(start))?.[0] ?? ''
  return { text, start, end: start + text.length }
}

const stop = /[。！!？?；;，,：:\n]/u

/** The clause around a word, without the blanks around it and the mark behind it. */
function clauseAt(letter: string, { start, end }: { start: number; end: number }): Evidence {
  let from = start
  let to = end
  while (from > 0 && !stop.test(letter[from - 1] as string)) from--
  while (to < letter.length && !stop.test(letter[to] as string)) to++
  const raw = letter.slice(from, to)
  const first = from + (raw.length - raw.trimStart().length)
  const text = raw.trim()
  return { text, start: first, end: first + text.length }
}
