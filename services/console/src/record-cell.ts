// Records of a case as cells of the 台账: each kind in one cell, one line a record, in the order they were made.
import type { RecordKind } from '@huiying/domain/record'
import type { RowAt } from '@huiying/ledger/projection/row'
import { writeMinute } from './cell.ts'

export interface RecordNames {
  unit(id: string): string
  /** A person's name as people typed it; covered in the masked version. */
  typed(name: string): string
}

type Values = RowAt['records'][number]['values']
type Show = (values: Values, names: RecordNames) => string

const text = (value: Values[string] | undefined): string => (value === undefined ? '' : String(value))
const time = (value: Values[string] | undefined): string => (typeof value === 'number' ? writeMinute(value) : '')
const units = (value: Values[string] | undefined, names: RecordNames): string =>
  Array.isArray(value) ? value.map(names.unit).join('、') : ''
const join = (...parts: string[]): string => parts.filter((one) => one !== '').join(' ')

const shows: { [kind in RecordKind]?: Show } = {
  三审: (one, names) => join(text(one.stage), names.typed(text(one.by)), time(one.at), text(one.result)),
  线索移交: (one, names) =>
    join(text(one.to), time(one.at), text(one.docNo), `审批 ${names.typed(text(one.approver))}`),
  领导批示: (one, names) => join(names.typed(text(one.leader)), time(one.at), text(one.text)),
  上级通报: (one) => {
    const replied = time(one.repliedAt)
    return join(text(one.from), time(one.at), text(one.text), replied === '' ? '' : `${replied}回复上级`)
  },
  处置情况: (one) => join(text(one.side), time(one.at), text(one.text)),
  督办: (one, names) => join(time(one.at), text(one.way), units(one.units, names), text(one.text)),
  问责: (one, names) => join(time(one.at), text(one.way), units(one.units, names), text(one.docNo), text(one.text)),
}

/** Empty when nothing of the kind is on record. */
export function recordsCell(row: RowAt, kind: RecordKind, names: RecordNames): string {
  const show = shows[kind]
  if (show === undefined) return ''
  return row.records
    .filter((one) => one.kind === kind)
    .map((one) => show(one.values, names))
    .join('；')
}

/** The last one counts: a later conclusion or choice stands for the earlier. */
export function lastRecordCell(row: RowAt, kind: '调查结论' | '重点回应'): string {
  const values = row.records.findLast((one) => one.kind === kind)?.values
  if (values === undefined) return ''
  return kind === '调查结论' ? join(text(values.result), text(values.text)) : text(values.kinds).replaceAll(',', '、')
}

/** 承诺事项、时限、落实: from the clocks of promises. */
export function promisesCell(row: RowAt): string {
  return row.clocks
    .filter((clock) => clock.code === 'PRM')
    .map((clock) => {
      const done = clock.endedHow === 'stopped' ? `已落实 ${writeMinute(clock.endedAt)}` : '未落实'
      return join(clock.notes.join('、'), `期限 ${writeMinute(clock.dueAt)}`, done, clock.late ?? '')
    })
    .join('；')
}
