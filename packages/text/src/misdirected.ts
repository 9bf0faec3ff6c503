// Suspects a letter that belongs to another procedure, place or level (§14-7, §4.4); a person decides.
import { elsewhere, here, procedures } from './dictionary/misdirected.ts'
import { type Normalised, normalise } from './normalise.ts'

/**
 * What it looks like, or null. Asking what the result of a procedure was is an ordinary letter. `own`: whether the text
 * names a place of those who are written to, which makes it theirs whatever else it names.
 */
export function findMisdirected(given: string | Normalised, own = false): string | null {
  const { bare } = typeof given === 'string' ? normalise(given) : given
  const found = procedures.find(([, words]) => words.test(bare.text))?.[0]
  if (found !== undefined) return found
  return !own && elsewhere.test(bare.text) && !here.test(bare.text) ? '外地事项' : null
}
