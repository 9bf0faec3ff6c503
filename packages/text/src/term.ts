// The search terms of a text: one function for what is indexed and for what is asked.
import { normalise } from './normalise.ts'
import { cutForSearch } from './segment.ts'

/**
 * Words of nodejieba's search cut and every two-letter window of Han text, lower-cased, without repeats, in text order.
 * Traditional and full-width text gives the same terms as simplified; punctuation and spaces give none.
 * A single Han letter is a term only where it stands alone: how a run is cut must not decide whether it is found.
 */
export function searchTerms(text: string): string[] {
  const plain = normalise(text).plain.text.toLowerCase()
  const terms = new Set<string>()
  for (const word of cutForSearch(plain)) if (isTerm(word)) terms.add(word.trim())
  for (const run of plain.match(/\p{Script=Han}+/gu) ?? []) addWindows(terms, run)
  return [...terms]
}

function addWindows(terms: Set<string>, run: string): void {
  // A letter outside the first plane is two units: only then do the letters have to be told apart.
  const letters = isBasic(run) ? run : [...run]
  if (letters.length === 1) terms.add(run)
  for (let i = 0; i + 1 < letters.length; i++) terms.add((letters[i] as string) + (letters[i + 1] as string))
}

function isBasic(run: string): boolean {
  for (let i = 0; i < run.length; i++) if (!isCommon(run.charCodeAt(i))) return false
  return true
}

/** Nearly all words are of common letters: these are told without a pattern. */
function isTerm(word: string): boolean {
  if (isCommon(word.charCodeAt(0))) return word.length > 1
  return /[\p{L}\p{N}]/u.test(word) && !/^\p{Script=Han}$/u.test(word)
}

/** Han letters of the first plane. */
const isCommon = (unit: number): boolean => unit >= 0x4e00 && unit <= 0x9fff
