// Which letters, and which two side by side, are among some: a few thousand bits that stay near, asked for every letter.

/** Of two letters side by side others can take the place: what is not among them never is, what is may not be. */
export interface Letters {
  addUnit(unit: number): void
  addPair(first: number, second: number): void
  /** From now on the letters and pairs of this text, and no others. */
  read(text: string): void
  /** Where a word of one letter, or the first two of a longer one, is kept. */
  placeOf(word: string): number
  /** Whether what is kept at one of these places may be among them. */
  hasAny(places: Int32Array): boolean
  /** Whether a letter, or with the next one a pair, may be among them. */
  mayBegin(first: number, second: number): boolean
}

const UNIT_BITS = 16
const UNITS = 2 ** UNIT_BITS
const WORD_BITS = 5

/** `pairBits`: 2 to this many places for pairs, a good deal more than there are. */
export function openLetters(pairBits: number): Letters {
  const words = new Int32Array((UNITS + 2 ** pairBits) / 2 ** WORD_BITS)
  const shift = 32 - pairBits
  const add = (place: number) => {
    words[place >>> WORD_BITS] = (words[place >>> WORD_BITS] as number) | (1 << (place & 31))
  }
  const has = (place: number): boolean => (((words[place >>> WORD_BITS] as number) >>> (place & 31)) & 1) === 1
  /** Places of the letters themselves come first. */
  const pairAt = (first: number, second: number): number =>
    UNITS + (Math.imul((first << UNIT_BITS) ^ second, 0x9e3779b1) >>> shift)
  return {
    addUnit: add,
    addPair: (first, second) => add(pairAt(first, second)),
    read(text) {
      words.fill(0)
      for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at)
        add(unit)
        add(pairAt(unit, unitAfter(text, at)))
      }
    },
    placeOf: (word) => (word.length === 1 ? word.charCodeAt(0) : pairAt(word.charCodeAt(0), word.charCodeAt(1))),
    hasAny(places) {
      for (let index = 0; index < places.length; index++) if (has(places[index] as number)) return true
      return false
    },
    mayBegin: (first, second) => has(first) || has(pairAt(first, second)),
  }
}

/** The next unit, 0 after the last: what asks a text for a unit that it does not have is compiled to something slow. */
export const unitAfter = (text: string, at: number): number => (at + 1 < text.length ? text.charCodeAt(at + 1) : 0)
