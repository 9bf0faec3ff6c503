// Suspects a 检举控告 (somebody in office breaking discipline or law), which is no complaint about a service (§14-8).
import type { Evidence } from '@huiying/domain/item'
import { accusing, body, harmless, title } from '../dictionary/report.ts'
import { type Copy, type Normalised, normalise, toOriginal } from '../normalise.ts'
import { ACCUSING, ACTS, alarmGate, TIES } from './alarm-gate.ts'
import { findHint } from './told-model.ts'

const inOffice = new RegExp(`${title}|${body}`, 'u')
/** Who writes 举报 or 控告 before the title of somebody in office means that person, whatever he then tells. */
const accusation = new RegExp(`${accusing}[^,.;!?，。；！？]{0,14}${title}`, 'u')

/** How near to what was done whoever did it is named, in letters before and behind. */
const BEFORE_LETTERS = 36
const BEHIND_LETTERS = 20

/** Where somebody in office is told on, in letters of the text as given: by words, or else by what the model reads. */
export function findReport(given: string | Normalised): Evidence | null {
  const copies = typeof given === 'string' ? normalise(given) : given
  const word = findToldReport(copies)
  if (word !== null) return word
  const { bare } = copies
  const stretch = findHint(bare)
  if (stretch === null || harmless.test(aroundOf(bare.text, stretch.start, stretch.end))) return null
  return evidenceAt(bare, stretch.start, stretch.end)
}

/** True: only 值班长 and 纪检 see the letter until a person has judged it; a miss shows it to the unit complained of. */
export const suspectsReport = (given: string | Normalised): boolean => findReport(given) !== null

/** What the words of the dictionary find alone. */
export function findToldReport(given: string | Normalised): Evidence | null {
  const copies = typeof given === 'string' ? normalise(given) : given
  const { bare, plain } = copies
  if (!alarmGate.look(bare.text)) return null
  // What stands together in the plain copy does in the bare one: a text without the word needs no plain copy.
  const accused = alarmGate.next(ACCUSING, 0) === null ? null : accusation.exec(plain.text)
  if (accused !== null) return evidenceAt(plain, accused.index, accused.index + accused[0].length)
  return findPattern(ACTS, bare, (around) => inOffice.test(around)) ?? findPattern(TIES, bare, () => true)
}

/** One of the patterns stands in the text, and what stands around it does not take it back. */
function findPattern(pattern: number, bare: Copy, fits: (around: string) => boolean): Evidence | null {
  for (let hit = alarmGate.next(pattern, 0); hit !== null; ) {
    const end = hit.index + hit[0].length
    const around = aroundOf(bare.text, hit.index, end)
    if (fits(around) && !harmless.test(around)) return evidenceAt(bare, hit.index, end)
    hit = alarmGate.next(pattern, end)
  }
  return null
}

const aroundOf = (text: string, start: number, end: number): string =>
  text.slice(Math.max(0, start - BEFORE_LETTERS), end + BEHIND_LETTERS)

function evidenceAt(copy: Copy, start: number, end: number): Evidence {
  const range = toOriginal(copy, start, end)
  return { end: range.end, start: range.start, text: copy.original.slice(range.start, range.end) }
}
