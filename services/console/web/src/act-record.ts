// Records of a case as acts: their fields come from the server's own table, so that both ask for the same.
import type { RecordField, RecordKind } from '../../src/wire.ts'
import type { ActFacts, ActSpec, Field, Values } from './act-form.ts'
import { fromInput, toInput } from './time.ts'

const kinds = [
  '会商',
  '三审',
  '口径会签',
  '线索移交',
  '领导批示',
  '上级通报',
  '处置情况',
  '调查结论',
  '不公开',
  '督办',
  '问责',
  '重点回应',
] as const satisfies RecordKind[]

const fieldKinds: { [kind in RecordField['kind']]: Field['kind'] } = {
  line: 'line',
  text: 'area',
  past: 'instant',
  future: 'instant',
  number: 'number',
  choice: 'choice',
  choices: 'choices',
  units: 'units',
  web: 'line',
  file: 'file',
}

const formOf = (kind: RecordKind, { forms }: ActFacts) => forms.find((one) => one.kind === kind)

const fieldOf = (field: RecordField, { units }: ActFacts): Field => ({
  name: field.name,
  label: field.kind === 'past' || field.kind === 'future' ? `${field.label}（北京时间）` : field.label,
  kind: fieldKinds[field.kind],
  ...(field.optional === true ? { optional: true } : {}),
  ...(field.hint === undefined ? {} : { hint: field.hint }),
  ...(field.kind === 'units' ? { choices: units, wide: true } : {}),
  ...(field.choices === undefined ? {} : { choices: field.choices.map((value) => ({ value, label: value })) }),
  ...(field.kind === 'choices' ? { wide: true } : {}),
})

function valueIn(field: RecordField, text: string): string | number | string[] | null {
  if (text.trim() === '') return null
  if (field.kind === 'past' || field.kind === 'future') return fromInput(text)
  if (field.kind === 'number') return Number(text)
  return field.kind === 'units' || field.kind === 'choices' ? text.split('\n') : text
}

const specOf = (kind: RecordKind): ActSpec => ({
  order: 'record.add',
  title: `登记${kind}`,
  say: (facts) => formOf(kind, facts)?.say ?? '',
  fits: (page) => page.case.status !== '已并入',
  fields: (facts) => formOf(kind, facts)?.fields.map((field) => fieldOf(field, facts)) ?? [],
  start: (facts) =>
    Object.fromEntries(
      (formOf(kind, facts)?.fields ?? []).map((field): [string, string] => [
        field.name,
        field.kind === 'past' ? toInput(facts.now) : '',
      ]),
    ),
  build: (values: Values, facts) => ({
    do: 'record.add',
    kind,
    values: Object.fromEntries(
      (formOf(kind, facts)?.fields ?? []).flatMap((field) => {
        const value = valueIn(field, values[field.name] ?? '')
        return value === null ? [] : [[field.name, value]]
      }),
    ),
  }),
})

export const recordActs = Object.fromEntries(kinds.map((kind) => [kind, specOf(kind)])) as {
  [kind in (typeof kinds)[number]]: ActSpec
}
