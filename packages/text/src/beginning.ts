// What texts a pattern matches can begin with, read from the pattern itself: for those that begin with plain words.

import { addWord, type Letters, openLetters } from './letters.ts'

/** Letters of a beginning at most: three tell most words apart. */
const LETTERS_MAX = 3
/** Beginnings that two parts which follow one another may have together. */
const BEGINNINGS_MAX = 2_000
/** A class of more letters is taken for any letter. */
const CLASS_MAX = 40

/** Letters a match can begin with; after the `open` ones may follow whatever follows in the pattern. */
interface Beginnings {
  open: ReadonlySet<string>
  shut: ReadonlySet<string>
}

/**
 * Every match begins with one of these, of one to LETTERS_MAX letters. Throws on a pattern that may begin with
 * anything, and on words of the language of patterns that none of ours uses.
 */
export function beginningsOf(source: string): Set<string> {
  const reader = { source, at: 0 }
  return lettersOf(readChoice(reader), reader)
}

function lettersOf({ open, shut }: Beginnings, { source, at }: PatternReader): Set<string> {
  if (at < source.length) throw new Error(`unread in the pattern at ${at}: ${source.slice(at)}`)
  const letters = new Set([...open, ...shut])
  if (letters.has('')) throw new Error(`this pattern may begin with anything: ${source}`)
  return letters
}

/** Places for the pairs that one pattern begins with: a few hundred, nearly all of them told apart. */
const PAIR_BITS = 15

/** What a match can begin with, a letter or two of it; throws as `beginningsOf` does. */
export function beginLetters(source: string): Letters {
  const letters = openLetters(PAIR_BITS)
  for (const beginning of beginningsOf(source)) addWord(letters, beginning)
  return letters
}

/** One of the ways in which a pattern matches: what it begins with, and what else must stand in the text. */
export interface Alternative {
  source: string
  beginnings: Set<string>
  /** Of each of these sets one must stand there, whole: its one or two letters side by side. */
  needs: string[][]
}

/** A need of more words than this is met by most texts, and long to look at. */
const NEED_MAX = 120
const NEED_LETTERS_MAX = 2

/**
 * The alternatives of a pattern, those of a part that is a single group of them too, in the order in which they are
 * tried. Throws as `beginningsOf` does.
 */
export const alternativesOf = (source: string): Alternative[] => splitAll(source).map(alternativeOf)

function splitAll(source: string): string[] {
  const parts = splitChoice(source)
  if (parts.length > 1) return parts.flatMap(splitAll)
  const inner = /^\(\?:(.*)\)$/s.exec(source)
  return inner && groupEnd(source) === source.length ? splitAll(inner[1]!) : parts
}

/** Every part that is not left out of a match begins with one of its beginnings; the rarest need is asked first. */
function alternativeOf(source: string): Alternative {
  const reader = { source, at: 0 }
  const needs: string[][] = []
  const found = readSequence(reader, (piece, { least }) => {
    if (least === 0) return
    const words = new Set<string>()
    for (const letters of piece.open) words.add(letters.slice(0, NEED_LETTERS_MAX))
    for (const letters of piece.shut) words.add(letters.slice(0, NEED_LETTERS_MAX))
    if (!words.has('') && words.size <= NEED_MAX) needs.push([...words])
  })
  const beginnings = lettersOf(found, reader)
  return { source, beginnings, needs: needs.sort((one, other) => one.length - other.length) }
}

/** Where the group at the beginning of a pattern ends. */
function groupEnd(source: string): number {
  let depth = 0
  for (const { sign, at } of signsOf(source)) {
    if (sign === '(') depth++
    else if (sign === ')' && --depth === 0) return at + 1
  }
  return source.length
}

function splitChoice(source: string): string[] {
  const parts: string[] = []
  let [depth, from] = [0, 0]
  for (const { sign, at } of signsOf(source)) {
    if (sign === '(') depth++
    else if (sign === ')') depth--
    else if (depth === 0) {
      parts.push(source.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, source.slice(from)]
}

/** What groups a pattern: `(`, `)` and `|` outside of classes, and not those that stand for themselves. */
function* signsOf(source: string): Generator<{ sign: string; at: number }> {
  for (const { 0: sign, index: at } of source.matchAll(/\\.|\[(?:\\.|[^\]])*\]|[()|]/gs))
    if (sign.length === 1) yield { sign, at }
}

interface PatternReader {
  source: string
  at: number
}

const none: ReadonlySet<string> = new Set()
const EPSILON: Beginnings = { open: new Set(['']), shut: none }
const ANYTHING: Beginnings = { open: none, shut: new Set(['']) }

function readChoice(reader: PatternReader): Beginnings {
  const open = new Set<string>()
  const shut = new Set<string>()
  for (;;) {
    addTo(open, shut, readSequence(reader))
    if (reader.source[reader.at] !== '|') return { open, shut }
    reader.at++
  }
}

function addTo(open: Set<string>, shut: Set<string>, more: Beginnings): void {
  for (const letters of more.open) open.add(letters)
  for (const letters of more.shut) shut.add(letters)
}

function readSequence(reader: PatternReader, onPiece?: (piece: Beginnings, times: Times) => void): Beginnings {
  let found = EPSILON
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at]!)) {
    const piece = readPiece(reader)
    const times = readTimes(reader)
    onPiece?.(piece, times)
    // Once nothing is open, what follows changes nothing.
    if (found.open.size > 0) found = follow(found, repeat(piece, times))
  }
  return found
}

