// What the API gives the page of letters: each with its own deadline, what its writer was told, and letters alike.
import type { AnswerKind, AnswerState } from '@huiying/domain/answer'
import type { Case, Clock, LetterState } from '@huiying/domain/case'
import type { Problem } from '@huiying/domain/problem'
import type { Step } from '@huiying/domain/word'
import type { LetterLane } from '@huiying/ledger/letter'

/** Past letters alike that were answered, the likest first; `looked`: how many the index offered. */
export interface SimilarPage {
  looked: number
  letters: {
    itemId: string
    caseId: string
    number: string
    title: string
    receivedAt: number
    /** Masked; null once erased. */
    excerpt: string | null
    /** Of the words, 0 to 1. */
    score: number
    /** Words both have, the rarest first. */
    words: string[]
    reply: NonNullable<LetterState['answer']> & { publicity: LetterState['publicity'] }
  }[]
}

/** Common problems of [from, to), the largest first; `before`: letters of the period of the same length before it. */
export interface ProblemPage {
  from: number
  to: number
  letters: number
  before: number
  /** There were more letters than are looked at: the newest were. */
  cut: boolean
  problems: Problem[]
}

/** A mail to a letter's writer; the address is on no screen. */
export interface AnswerLine {
  id: string
  itemId: string
  kind: AnswerKind
  text: string
  by: string
  state: AnswerState
  at: number
}

/** One letter with its own deadline. */
export interface LetterLine {
  itemId: string
  /** Where it is worked on now. */
  caseId: string
  number: string
  merged: boolean
  title: string
  platform: string
  receivedAt: number
  due: { at: number; startAt: number; estimated: boolean; rule: string }
  /** As of a queue's line. */
  marks: { step: Step; at: number }[]
  end: Clock['end']
  letter: LetterState | null
  /** It says that a life may hang on it, and nobody has acted yet. */
  callFirst: boolean
  misdirected: string | null
  opinion: boolean
  restricted: Case['restricted']
  lead: string | null
  /** The newest mail to its writer. */
  mailed: AnswerLine | null
}

export interface LetterPage {
  letters: LetterLine[]
  counts: { [lane in LetterLane]: number }
  next: string | null
  now: number
}
