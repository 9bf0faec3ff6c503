// All acts on a case in one table, grouped as the menu shows them.
import { answerActs } from './act-answer.ts'
import { assignActs } from './act-assign.ts'
import { callActs } from './act-call.ts'
import { caseActs } from './act-case.ts'
import type { ActSpec } from './act-form.ts'
import { letterActs } from './act-letter.ts'
import { recordActs } from './act-record.ts'

const acts = { ...callActs, ...caseActs, ...assignActs, ...answerActs, ...letterActs, ...recordActs }
export type ActName = keyof typeof acts

export const specOf = (name: ActName): ActSpec => acts[name]

/** Groups of the menu, in order. */
export const actGroups: { name: string; acts: ActName[] }[] = [
  { name: '先打电话', acts: Object.keys(callActs) as ActName[] },
  { name: '案件', acts: Object.keys(caseActs) as ActName[] },
  { name: '交办', acts: Object.keys(assignActs) as ActName[] },
  { name: '回应与时限', acts: Object.keys(answerActs) as ActName[] },
  { name: '来信', acts: Object.keys(letterActs) as ActName[] },
  { name: '记录', acts: Object.keys(recordActs) as ActName[] },
]
