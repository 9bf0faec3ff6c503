// All acts on a case in one table; the order here is the order on the screen.
import { answerActs } from './act-answer.ts'
import { assignActs } from './act-assign.ts'
import { caseActs } from './act-case.ts'
import type { ActSpec } from './act-form.ts'

const { 研判, 转为政务舆情, ...otherCaseActs } = caseActs
const { 交办, ...otherAssignActs } = assignActs

export const acts = { 研判, 转为政务舆情, 交办, ...answerActs, ...otherAssignActs, ...otherCaseActs }
export type ActName = keyof typeof acts

export const actNames = Object.keys(acts) as ActName[]
export const specOf = (name: ActName): ActSpec => acts[name]