function readPiece(reader: PatternReader): Beginnings {
  const { source, at } = reader
  const sign = source[at]!
  if (sign === '(') return readGroup(reader)
  if (sign === '[') return readClass(reader)
  reader.at++
  if (sign === '.') return ANYTHING
  if (sign === '^' || sign === '$') return EPSILON
  if (sign !== '\\') return { open: new Set([sign]), shut: none }
  const escaped = source[reader.at++]!
  if (/[dsw]/.test(escaped)) return ANYTHING
  if (/[a-zA-Z0-9]/.test(escaped)) throw new Error(`\\${escaped} in a pattern is not known here: ${source}`)
  return { open: new Set([escaped]), shut: none }
}

const groupOpening = /\((?:\?(?:<?[=!]|:))?/y

/** A look ahead or back only narrows what matches: for a beginning it is nothing. */
function readGroup(reader: PatternReader): Beginnings {
  groupOpening.lastIndex = reader.at
  const [opening = ''] = groupOpening.exec(reader.source) ?? []
  reader.at += opening.length
  const found = readChoice(reader)
  if (reader.source[reader.at++] !== ')') throw new Error(`a group is not closed: ${reader.source}`)
  return /[=!]$/.test(opening) ? EPSILON : found
}

function readClass(reader: PatternReader): Beginnings {
  const end = reader.source.indexOf(']', reader.at)
  const inside = reader.source.slice(reader.at + 1, end)
  reader.at = end + 1
  if (inside.startsWith('^') || inside.includes('\\')) return ANYTHING
  const letters = inside.replace(/(.)-(.)/g, (_, from: string, to: string) => lettersBetween(from, to))
  return letters.length > CLASS_MAX ? ANYTHING : { open: new Set(letters), shut: none }
}

function lettersBetween(from: string, to: string): string {
  const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)]
  const count = Math.min(last - first, CLASS_MAX) + 1
  return String.fromCharCode(...Array.from({ length: count }, (_, index) => first + index))
}

interface Times {
  least: number
  most: number
}

const timesWritten = /(?:([?*+])|\{(\d+)(,)?(\d*)\})\??/y

function readTimes(reader: PatternReader): Times {
  timesWritten.lastIndex = reader.at
  const [written, sign, least, comma, most] = timesWritten.exec(reader.source) ?? ['']
  reader.at += written.length
  if (written === '') return { least: 1, most: 1 }
  if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : LETTERS_MAX }
  const from = Number(least)
  if (comma === undefined) return { least: from, most: from }
  return { least: from, most: most === '' ? LETTERS_MAX : Number(most) }
}

function repeat(piece: Beginnings, { least, most }: Times): Beginnings {
  if (least === 1 && most === 1) return piece
  const open = new Set<string>(least === 0 ? [''] : [])
  const shut = new Set<string>()
  let found = EPSILON
  for (let times = 1; times <= Math.min(most, Math.max(least, LETTERS_MAX)); times++) {
    found = follow(found, piece)
    if (times >= least) addTo(open, shut, found)
  }
  return { open, shut }
}

/** Where too many come together, less of them is told: that only opens wider. */
function follow(given: Beginnings, after: Beginnings): Beginnings {
  const before = given.open.size * sizeOf(after) > BEGINNINGS_MAX ? shutLong(given) : given
  const fits = (next: Beginnings) => before.open.size * sizeOf(next) <= BEGINNINGS_MAX
  const first = fits(after) ? after : cut(after)
  const next = fits(first) ? first : ANYTHING
  const open = new Set<string>()
  const shut = new Set(before.shut)
  for (const one of before.open) {
    for (const other of next.open) {
      const letters = one + other
      if (letters.length < LETTERS_MAX) open.add(letters)
      else shut.add(letters.slice(0, LETTERS_MAX))
    }
    for (const other of next.shut) shut.add((one + other).slice(0, LETTERS_MAX))
  }
  return { open, shut }
}

const sizeOf = ({ open, shut }: Beginnings): number => open.size + shut.size

/** What has two letters is told well enough by these. */
function shutLong({ open, shut }: Beginnings): Beginnings {
  const [short, long]: [Set<string>, Set<string>] = [new Set(), new Set(shut)]
  for (const letters of open) (letters.length < LETTERS_MAX - 1 ? short : long).add(letters)
  return { open: short, shut: long }
}

/** Of what follows only the first letter. */
function cut(given: Beginnings): Beginnings {
  const open = new Set<string>()
  const shut = new Set<string>()
  for (const letters of given.open) {
    if (letters.length > 1) shut.add(letters.slice(0, 1))
    else open.add(letters)
  }
  for (const letters of given.shut) shut.add(letters.slice(0, 1))
  return { open, shut }
}
