// The search terms of a text: one function for what is indexed and for what is asked.
import { normalise } from './normalise.ts'

/** Han letters in a row, or letters and digits of other scripts in a row. */
const runs = /\p{Script=Han}+|[^\P{L}\p{Script=Han}]+|\p{N}+/gu

/**
 * Every window of two letters in each run of Han letters, of other letters, of digits; lower-cased, without repeats, in
 * text order: what was written in a row is found by any part of it. Traditional and full-width text gives the same
 * terms as simplified; punctuation and spaces give none. A single letter is a term only where it stands alone.
 */
export function searchTerms(text: string): string[] {
  const plain = normalise(text).plain.text.toLowerCase()
  const terms = new Set<string>()
  for (const run of plain.match(runs) ?? []) addWindows(terms, run)
  return [...terms]
}

function addWindows(terms: Set<string>, run: string): void {
  if (isBasic(run)) {
    if (run.length === 1) terms.add(run)
    for (let i = 0; i + 1 < run.length; i++) terms.add(run.slice(i, i + 2))
    return
  }
  // A letter outside the first plane is two units: only then do the letters have to be told apart.
  const letters = [...run]
  if (letters.length === 1) terms.add(run)
  for (let i = 0; i + 1 < letters.length; i++) terms.add((letters[i] as string) + (letters[i + 1] as string))
}

function isBasic(run: string): boolean {
  for (let i = 0; i < run.length; i++) if (isSurrogate(run.charCodeAt(i))) return false
  return true
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff
