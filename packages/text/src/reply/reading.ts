// A letter and its reply as all judgements read them: sentences, promises, elements, and what truly answers.
import type { Evidence } from '@huiying/domain/item'
import { concernsLeft } from './concern.ts'
import { signedDayOf } from './due.ts'
import { type ElementName, elementsOf } from './element.ts'
import { kindOfLetter, type LetterKind } from './letter-kind.ts'
import { type Point, pointsOf } from './point.ts'
import { findPromises, type Promised } from './promise.ts'
import { type Sentence, sentencesOf } from './sentence.ts'
import { type StatementKind, statementOf } from './statement.ts'

export interface ReplyReading {
  letter: string
  kind: LetterKind
  reply: string
  sentences: Sentence[]
  content: Sentence[]
  promises: Promised[]
  elements: Set<ElementName>
  statement: StatementKind
  /** What answers, without the sentences that only repeat the letter. */
  answer: string
  /** What the letter asks, and how far the answer takes up each. */
  points: Point[]
  /** Concerns of the letter that the answer does not speak of, where the letter raises them. */
  left: Evidence[]
}

/** `today`: the Beijing day from which an undated reply reckons its promises. */
export function readReply(letter: string, reply: string, today: string | null = null): ReplyReading {
  const kind = kindOfLetter(letter)
  const sentences = sentencesOf(reply)
  const promises = findPromises(reply, sentences, signedDayOf(reply) ?? today)
  const elements = elementsOf(sentences, promises, reply)
  const content = sentences.filter((one) => one.kind === 'content')
  const statement = statementOf(
    kind,
    sentences,
    promises.filter((one) => !one.byDay),
  )
  const answer = answerOf(letter, sentences)
  const points = pointsOf(letter, answer)
  const left = concernsLeft(letter, points, answer)
  return { letter, kind, reply, sentences, content, promises, elements, statement, answer, points, left }
}

/** Runs of so many letters that stand in the letter too make a sentence of the reply an echo. */
const ECHO_LETTERS = 5
const ECHO_SHARE_MAX = 0.6
const ECHO_UNITS_MIN = 20

/** A reply that begins by telling the letter again has not answered it by that. */
function answerOf(letter: string, sentences: Sentence[]): string {
  const told = runsOf(letter)
  const isEcho = (text: string): boolean => {
    const runs = [...runsOf(text)]
    return text.length > ECHO_UNITS_MIN && runs.filter((run) => told.has(run)).length > runs.length * ECHO_SHARE_MAX
  }
  const answering = sentences.filter((one) => one.kind === 'content' || one.kind === 'referral')
  return answering.flatMap((one) => (isEcho(one.text) ? [] : [one.text])).join('\n')
}

function runsOf(text: string): Set<string> {
  const bare = text.replace(/[^\p{Script=Han}\w]/gu, '')
  const runs = new Set<string>()
  for (let at = 0; at + ECHO_LETTERS <= bare.length; at++) runs.add(bare.slice(at, at + ECHO_LETTERS))
  return runs
}
