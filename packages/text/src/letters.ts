// Which letters, and which two side by side, are among some: a few thousand bits that stay near, asked for each letter.
// Functions of plain numbers, no closures: where there are several of these, only such are compiled into their callers.

/** Of two letters side by side others can take the place: what is not among them never is, what is may not be. */
export interface Letters {
  /** Bits of the letters themselves, then those of pairs. */
  words: Int32Array
  /** Bits of a number that are not used to tell pairs apart. */
  shift: number
}

const UNIT_BITS = 16
const UNITS = 2 ** UNIT_BITS
const NUMBER_BITS = 32
const WORD_BITS = 5

/** `pairBits`: 2 to this many places for pairs, a good deal more than there are. */
export const openLetters = (pairBits: number): Letters => ({
  words: new Int32Array((UNITS + 2 ** pairBits) / 2 ** WORD_BITS),
  shift: NUMBER_BITS - pairBits,
})

/** Adds a letter, or the first two of a longer word as a pair. */
export const addWord = (letters: Letters, word: string): void => setBit(letters.words, placeOf(letters, word))

export const addPair = ({ words, shift }: Letters, first: number, second: number): void =>
  setBit(words, pairAt(first, second, shift))

/** Whether two letters side by side may be among them. */
export const hasPair = ({ words, shift }: Letters, first: number, second: number): boolean =>
  hasBit(words, pairAt(first, second, shift))

/** Where a word of one letter, or the first two of a longer one, is kept. */
export const placeOf = ({ shift }: Letters, word: string): number =>
  word.length === 1 ? word.charCodeAt(0) : pairAt(word.charCodeAt(0), word.charCodeAt(1), shift)

/** From now on the letters and pairs of this text, and no others. */
export function readLetters({ words, shift }: Letters, text: string): void {
  words.fill(0)
  let unit = unitAfter(text, -1)
  for (let at = 0; at < text.length; at++) {
    const next = unitAfter(text, at)
    setBit(words, unit)
    setBit(words, pairAt(unit, next, shift))
    unit = next
  }
}

/** Gives each of these letters a sign more in a table of all; `sign` is a bit, or several. */
export function markLetters(table: Int32Array | Uint8Array, letters: Iterable<string>, sign: number): void {
  for (const letter of letters) table[letter.charCodeAt(0)] = (table[letter.charCodeAt(0)] as number) | sign
}

/** Whether what is kept at one of these places may be among them. */
export function hasAny({ words }: Letters, places: Int32Array): boolean {
  for (let index = 0; index < places.length; index++) if (hasBit(words, places[index] as number)) return true
  return false
}

/** Whether a letter, or with the next one a pair, may be among them. */
export const mayBegin = ({ words, shift }: Letters, first: number, second: number): boolean =>
  hasBit(words, first) || hasBit(words, pairAt(first, second, shift))

/** Whether anywhere in a text a letter, or with the next one a pair, may be among them. */
export function mayStand(letters: Letters, text: string): boolean {
  let unit = unitAfter(text, -1)
  for (let at = 0; at < text.length; at++) {
    const next = unitAfter(text, at)
    if (mayBegin(letters, unit, next)) return true
    unit = next
  }
  return false
}

/** The next unit, 0 after the last: what asks a text for a unit that it does not have is compiled to something slow. */
export const unitAfter = (text: string, at: number): number => (at + 1 < text.length ? text.charCodeAt(at + 1) : 0)

const pairAt = (first: number, second: number, shift: number): number =>
  UNITS + (Math.imul((first << UNIT_BITS) ^ second, 0x9e3779b1) >>> shift)

function setBit(words: Int32Array, bit: number): void {
  words[bit >>> WORD_BITS] = (words[bit >>> WORD_BITS] as number) | (1 << (bit & 31))
}

const hasBit = (words: Int32Array, bit: number): boolean =>
  (((words[bit >>> WORD_BITS] as number) >>> (bit & 31)) & 1) === 1
