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
  for (const word of cutForSearch(plain)) if (/[\p{L}\p{N}]/u.test(word) && !isLetter(word)) terms.add(word.trim())
  for (const run of plain.match(/\p{Script=Han}+/gu) ?? []) {
    const letters = [...run]
    if (letters.length === 1) terms.add(run)
    for (let i = 0; i + 1 < letters.length; i++) terms.add(`${letters[i]}${letters[i + 1]}`)
  }
  return [...terms]
}

function isLetter(word: string): boolean {
  return /^\p{Script=Han}$/u.test(word)
}
