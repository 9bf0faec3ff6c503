// The hints Q1 to Q13 that one letter and its reply give (§8.2): evidence for a person, never a verdict.
import type { Evidence } from '@huiying/domain/item'
import * as words from '../dictionary/reply.ts'
import * as single from '../dictionary/reply-hint.ts'
import { declined } from '../dictionary/reply-statement.ts'
import { coverageOf } from './coverage.ts'
import { everywhere, evidenceIn, rangeOf } from './evidence.ts'
import { privateIn } from './private.ts'
import type { ReplyReading } from './reading.ts'
import type { Sentence } from './sentence.ts'
import { tellsWhereToApply } from './statement.ts'
import { chanceOf } from './trait.ts'

export const hintCodes = [
  'Q1',
  'Q2',
  'Q3',
  'Q4',
  'Q5',
  'Q6',
  'Q7',
  'Q8',
  'Q9',
  'Q10',
  'Q11',
  'Q12',
  'Q13',
  'Q14',
  'Q15',
] as const
export type HintCode = (typeof hintCodes)[number]

export interface Hint {
  code: HintCode
  /** Ranges of the reply; of the letter where `of` says so (Q5: what was asked and not answered). */
  evidence: (Evidence & { of?: 'letter' })[]
}

/** Chance above which a point is told as passed over: of those told out of fold, about half are. */
const PASSED_OVER_MIN = 0.33
const STOCK_SHARE_MIN = 0.5
const STOCK_ELEMENTS_MAX = 1
const QUOTED_SHARE_MIN = 0.6
const QUOTED_UNITS_MIN = 80

type Finder = (reading: ReplyReading) => Hint['evidence']

/** One finder a code, in the order of §8.2; no evidence, no hint. */
const finders: [HintCode, Finder][] = [
  ['Q1', findStock],
  ['Q3', findReceivedOnly],
  ['Q4', findPassedOn],
  ['Q5', findPassedOver],
  ['Q6', findQuoted],
  ['Q7', findGroundless],
  ['Q8', findUndated],
  ['Q9', findUnreachable],
  ['Q10', findRude],
  ['Q11', findBlurred],
  ['Q13', ({ reply }) => privateIn(reply)],
]

export function findHints(reading: ReplyReading): Hint[] {
  return finders.flatMap(([code, find]) => {
    const evidence = find(reading)
    return evidence.length === 0 ? [] : [{ code, evidence }]
  })
}

/** Half of what is said is stock, and next to nothing else stands there. */
function findStock({ content, elements }: ReplyReading): Evidence[] {
  const hollow = content.filter(({ text }) => words.stock.test(text) || isPhrase(text))
  if (elements.size > STOCK_ELEMENTS_MAX || hollow.length < content.length * STOCK_SHARE_MIN) return []
  return hollow.map(rangeOf)
}

/** So many words of resolve in one sentence, and no number, day or rule beside them. */
const PHRASES_MIN = 2
const PHRASED_UNITS_MIN = 16
const isPhrase = (text: string): boolean =>
  text.length >= PHRASED_UNITS_MIN &&
  !/\d|《/u.test(text) &&
  (text.match(single.resolve)?.length ?? 0) >= PHRASES_MIN &&
  !words.done.test(text)

/** Received, handed on or looked into, and no more. Where the writer may ask besides is no answer to what was asked. */
function findReceivedOnly({ statement, sentences }: ReplyReading): Evidence[] {
  if (statement !== '受理告知' || sentences.some((one) => elsewhere.test(one.text))) return []
  if (sentences.some((one) => one.kind === 'referral'))
    return sentences.filter((one) => one.kind === 'handed' || words.asksBack.test(one.text)).map(rangeOf)
  const said = sentences.filter((one) => one.kind === 'handed' || one.kind === 'awaited')
  if (said.length > 0) return said.map(rangeOf)
  // Thanks alone do not even say that the letter came.
  return sentences.some((one) => one.kind === 'content' || words.received.test(one.text))
    ? sentences.slice(0, 1).map(rangeOf)
    : []
}

/** Sends elsewhere, says 不属于, and names neither a number nor whom it was handed to. */
function findPassedOn({ kind, sentences, reply, content }: ReplyReading): Evidence[] {
  if (words.contact.test(reply)) return []
  const isNotOurs = sentences.some((one) => words.notOurs.test(one.text))
  const away = sentences.filter((one) => words.notOurs.test(one.text) || one.kind === 'referral')
  // Who asked where to apply is told where.
  if (kind === '咨询' && away.length > 0 && away.every(tellsWhereToApply)) return []
  const own = content.filter((one) => !words.notOurs.test(one.text))
  const isMain = away.length > 0 && (isNotOurs || own.length <= away.length)
  return (isMain ? away : sentOnIn(content, sentences)).map(rangeOf)
}

/** Told in other words that it is nobody's business here, and to go elsewhere, by a reply in which nothing was done. */
function sentOnIn(content: Sentence[], sentences: Sentence[]): Sentence[] {
  const said = sentences.filter((one) => one.kind !== 'courtesy')
  const declines = said.filter((one) => single.sentAway.test(one.text))
  const sends = said.filter((one) => single.goElsewhere.test(one.text))
  const isDone = content.some(({ text }) => words.done.test(text) || words.met.test(text) || words.figure.test(text))
  const isMain = declines.length > 0 && (sends.length > 0 || declines.length === said.length)
  return isMain && !isDone ? said.filter((one) => declines.includes(one) || sends.includes(one)) : []
}

