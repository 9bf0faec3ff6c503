// What of a letter its reply passes over (§8.2 Q5): counted for the weighing, and shown where a person finds it.
import type { Evidence } from '@huiying/domain/item'
import { punish, why } from '../dictionary/reply-point.ts'
import { titleOf } from './concern.ts'
import { itemsOf } from './listing.ts'
import type { Point } from './point.ts'
import type { ReplyReading } from './reading.ts'

export interface Coverage {
  /** How much is asked beside how much is answered, what the answer leaves out, and what kind is missing. */
  traits: number[]
  /** What is left out, in the order of the letter: places of the letter as given. */
  shown: Evidence[]
}

/** Keeps the ratio of two lengths from running away where one is next to nothing. */
const RATIO_UNITS = 8
const QUESTIONS_MAX = 8
/** Points of a letter that are numbered: one alone is no list. */
const LISTED_MIN = 2
/** Share of a point's words that the answer does not speak of where no point is wholly missed; places shown. */
const MISSED_MIN = 0.6
const SHOWN_MAX = 6

/** Asks for an answer and nothing more: an answer that takes up the rest is one. */
const onlyAnswer = /^(?:恳?请|[希盼]?望|要求)[^，。]{0,12}(?:答复|回复)[。！!]?$/u

const flag = (is: boolean): number => (is ? 1 : 0)

export function coverageOf(reading: ReplyReading): Coverage {
  const { letter, reply, answer, elements, points, left } = reading
  const questions = points.filter((one) => one.kind === 'question' && !one.isReproach)
  const open = questions.filter((one) => one.isOpen)
  const listed = itemsOf(letter)
  const traits = [
    Math.log2((answer.length + RATIO_UNITS) / (letter.length + RATIO_UNITS)),
    Math.min(questions.length, QUESTIONS_MAX),
    open.length,
    left.length,
    flag(listed >= LISTED_MIN && itemsOf(reply) < listed),
    flag(punish.asked.test(letter) && !punish.given.test(answer)),
    flag(why.asked.test(letter) && !why.given.test(answer)),
    flag(elements.has('日期')),
    flag(elements.has('数字')),
    flag(elements.has('联系方式或救济途径')),
  ]
  return { traits, shown: placesOf(titleOf(letter), points, [...open, ...left]) }
}

/** What is surely left out and what no word is said of; else what least is said of; else what the letter is about. */
function placesOf(title: Evidence, points: Point[], left: Evidence[]): Evidence[] {
  const answerable = points.filter((one) => !one.isReproach && !onlyAnswer.test(one.text))
  const sure = [...left, ...mostMissed(answerable, 1)]
  const shown: Evidence[] = []
  for (const { text, start, end } of sure.length > 0 ? sure : mostMissed(answerable, MISSED_MIN)) {
    if (shown.length === SHOWN_MAX) break
    if (!shown.some((one) => one.start < end && start < one.end)) shown.push({ text, start, end })
  }
  return shown.length > 0 ? shown.toSorted((a, b) => a.start - b.start) : [title]
}

function mostMissed(points: Point[], least: number): Point[] {
  return points.filter((one) => one.missed >= least).toSorted((a, b) => b.missedWords - a.missedWords)
}
