// All matches of patterns that begin with plain words: they are tried only where a text has such a beginning.
import { beginningsOf } from './beginning.ts'
import { addWord, type Letters, mayBegin, openLetters, unitAfter } from './letters.ts'

/** Patterns that are sought together. */
export interface Sought {
  patterns: readonly RegExp[]
  /** What any of them can begin with. */
  begins: Letters
  /** 1 for each unit that any of them can begin with: of most letters nothing more is asked. */
  firsts: Uint8Array
}

/** Places for the pairs that a few patterns begin with: some hundreds, nearly all of them told apart. */
const PAIR_BITS = 15
const UNITS = 0x10000

/** `sources` are patterns without flags that never match nothing; throws as `beginningsOf` does. */
export function soughtOf(...sources: readonly string[]): Sought {
  const begins = openLetters(PAIR_BITS)
  const firsts = new Uint8Array(UNITS)
  for (const source of sources)
    for (const letters of beginningsOf(source)) {
      addWord(begins, letters)
      firsts[letters.charCodeAt(0)] = 1
    }
  return { patterns: sources.map((source) => new RegExp(source, 'y')), begins, firsts }
}

/** Tells each match with its pattern's number, as a search for that pattern alone finds them, by increasing start. */
export function seek(
  text: string,
  { patterns, begins, firsts }: Sought,
  onMatch: (pattern: number, match: RegExpExecArray) => void,
): void {
  /** Where the last match of each pattern ended: within it none of the same begins. */
  let ends: number[] | null = null
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (firsts[unit] === 0 || !mayBegin(begins, unit, unitAfter(text, at))) continue
    for (let number = 0; number < patterns.length; number++) {
      if (ends !== null && at < (ends[number] as number)) continue
      const pattern = patterns[number] as RegExp
      pattern.lastIndex = at
      const match = pattern.exec(text)
      if (match === null) continue
      ends ??= patterns.map(() => 0)
      ends[number] = at + match[0].length
      onMatch(number, match)
    }
  }
}
