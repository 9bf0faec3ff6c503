// The fields acts are made of, and the shapes their tables share.
import type { CasePage, Me, RecordForm, Refusal } from '../../src/wire.ts'

export type Values = { [field: string]: string }
export type CasePageLike = Pick<CasePage, 'case'>

export interface Choice {
  value: string
  label: string
}

export interface Field {
  name: string
  label: string
  /** `units`, `choices`: several, one a line in the value. `file`: uploaded to the case, its SHA-256 in the value. */
  kind: 'line' | 'area' | 'choice' | 'choices' | 'units' | 'instant' | 'day' | 'number' | 'check' | 'file'
  choices?: Choice[]
  optional?: boolean
  /** Takes a whole line of the dialog. */
  wide?: boolean
  hint?: string
  /** Shown and asked only while this holds. */
  when?(values: Values): boolean
}

/** A reply about to be recorded, as the check reads it. */
export interface ReplyDraft {
  reply: string
  itemId: string | null
  statement: string | null
  unit: string | null
}

export interface ActFacts {
  page: CasePage
  me: Me
  units: Choice[]
  unitName(id: string): string
  topics: Choice[]
  now: number
  forms: readonly RecordForm[]
  refusals: readonly Refusal[]
  /** Found in the reply as typed so far. */
  promises: readonly { text: string; due: string | null }[]
}

export interface ActSpec {
  /** The `do` of the order: who may not give it does not see the act. */
  order: string
  title: string
  /** What it means in one line; the server's own preview follows. */
  say: string | ((facts: ActFacts) => string)
  danger?: boolean
  fields(facts: ActFacts): Field[]
  start(facts: ActFacts): Values
  /** The reply in these values, to be checked while it is typed. */
  reply?(values: Values): ReplyDraft
  /** What else changes when one value does. */
  follow?(values: Values, facts: ActFacts): Values
  build(values: Values, facts: ActFacts): object
  /** Whether it makes sense for the case as it stands. */
  fits(page: CasePage): boolean
}

export const REASON = 'reason'

export const isOpen = ({ case: state }: CasePageLike): boolean => !['办结', '已撤销', '已并入'].includes(state.status)

export const line = (name: string, label: string): Field => ({ name, label, kind: 'line' })
export const area = (name: string, label: string): Field => ({ name, label, kind: 'area' })
export const instant = (name: string, label: string): Field => ({ name, label, kind: 'instant' })
export const file = (name: string, label: string): Field => ({ name, label, kind: 'file' })
export const choice = (name: string, label: string, choices: Choice[]): Field => ({
  name,
  label,
  kind: 'choice',
  choices,
})
export const wide = (name: string, label: string, choices: Choice[]): Field => ({
  ...choice(name, label, choices),
  wide: true,
})
