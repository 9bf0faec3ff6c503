// Suspects a 检举控告 (somebody in office breaking discipline or law), which is no complaint about a service (§14-8).
import { accusing, body, harmless, title } from '../dictionary/report.ts'
import type { Normalised } from '../normalise.ts'
import { normalise } from '../normalise.ts'
import { ACCUSING, ACTS, alarmGate, TIES } from './alarm-gate.ts'

const inOffice = new RegExp(`${title}|${body}`, 'u')
/** Who writes 举报 or 控告 before the title of somebody in office means that person, whatever he then tells. */
const accusation = new RegExp(`${accusing}[^,.;!?，。；！？]{0,14}${title}`, 'u')

/** How near to what was done whoever did it is named, in letters before and behind. */
const BEFORE_LETTERS = 36
const BEHIND_LETTERS = 20

/** True: only 值班长 and 纪检 see the letter until a person has judged it; a miss shows it to the unit complained of. */
export function suspectsReport(given: string | Normalised): boolean {
  const copies = typeof given === 'string' ? normalise(given) : given
  const bare = copies.bare.text
  if (!alarmGate.look(bare)) return false
  // What stands together in the plain copy does in the bare one: a text without the word needs no plain copy.
  if (alarmGate.next(ACCUSING, 0) !== null && accusation.test(copies.plain.text)) return true
  return isTold(ACTS, bare, (around) => inOffice.test(around)) || isTold(TIES, bare, () => true)
}

/** One of the patterns stands in the text, and what stands around it does not take it back. */
function isTold(pattern: number, bare: string, fits: (around: string) => boolean): boolean {
  for (let hit = alarmGate.next(pattern, 0); hit !== null; ) {
    const end = hit.index + hit[0].length
    const around = bare.slice(Math.max(0, hit.index - BEFORE_LETTERS), end + BEHIND_LETTERS)
    if (fits(around) && !harmless.test(around)) return true
    hit = alarmGate.next(pattern, end)
  }
  return false
}
