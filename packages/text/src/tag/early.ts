// Finds early words (§6.7): they put an item on top and say what to do, and label nobody who wrote them
// (§14-17).
import type { Evidence } from '@huiying/domain/item'
import { squeeze } from '../casualty/squeeze.ts'
import { findClassified } from '../classified.ts'
import { earlyCues } from '../dictionary/early.ts'
import { dangerAsides, over } from '../dictionary/early-aside.ts'
import type { Normalised } from '../normalise.ts'
import { normalise, toOriginal } from '../normalise.ts'
import { alarmGate, cueOf } from './alarm-gate.ts'
import { findPressing, pressing } from './told-model.ts'

/** In the order of §6.7, the most pressing first. */
export const earlyCodes = ['life', 'danger', 'minor', 'crowd', 'escalate', 'ultimatum', 'rumour', 'secret'] as const
export type EarlyCode = (typeof earlyCodes)[number]

export interface EarlyHit extends Evidence {
  code: EarlyCode
}

/** What the desk does first, shown beside the item. */
export const earlyActions: Record<EarlyCode, string> = {
  life: '立即电话 110 和属地，联系卫健心理援助；信箱件不走普通时限',
  danger: '提示 110／119／120 和应急、属地',
  minor: '联系公安；从严保护个人信息，不公开',
  crowd: '提请会商；联系公安、信访、属地',
  escalate: '建议提前首次回应',
  ultimatum: '建议提前首次回应',
  rumour: '先核实，统一口径',
  secret: '停止入库正文，转保密岗',
}

/** Units on either side of a word in which a look-alike is recognised. */
const AROUND_UNITS = 14
/** Units on either side in which its sentence is read. */
const SENTENCE_UNITS = 40

/** The first hit of each class, in the order of the classes; offsets are UTF-16 units of the text as given. */
export function findEarly(given: string | Normalised): EarlyHit[] {
  const copies = typeof given === 'string' ? normalise(given) : given
  const words = findWords(copies)
  const told = findTold(copies, words)
  if (told.length === 0) return words
  return [...words, ...told].sort((one, other) => earlyCodes.indexOf(one.code) - earlyCodes.indexOf(other.code))
}

/** What the model reads of the pressing classes that no word tells of. */
function findTold({ bare }: Normalised, words: readonly EarlyHit[]): EarlyHit[] {
  const found: EarlyHit[] = []
  for (const code of pressing) {
    if (words.some((hit) => hit.code === code)) continue
    const stretch = findPressing(bare, code)
    if (stretch === null) continue
    const { start, end } = stretch
    const around = bare.text.slice(Math.max(0, start - AROUND_UNITS), end + AROUND_UNITS)
    if (patterns[code].not?.test(around)) continue
    if (code === 'danger' && isAsideTold(around)) continue
    const range = toOriginal(bare, start, end)
    found.push({ code, text: bare.original.slice(range.start, range.end), ...range })
  }
  return found
}

/** The hits that words of the dictionary give alone. */
export function findWords(given: string | Normalised): EarlyHit[] {
  const copies = typeof given === 'string' ? normalise(given) : given
  if (!hasCue(copies.bare.text) && !copies.original.includes('密')) return []
  const copy = squeeze(copies.figures)
  alarmGate.look(copy.text)
  const hits: EarlyHit[] = []
  for (const code of earlyCodes) {
    if (code === 'secret') {
      const mark = findClassified(copies)
      if (mark) {
        hits.push({ code, text: mark.text, start: mark.start, end: mark.end })
        continue
      }
    }
    const found = firstCue(copy.text, code)
    if (!found) continue
    const range = toOriginal(copy, found.start, found.end)
    hits.push({ code, text: copy.original.slice(range.start, range.end), ...range })
  }
  return hits
}

function firstCue(text: string, code: EarlyCode): { start: number; end: number } | null {
  const { not, unless } = patterns[code]
  const number = cueOf[code]
  for (let match = alarmGate.next(number, 0); match !== null; ) {
    const start = match.index
    const end = start + match[0].length
    match = alarmGate.next(number, end)
    const around = text.slice(Math.max(0, start - AROUND_UNITS), end + AROUND_UNITS)
    if (not?.test(around) && !alone(text, start, end, not)) continue
    if (unless?.test(text.slice(Math.max(0, start - AROUND_UNITS * 4), end + AROUND_UNITS * 4))) continue
    if (code === 'danger' && isAside(text, start, end)) continue
    return { start, end }
  }
  return null
}

/** A word of danger whose sentence tells of a habit, of a machine's smoke or of what is over. */
function isAside(text: string, start: number, end: number): boolean {
  const word = text.slice(start, end)
  const sentence = within(text, start, end, SENTENCE_UNITS, '。;!?')
  if (dangerAsides.some(({ words, beside, but }) => words.test(word) && beside.test(sentence) && !but.test(sentence)))
    return true
  if (over.but.test(sentence)) return false
  return (
    over.behind.test(text.slice(end, end + AROUND_UNITS)) ||
    over.before.test(within(text, start, start, AROUND_UNITS, '。;!?,'))
  )
}

/** The same of what the model reads, where no mark parts clauses: 夜里冒过烟. */
const isAsideTold = (around: string): boolean =>
  dangerAsides.some(({ words, beside, but }) => words.test(around) && beside.test(around) && !but.test(around)) ||
  (over.told.test(around) && !over.but.test(around))

/** The units around a word, up to the nearest of some marks. */
function within(text: string, start: number, end: number, units: number, marks: string): string {
  let from = start
  while (from > 0 && start - from < units && !marks.includes(text[from - 1] as string)) from--
  let to = end
  while (to < text.length && to - end < units && !marks.includes(text[to] as string)) to++
  return text.slice(from, to)
}

/** A look-alike counts only when it touches the word's own clause. */
function alone(text: string, start: number, end: number, not: RegExp): boolean {
  return !not.test(within(text, start, end, AROUND_UNITS, '。;!?'))
}

const patterns = Object.fromEntries(
  earlyCodes.map((code) => {
    const { not, unless } = earlyCues[code]
    return [code, { not: not ? new RegExp(not) : null, unless: unless ? new RegExp(unless) : null }]
  }),
) as Record<EarlyCode, { not: RegExp | null; unless: RegExp | null }>

/** One cheap look decides for most texts that there is nothing to find. */
const hasCue = (bare: string): boolean =>
  alarmGate.look(bare) && earlyCodes.some((code) => alarmGate.next(cueOf[code], 0, true) !== null)