/**
 * Something asked is passed over: the reply neither answers nor says that it was received, or what is asked, how much
 * is answered and what the answer does not speak of make it likely. What the answer speaks of least is shown.
 */
function findPassedOver(reading: ReplyReading): Hint['evidence'] {
  const { letter, statement } = reading
  if (letter.trim() === '') return []
  const isReceipt = statement === '受理告知'
  if (isReceipt && (findReceivedOnly(reading).length > 0 || isSentToComplain(reading))) return []
  const { traits, shown } = coverageOf(reading)
  if (!isReceipt && chanceOf('passedOver', traits) < PASSED_OVER_MIN) return []
  return shown.map((one) => ({ ...one, of: 'letter' as const }))
}

/** Who is told where to complain has a way (Q4 asks whether it is one); who is told whom to ask has no answer. */
function isSentToComplain({ sentences }: ReplyReading): boolean {
  const away = sentences.filter((one) => one.kind === 'referral')
  return away.length > 0 && !away.some((one) => /咨询|了解|询问|查询/u.test(one.text))
}

/** The answer is said to stand elsewhere. */
const elsewhere = /链接|已(?:经)?(?:答复|回复)/u

/** Rules quoted at length without a word on the writer's own case. */
function findQuoted({ letter, content, sentences }: ReplyReading): Evidence[] {
  const units = content.reduce((sum, one) => sum + one.text.length, 0)
  const isLetters = (text: string) => letter.includes(/[“"]([^”"]{12})/u.exec(text)?.[1] ?? ' ')
  const quotes = ({ text }: Sentence) => /^["“”]|[“"][^”"]{30,}/u.test(text) && !isLetters(text)
  const quoted = content.filter((one) => words.basis.test(one.text) || quotes(one))
  const share = quoted.reduce((sum, one) => sum + one.text.length, 0) / Math.max(1, units)
  const lands = sentences.some((one) => one.kind !== 'courtesy' && words.landing.test(one.text))
  return share >= QUOTED_SHARE_MIN && units >= QUOTED_UNITS_MIN && !lands ? quoted.map(rangeOf) : []
}

/** Says no and rests it on nothing: no law, document, standard or reason. */
function findGroundless({ content, reply }: ReplyReading): Evidence[] {
  if (words.basis.test(reply)) return []
  const denials = content.filter(
    ({ text }) =>
      (words.denial.test(text) || single.alsoDenied.test(text)) &&
      !words.reason.test(text) &&
      !words.ruleAtLarge.test(text),
  )
  return denials.map(rangeOf)
}

/**
 * Something is promised unconditionally and no day is named for it; a day for another promise is no day for this. What
 * is promised in place of what was declined stays open too.
 */
function findUndated({ promises, statement, sentences }: ReplyReading): Evidence[] {
  if (statement === '结果' && !sentences.some((one) => declined.test(one.text))) return []
  const open = promises.filter((one) => !one.conditional && !one.timed)
  if (open.length > 0) return open.map(rangeOf)
  if (promises.some((one) => one.timed)) return []
  const vague = sentences.filter((one) => one.kind === 'awaited' && /考虑|研究|回复/u.test(one.text))
  return vague.map(rangeOf)
}

/** A complaint or a question is answered without a number, a desk or a way to appeal. */
function findUnreachable({ kind, reply, sentences }: ReplyReading): Evidence[] {
  if (kind !== '投诉' && kind !== '咨询') return []
  if (words.contact.test(reply) || namesDesk(reply)) return []
  const last = sentences.filter((one) => one.kind !== 'courtesy').at(-1) ?? sentences.at(-1)
  return last === undefined ? [] : [rangeOf(last)]
}

const ways = everywhere(words.way)

/** A desk to go to is named; 向有关部门反映 names none. */
const namesDesk = (reply: string): boolean => reply.match(ways)?.some((way) => !words.nameless.test(way)) === true

/** The only cause named is somebody unnamed, or want of skill. */
function findBlurred({ content, reply }: ReplyReading): Evidence[] {
  if (content.some((one) => words.cause.test(one.text))) return []
  const isArranged = single.arranged.test(reply)
  const blurred = content.filter(
    ({ text }) =>
      words.blurred.test(text) || (!isArranged && single.blamed.test(text) && /系|因|为|是|由|致|误/u.test(text)),
  )
  return blurred.map(rangeOf)
}

const rude = [everywhere(words.rude), everywhere(single.scolding)]

/** Words that blame, lecture or mock; and a question put to the writer that he did not ask himself. */
function findRude({ letter, reply, sentences }: ReplyReading): Evidence[] {
  const said = rude.flatMap((pattern) => evidenceIn(reply, pattern))
  const retorts = sentences.filter(
    ({ text }) => single.retort.test(text) && !numbered.test(text) && !letter.includes(text.slice(0, TOLD_UNITS)),
  )
  return [...said, ...retorts.map(rangeOf)].toSorted((a, b) => a.start - b.start)
}

/** A question of the letter is told again before it is answered. */
const numbered = /^(?:[（(]?[1-9一二三四五六七八九][)）.、．]|问|关于|您(?:反映|咨询|提出|问)|[“"「])/u
const TOLD_UNITS = 6
