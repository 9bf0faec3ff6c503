// All matches of patterns that begin with plain words: they are tried only where a text has such a beginning.
import { beginningsOf } from './beginning.ts'
import { addWord, type Letters, mayBegin, openLetters, unitAfter } from './letters.ts'

/** Patterns that are sought together. */
export interface Sought {
  patterns: readonly RegExp[]
  /** What any of them can begin with. */
  begins: Letters
}

/** Places for the pairs that a few patterns begin with: some hundreds, nearly all of them told apart. */
const PAIR_BITS = 15

/** `sources` are patterns without flags that never match nothing; throws as `beginningsOf` does. */
export function soughtOf(...sources: readonly string[]): Sought {
  const begins = openLetters(PAIR_BITS)
  for (const source of sources) for (const letters of beginningsOf(source)) addWord(begins, letters)
  return { patterns: sources.map((source) => new RegExp(source, 'y')), begins }
}

/** Tells each match with its pattern's number, as a search for that pattern alone finds them, by increasing start. */
export function seek(
  text: string,
  { patterns, begins }: Sought,
  onMatch: (pattern: number, match: RegExpExecArray) => void,
): void {
  /** Where the last match of each pattern ended: within it none of the same begins. */
  let ends: number[] | null = null
  let unit = unitAfter(text, -1)
  for (let at = 0; at < text.length; at++) {
    const next = unitAfter(text, at)
    const may = mayBegin(begins, unit, next)
    unit = next
    if (!may) continue
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
