// Suspects a letter that belongs to another procedure, place or level (§14-7, §4.4); a person decides.
import { city, elsewhere, here, procedures } from './dictionary/misdirected.ts'
import { type Normalised, normalise } from './normalise.ts'
import { openGate } from './tag/gate.ts'

const CITY = procedures.length
const gate = openGate([...procedures.map(([, words]) => words.source), city])

/**
 * What it looks like, or null. Asking what the result of a procedure was is an ordinary letter. `own`: whether the text
 * names a place of those who are written to, which makes it theirs whatever else it names.
 */
export function findMisdirected(given: string | Normalised, own = false): string | null {
  const { bare } = typeof given === 'string' ? normalise(given) : given
  if (!gate.look(bare.text)) return null
  const found = procedures.find((_, number) => gate.next(number, 0) !== null)?.[0]
  if (found !== undefined) return found
  const mayBeElsewhere = !own && gate.next(CITY, 0) !== null
  return mayBeElsewhere && elsewhere.test(bare.text) && !here.test(bare.text) ? '外地事项' : null
}
