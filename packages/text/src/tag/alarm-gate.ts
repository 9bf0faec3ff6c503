// One gate for all that may not wait (§6.7, §14-8): a text is looked at once for its early words and for what tells on
// somebody in office.
import { earlyCues } from '../dictionary/early.ts'
import { accusing, acts, ties } from '../dictionary/report.ts'
import { openGate } from './gate.ts'

const codes = Object.keys(earlyCues) as (keyof typeof earlyCues)[]

/** A loose search is in a text without marks: the words' own go, but the comma of a {0,6} is none. */
const marks = /(?<!\{\d*)[,，]|\[\^[^\]]*\]/g
const withoutMarks = (source: string) => source.replace(marks, (part) => (part.length > 1 ? '.' : ''))

export const alarmGate = openGate([...codes.map((code) => earlyCues[code].words), acts, ties, accusing], withoutMarks)

/** Numbers of the gate's patterns. */
export const cueOf = Object.fromEntries(codes.map((code, number) => [code, number])) as Record<
  keyof typeof earlyCues,
  number
>
export const ACTS = codes.length
export const TIES = ACTS + 1
export const ACCUSING = TIES + 1
