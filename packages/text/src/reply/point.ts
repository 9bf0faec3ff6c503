// Takes a letter apart into what it asks, and looks which of it an answer takes up.
import { announces, demand, greeting, hollow, question } from '../dictionary/reply-point.ts'
import { cutTagged } from '../segment.ts'
import { kindOfLetter } from './letter-kind.ts'
import { pairsIn, shareAny } from './pair.ts'
import { isAnswered, isEarnest, isReproach } from './question.ts'

export interface Point {
  kind: 'question' | 'demand'
  text: string
  /** UTF-16 units of the letter as given, end exclusive. */
  start: number
  end: number
  /** Share of the point's own words (0 to 1) that the answer does not speak of. */
  missed: number
  /** How many words that is; a word that is half spoken of counts in part. */
  missedWords: number
  /** A question that asks nobody: no answer is waited for. */
  isReproach: boolean
  /** A question asked in so many words to which no sentence of the answer is of its kind and about the same. */
  isOpen: boolean
}

/** A sentence, or an item of a list: 1、 一、 问题二 第三，. */
const item = /(?=[1-9一二三四五][、．）])|(?=[1-9][.)](?!\d))|(?=[问疑][题问][一二三四五])|(?=第[一二三四五][、，:：])/u
const startsItem = new RegExp(`^${item.source}`, 'u')
const sentence = new RegExp(`(?<=[。！？!?；;\\n])|${item.source}`, 'u')
const clause = /(?<=[，,？?])/u
const SENTENCE_UNITS_MIN = 4
const CLAUSE_UNITS_MIN = 5
/** A first sentence longer than this is no title: it tells the matter itself. */
const TITLE_UNITS_MAX = 60
const POINTS_MAX = 60
/** A long word of which the answer says a part is taken up in good part. */
const PARTLY = 0.7

/** What the letter asks behind its title, in order, and how far `answer` takes up each. */
export function pointsOf(letter: string, answer: string): Point[] {
  const between = { letter, asks: kindOfLetter(letter) === '咨询', answer, said: pairsIn([answer]) }
  const points: Point[] = []
  let isFirst = true
  for (const one of piecesOf(letter, 0, sentence)) {
    if (one.text.length < SENTENCE_UNITS_MIN) continue
    const isTitle = isFirst && one.text.length < TITLE_UNITS_MAX
    const isGreeting = !isFirst && greeting.test(one.text)
    isFirst = false
    if (isTitle || isGreeting || points.length >= POINTS_MAX) continue
    points.push(...askedIn(one).flatMap((asked) => weigh(asked, between)))
  }
  return points
}

type Piece = Pick<Point, 'text' | 'start' | 'end'>
type Asked = Piece & Pick<Point, 'kind'>

/** The pieces of `text` between the places where `at` matches, without the blanks around them. */
function piecesOf(text: string, from: number, at: RegExp): Piece[] {
  let start = from
  return text.split(at).map((raw) => {
    const first = start + (raw.length - raw.trimStart().length)
    start += raw.length
    const bare = raw.trim()
    return { text: bare, start: first, end: first + bare.length }
  })
}

/** Each clause that asks is a point; without one, what is demanded from its first clause to its last. */
function askedIn(one: Piece): Asked[] {
  const clauses = piecesOf(one.text, one.start, clause)
  if (question.test(one.text)) {
    const asking = withAnnounced(clauses, one).filter(
      ({ text }) => question.test(text) && text.length >= CLAUSE_UNITS_MIN,
    )
    return asking.map((asked) => ({ ...asked, kind: 'question' }))
  }
  const first = clauses.find(({ text }) => demand.test(text))
  const last = clauses.findLast(({ text }) => demand.test(text))
  if (startsItem.test(one.text)) return [{ ...one, kind: 'demand' }]
  if (first === undefined || last === undefined) return []
  const text = one.text.slice(first.start - one.start, last.end - one.start)
  return [{ kind: 'demand', text, start: first.start, end: last.end }]
}

/** A clause that only says that something is asked (请问贵局，) is one with the next, which asks it. */
function withAnnounced(clauses: Piece[], whole: Piece): Piece[] {
  const joined: Piece[] = []
  let from: number | undefined
  clauses.forEach(({ start, end, text }, at) => {
    if (announces.test(text) && at + 1 < clauses.length) {
      from ??= start
      return
    }
    const first = from ?? start
    joined.push({ text: whole.text.slice(first - whole.start, end - whole.start), start: first, end })
    from = undefined
  })
  return joined
}

/** A letter and its answer, with what is looked up of them for each point. */
interface Between {
  letter: string
  /** The letter as a whole asks: so does each of its questions. */
  asks: boolean
  answer: string
  said: Set<string>
}

function weigh(asked: Asked, { letter, asks, answer, said }: Between): Point[] {
  const words = contentWords(asked.text)
  if (words.length === 0) return []
  const missedWords = words.reduce((sum, word) => sum + 1 - spokenOf(answer, said, word), 0)
  const reproaches = asked.kind === 'question' && isReproach(asked.text)
  const waits = asked.kind === 'question' && !reproaches && (asks || isEarnest(letter, asked))
  const isOpen = waits && !isAnswered(asked.text, words, answer)
  return [{ ...asked, missed: missedWords / words.length, missedWords, isReproach: reproaches, isOpen }]
}

/** Nouns, verbs, adjectives and names of two characters and more that say something, once each. */
function contentWords(text: string): string[] {
  const words = cutTagged(text).filter(
    ({ word, tag }) => word.length > 1 && /^[nvajilszx]/.test(tag) && /\p{Script=Han}/u.test(word) && !hollow.has(word),
  )
  return [...new Set(words.map(({ word }) => word))]
}

function spokenOf(answer: string, said: Set<string>, word: string): number {
  if (answer.includes(word)) return 1
  return word.length > 2 && shareAny(pairsIn([word]), said) ? PARTLY : 0
}
