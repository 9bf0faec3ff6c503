// Reads a reply beside its letter: what kind of statement it is, how substantial, which hints, which promises
// (§8.2). How well it reads stands in the package's README; hints are evidence for a person, never a verdict.
import { type Beside, findBeside } from './reply/beside.ts'
import { type ElementName, weightOf } from './reply/element.ts'
import { findHints, type Hint, hintCodes } from './reply/hint.ts'
import type { Promised } from './reply/promise.ts'
import { type ReplyReading, readReply } from './reply/reading.ts'
import { sentencesOf } from './reply/sentence.ts'
import { type StatementKind, unitsOf } from './reply/statement.ts'
import { chanceOf, substanceTraits } from './reply/trait.ts'

export type Substance = '实质' | '一般' | '空话'

export interface ReplyCheck {
  statement: StatementKind
  substance: Substance
  /** What of §8.4 stands nowhere in a reply that is not 实质, by the kind of letter. */
  lacks: ElementName[]
  hints: Hint[]
  promises: Promised[]
}

/** Chance at which a reply is 实质. */
const SUBSTANTIAL_MIN = 0.5
/** Weight of elements and length under which it is 空话; a reply of USUAL_UNITS is neither long nor short. */
const HOLLOW_MAX = 0.5
const USUAL_UNITS = 100
const SHORT_UNITS_MIN = 10
const LENGTH_WEIGHT = 0.3
/** A question is answered by its answer alone: fewer elements do. */
const CONSULT_BONUS = 0.5

/**
 * `letter` and `reply` as written (clear or masked); offsets are UTF-16 units of the text they are said of. `beside` is
 * what else is on record; Q2, Q12 and Q15 are silent without it.
 */
export function checkReply(letter: string, reply: string, beside: Beside = {}): ReplyCheck {
  const reading = readReply(letter, reply, beside.today)
  const found = [...findHints(reading), ...findBeside(reading, beside)]
  const hints = found.sort((a, b) => hintCodes.indexOf(a.code) - hintCodes.indexOf(b.code))
  const { statement, kind, elements, promises } = reading
  const substance = substanceOf(reading)
  const wanted = kind === '咨询' ? wantedOfAnswer : wantedOfFinding
  const lacks = substance === '实质' ? [] : wanted.filter((name) => !elements.has(name))
  return { statement, substance, lacks, hints, promises }
}

/** §8.4: a question is answered by its rule and the way to go about it, anything else by what was found and done. */
const wantedOfAnswer: ElementName[] = ['法律政策依据', '办理路径', '联系方式或救济途径']
const wantedOfFinding: ElementName[] = ['核实过程', '事实结论', '数字', '日期', '已采取措施']

/** True when all that is said beside courtesy is receipt, handing on or waiting; a short answer is an answer. */
export function isOnlyReceived(reply: string): boolean {
  const said = sentencesOf(reply).filter((one) => one.kind !== 'courtesy')
  return said.length > 0 && said.every((one) => one.kind === 'handed' || one.kind === 'awaited')
}

function substanceOf(reading: ReplyReading): Substance {
  const { statement, kind, content, elements } = reading
  if (statement === '受理告知') return '空话'
  if (chanceOf('substantial', substanceTraits(reading)) >= SUBSTANTIAL_MIN) return '实质'
  const isQuestion = kind === '咨询'
  const length = Math.log2(Math.max(unitsOf(content), SHORT_UNITS_MIN) / USUAL_UNITS)
  const score = weightOf(elements) + length * LENGTH_WEIGHT + (isQuestion ? CONSULT_BONUS : 0)
  // Where to apply is an answer to a question, however short (§8.4).
  return score < HOLLOW_MAX && !(isQuestion && elements.has('办理路径')) ? '空话' : '一般'
}
