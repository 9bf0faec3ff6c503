// The search terms of a text: one function for what is indexed and for what is asked.
import { normalise } from './normalise.ts'

/** What a letter may stand in a row with, as bits: 〇 goes on among Han letters and among digits. */
const HAN = 1
const LETTER = 2
const NUMBER = 4
const APART = 8
/** The bits of each unit of the first plane; 0 until it was asked for. */
const known = new Uint8Array(0x10000)

const BLANK = 0x20
/** A term is two letters and a blank: no unit of a text is written more than three times. */
const UNITS_WRITTEN_MAX = 3

/**
 * Every window of two letters in each run of Han letters, of other letters, of digits; lower-cased, in text order, a
 * blank between two: what was written in a row is found by any part of it. A term comes as often as it stands there.
 * Traditional and full-width text gives the same terms as simplified; punctuation and spaces give none. A single
 * letter is a term only where it stands alone.
 */
export function searchTerms(text: string): string {
  const plain = normalise(text).plain.text.toLowerCase()
  // Unit by unit into one text: a string for each term took six times as long as all the rest.
  const units = new Uint16Array(plain.length * UNITS_WRITTEN_MAX)
  let end = 0
  for (let at = 0; at < plain.length; ) {
    const from = at
    let last = plain.codePointAt(at)!
    const run = startOf(kindOf(last))
    at += unitsOf(last)
    while (at < plain.length) {
      const next = plain.codePointAt(at)!
      if ((kindOf(next) & run) === 0) break
      if (run !== APART) end = writeTerm(units, end, last, next)
      last = next
      at += unitsOf(next)
    }
    if (run !== APART && at - from === unitsOf(last)) end = writeTerm(units, end, last)
  }
  return Buffer.from(units.buffer, 0, Math.max(0, end - 1) * 2).toString('utf16le')
}

/** Writes one letter or two and a blank from `at` on; gives where the next term begins. */
function writeTerm(units: Uint16Array, at: number, first: number, second?: number): number {
  let end = writeLetter(units, at, first)
  if (second !== undefined) end = writeLetter(units, end, second)
  units[end] = BLANK
  return end + 1
}

function writeLetter(units: Uint16Array, at: number, point: number): number {
  if (point <= 0xffff) {
    units[at] = point
    return at + 1
  }
  const letter = String.fromCodePoint(point)
  units[at] = letter.charCodeAt(0)
  units[at + 1] = letter.charCodeAt(1)
  return at + 2
}

const unitsOf = (point: number): number => (point > 0xffff ? 2 : 1)

/** The run that a letter begins: 〇 one of Han letters. */
const startOf = (kind: number): number => kind & -kind

function kindOf(point: number): number {
  if (point > 0xffff) return readKind(point)
  if (known[point] === 0) known[point] = readKind(point)
  return known[point]!
}

function readKind(point: number): number {
  const letter = String.fromCodePoint(point)
  const han = /\p{Script=Han}/u.test(letter)
  const kind = (han ? HAN : /\p{L}/u.test(letter) ? LETTER : 0) | (/\p{N}/u.test(letter) ? NUMBER : 0)
  return kind === 0 ? APART : kind
}
