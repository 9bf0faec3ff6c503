// What texts a pattern matches can begin with, read from the pattern itself: for those that begin with plain words.

/** Letters of a beginning at most: three tell most words apart. */
const LETTERS_MAX = 3
/** Beginnings that two parts which follow one another may have together. */
const BEGINNINGS_MAX = 4_000
/** A class of more letters is taken for any letter. */
const CLASS_MAX = 40

/** Letters a match begins with; `open`: whatever follows in the pattern may follow. */
interface Beginning {
  letters: string
  open: boolean
}

/**
 * Every match begins with one of these, of one to LETTERS_MAX letters. Throws on a pattern that may begin with
 * anything, and on words of the language of patterns that none of ours uses.
 */
export function beginningsOf(source: string): Set<string> {
  const reader = { source, at: 0 }
  const found = readChoice(reader)
  if (reader.at < source.length) throw new Error(`unread in the pattern at ${reader.at}: ${source.slice(reader.at)}`)
  const letters = new Set(found.map((one) => one.letters))
  if (letters.has('')) throw new Error(`this pattern may begin with anything: ${source}`)
  return letters
}

/** One of the ways in which a pattern matches: what it begins with, and what else must stand in the text. */
export interface Alternative {
  beginnings: Set<string>
  /** Of each of these sets one must stand there, whole: its one or two letters side by side. */
  needs: string[][]
}

/** A need of more words than this is met by most texts, and long to look at. */
const NEED_MAX = 120
const NEED_LETTERS_MAX = 2

/** The alternatives of a pattern, also of one that is a single group of them. Throws as `beginningsOf` does. */
export function alternativesOf(source: string): Alternative[] {
  const parts = splitChoice(source)
  const inner = parts.length === 1 && /^\(\?:(.*)\)$/s.exec(source)
  if (inner && groupEnd(source) === source.length) return alternativesOf(inner[1]!)
  return parts.map((part) => ({ beginnings: beginningsOf(part), needs: needsOf(part) }))
}

/** Every part that is not left out of a match begins with one of its beginnings; the rarest need is asked first. */
function needsOf(source: string): string[][] {
  const reader = { source, at: 0 }
  const needs: string[][] = []
  while (reader.at < source.length) {
    const piece = readPiece(reader)
    const { least } = readTimes(reader)
    const words = new Set(piece.map(({ letters }) => letters.slice(0, NEED_LETTERS_MAX)))
    if (least > 0 && !words.has('') && words.size <= NEED_MAX) needs.push([...words])
  }
  return needs.sort((one, other) => one.length - other.length)
}

/** Where the group at the beginning of a pattern ends. */
function groupEnd(source: string): number {
  const reader = { source, at: 0 }
  readGroup(reader)
  return reader.at
}

function splitChoice(source: string): string[] {
  const reader = { source, at: 0 }
  const parts: string[] = []
  for (let from = 0; ; from = ++reader.at) {
    readSequence(reader)
    parts.push(source.slice(from, reader.at))
    if (source[reader.at] !== '|') return parts
  }
}

interface PatternReader {
  source: string
  at: number
}

const EPSILON: Beginning = { letters: '', open: true }
const ANYTHING: Beginning = { letters: '', open: false }

function readChoice(reader: PatternReader): Beginning[] {
  const found: Beginning[] = []
  for (;;) {
    found.push(...readSequence(reader))
    if (reader.source[reader.at] !== '|') return distinct(found)
    reader.at++
  }
}

function readSequence(reader: PatternReader): Beginning[] {
  let found = [EPSILON]
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at]!)) {
    const piece = readPiece(reader)
    found = follow(found, repeat(piece, readTimes(reader)))
  }
  return found
}

function readPiece(reader: PatternReader): Beginning[] {
  const { source, at } = reader
  const sign = source[at]!
  if (sign === '(') return readGroup(reader)
  if (sign === '[') return readClass(reader)
  reader.at++
  if (sign === '.') return [ANYTHING]
  if (sign === '^' || sign === '$') return [EPSILON]
  if (sign !== '\\') return [{ letters: sign, open: true }]
  const escaped = source[reader.at++]!
  if (/[a-zA-Z0-9]/.test(escaped)) throw new Error(`\\${escaped} in a pattern is not known here: ${source}`)
  return [{ letters: escaped, open: true }]
}

/** A look ahead or back only narrows what matches: for a beginning it is nothing. */
function readGroup(reader: PatternReader): Beginning[] {
  const [opening = ''] = /^\((?:\?(?:<?[=!]|:))?/.exec(reader.source.slice(reader.at)) ?? []
  reader.at += opening.length
  const found = readChoice(reader)
  if (reader.source[reader.at++] !== ')') throw new Error(`a group is not closed: ${reader.source}`)
  return /[=!]$/.test(opening) ? [EPSILON] : found
}

function readClass(reader: PatternReader): Beginning[] {
  const end = reader.source.indexOf(']', reader.at)
  const inside = reader.source.slice(reader.at + 1, end)
  reader.at = end + 1
  if (inside.startsWith('^') || inside.includes('\\')) return [ANYTHING]
  const letters = inside.replace(/(.)-(.)/g, (_, from: string, to: string) => lettersBetween(from, to))
  return letters.length > CLASS_MAX ? [ANYTHING] : [...letters].map((one) => ({ letters: one, open: true }))
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

function readTimes(reader: PatternReader): Times {
  const rest = reader.source.slice(reader.at)
  const [written, sign, least, comma, most] = /^(?:([?*+])|\{(\d+)(,)?(\d*)\})\??/.exec(rest) ?? ['']
  reader.at += written.length
  if (written === '') return { least: 1, most: 1 }
  if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : LETTERS_MAX }
  const from = Number(least)
  if (comma === undefined) return { least: from, most: from }
  return { least: from, most: most === '' ? LETTERS_MAX : Number(most) }
}

function repeat(piece: Beginning[], { least, most }: Times): Beginning[] {
  let found = [EPSILON]
  const all: Beginning[] = least === 0 ? [EPSILON] : []
  for (let times = 1; times <= Math.min(most, Math.max(least, LETTERS_MAX)); times++) {
    found = follow(found, piece)
    if (times >= least) all.push(...found)
  }
  return distinct(all)
}

/** Where too many come together, what follows is told by its first letter, or not at all: that only opens wider. */
function follow(before: Beginning[], after: Beginning[]): Beginning[] {
  const fits = (next: Beginning[]) => before.length * next.length <= BEGINNINGS_MAX
  const first = fits(after) ? after : distinct(after.map(({ letters, open }) => cut(letters, open)))
  const next = fits(first) ? first : [ANYTHING]
  return distinct(before.flatMap((one) => (one.open ? next.map((other) => join(one, other)) : [one])))
}

const cut = (letters: string, open: boolean): Beginning =>
  letters.length > 1 ? { letters: letters.slice(0, 1), open: false } : { letters, open }

function join(one: Beginning, next: Beginning): Beginning {
  const letters = one.letters + next.letters
  return { letters: letters.slice(0, LETTERS_MAX), open: next.open && letters.length < LETTERS_MAX }
}

const distinct = (found: Beginning[]): Beginning[] => [
  ...new Map(found.map((one) => [`${one.open} ${one.letters}`, one])).values(),
]
