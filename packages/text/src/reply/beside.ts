// Hints that need more than one letter and one reply: what the unit answered others, promised before and published.
import { parseDay } from '@huiying/domain/beijing'
import type { Evidence } from '@huiying/domain/item'
import { conflictsOf, figuresOf } from './figure.ts'
import type { Hint } from './hint.ts'
import type { ReplyReading } from './reading.ts'

/** What stands on record beside the reply; every part may be missing, and then nothing is said of it. */
export interface Beside {
  /** Letters the same unit answered in the last 180 days, with its replies. */
  others?: { letter: string; reply: string }[]
  /** What was promised in this case before; `due` as YYYY-MM-DD. */
  promised?: { text: string; due: string | null; kept: boolean }[]
  /** Beijing day of the check, YYYY-MM-DD: says that a promise is past, and when 15日内 of an undated reply ends. */
  today?: string
  /** What was published on the same case before. */
  published?: string[]
}

/** §8.2 Q2: replies alike though the letters are not. */
const ALIKE_REPLIES_MIN = 0.9
const ALIKE_LETTERS_MAX = 0.5
const OTHERS_MAX = 500

export function findBeside(reading: ReplyReading, beside: Beside): Hint[] {
  const hints: Hint[] = [
    { code: 'Q2', evidence: findSame(reading, beside.others ?? []) },
    { code: 'Q12', evidence: findBroken(reading, beside) },
    { code: 'Q14', evidence: findSlips(reading.reply) },
    { code: 'Q15', evidence: findContradicted(reading.reply, beside.published ?? []) },
  ]
  return hints.filter((hint) => hint.evidence.length > 0)
}

function findSame({ letter, reply, sentences }: ReplyReading, others: { letter: string; reply: string }[]): Evidence[] {
  const twin = others
    .slice(-OTHERS_MAX)
    .find((one) => likeness(one.reply, reply) >= ALIKE_REPLIES_MIN && likeness(one.letter, letter) < ALIKE_LETTERS_MAX)
  if (twin === undefined) return []
  const said = sentences.filter((one) => one.kind !== 'courtesy')
  return (said.length > 0 ? said : sentences).map(rangeOf)
}

/** Jaccard over pairs of characters, digits aside: a date or a name does not make a reply another one. */
function likeness(a: string, b: string): number {
  const left = pairsOf(a)
  const right = pairsOf(b)
  let both = 0
  for (const pair of left) if (right.has(pair)) both++
  const all = left.size + right.size - both
  return all === 0 ? 1 : both / all
}

function pairsOf(text: string): Set<string> {
  const bare = text.replace(/[“"「][^”"」]*[”"」]|\d+|[^\p{Script=Han}A-Za-z]/gu, '')
  const pairs = new Set<string>()
  for (let at = 0; at + 2 <= bare.length; at++) pairs.add(bare.slice(at, at + 2))
  return pairs
}

/** A promise is past its day, and the reply does not come back to it. */
function findBroken({ reply, sentences }: ReplyReading, { promised = [], today }: Beside): Evidence[] {
  const now = today === undefined ? null : parseDay(today)
  if (now === null) return []
  const broken = promised.some(({ due, kept, text }) => {
    const day = due === null ? null : parseDay(due)
    return !kept && day !== null && day < now && !speaksOf(reply, text)
  })
  const first = sentences.find((one) => one.kind !== 'courtesy') ?? sentences[0]
  return broken && first !== undefined ? [rangeOf(first)] : []
}

/** Share of the promise's own pairs of characters that a reply coming back to it repeats. */
const SPOKEN_OF_SHARE = 0.5

const when = /(?:将于?|计划|预计)?\d+月(?:\d+日)?(?:底|中旬|上旬|下旬)?前?|[两一三]周内|年[中底]前?/gu

function speaksOf(reply: string, promise: string): boolean {
  const wanted = pairsOf(promise.replace(when, ' '))
  const said = pairsOf(reply)
  let both = 0
  for (const pair of wanted) if (said.has(pair)) both++
  return wanted.size > 0 && both / wanted.size >= SPOKEN_OF_SHARE
}

const dated = /((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]/gu
const undated = /(?<!\d)(\d{1,2})月(\d{1,2})[日号]/gu
const two = (text: string | undefined) => (text ?? '').padStart(2, '0')
/** A leap year, so that 2月29日 without a year may stand. */
const SOME_LEAP_YEAR = '2024'
const finished = /已(?:于|经|在)?\s*$/u

/** Impossible dates, things done after the reply was signed, and one writer called 先生 and 女士. */
function findSlips(reply: string): Evidence[] {
  const days = [...reply.matchAll(dated)].map((one) => ({ hit: one, day: `${one[1]}-${two(one[2])}-${two(one[3])}` }))
  const slips = days.filter(({ day }) => parseDay(day) === null).map(({ hit }) => evidenceOf(hit))
  const signed = days.at(-1)
  const signedAt = signed === undefined ? null : parseDay(signed.day)
  for (const { hit, day } of days.slice(0, -1)) {
    const at = parseDay(day)
    const isDone = finished.test(reply.slice(Math.max(0, hit.index - 4), hit.index))
    if (at !== null && signedAt !== null && isDone && at > signedAt) slips.push(evidenceOf(hit))
  }
  for (const hit of reply.matchAll(undated)) {
    if (parseDay(`${SOME_LEAP_YEAR}-${two(hit[1])}-${two(hit[2])}`) === null) slips.push(evidenceOf(hit))
  }
  const figures = figuresOf(reply)
  return [...slips, ...findTwoTitles(reply), ...conflictsOf(figures, figures, 'subject').map(rangeOf)]
}

function findTwoTitles(reply: string): Evidence[] {
  const titles = [...reply.matchAll(/(?:尊敬的|[\p{Script=Han}]某?)(先生|女士)[：:，,您你]/gu)]
  const kinds = new Set(titles.map((one) => one[1]))
  return kinds.size > 1 ? titles.map(evidenceOf) : []
}

const evidenceOf = (hit: RegExpExecArray | RegExpMatchArray): Evidence => {
  const start = hit.index ?? 0
  return { text: hit[0], start, end: start + hit[0].length }
}
const rangeOf = ({ text, start, end }: Evidence): Evidence => ({ text, start, end })

/** Says another number of the same thing than what was published on the case. */
function findContradicted(reply: string, published: string[]): Evidence[] {
  const before = published.flatMap(figuresOf)
  return conflictsOf(figuresOf(reply), before, 'label').map(rangeOf)
}
