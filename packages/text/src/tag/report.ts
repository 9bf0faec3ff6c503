// Suspects a 检举控告 (somebody in office breaking discipline or law), which is no complaint about a service (§14-8).
import { acts, body, harmless, ties, title } from '../dictionary/report.ts'
import type { Normalised } from '../normalise.ts'
import { normalise } from '../normalise.ts'
import { openGate } from './gate.ts'

const inOffice = new RegExp(`${title}|${body}`, 'u')
/** Who writes 举报 or 控告 before the title of somebody in office means that person, whatever he then tells. */
const accusing = '(?:举报|检举|控告|揭发)'
const accusation = new RegExp(`${accusing}[^,.;!?，。；！？]{0,14}${title}`, 'u')

const ACTS = 0
const TIES = 1
const ACCUSING = 2
const gate = openGate([acts, ties, accusing])

/** How near to what was done whoever did it is named, in letters before and behind. */
const BEFORE_LETTERS = 36
const BEHIND_LETTERS = 20

/** True: only 值班长 and 纪检 see the letter until a person has judged it; a miss shows it to the unit complained of. */
export function suspectsReport(given: string | Normalised): boolean {
  const copies = typeof given === 'string' ? normalise(given) : given
  const bare = copies.bare.text
  if (!gate.look(bare)) return false
  // What stands together in the plain copy does in the bare one: a text without the word needs no plain copy.
  if (gate.next(ACCUSING, 0) !== null && accusation.test(copies.plain.text)) return true
  return isTold(ACTS, bare, (around) => inOffice.test(around)) || isTold(TIES, bare, () => true)
}

/** One of the patterns stands in the text, and what stands around it does not take it back. */
function isTold(pattern: number, bare: string, fits: (around: string) => boolean): boolean {
  for (let hit = gate.next(pattern, 0); hit !== null; ) {
    const end = hit.index + hit[0].length
    const around = bare.slice(Math.max(0, hit.index - BEFORE_LETTERS), end + BEHIND_LETTERS)
    if (fits(around) && !harmless.test(around)) return true
    hit = gate.next(pattern, end)
  }
  return false
}
