// The 40 standard columns of the 台账 (§5.2) as typed cells; what is not known stays empty, never invented.
import type { Policy } from '@huiying/domain/policy'
import type { Person } from '@huiying/ledger/person/person'
import type { RowAt } from '@huiying/ledger/projection/row'
import { mask } from '@huiying/text/mask'
import { writeMinute } from './cell.ts'
import { lastRecordCell, promisesCell, type RecordNames, recordsCell } from './record-cell.ts'
import type { Cell } from './sheet.ts'

type RowClock = RowAt['clocks'][number]
interface Names extends RecordNames {
  topic(id: string): string
  person(id: string): string
  /** Who answers in a unit, with telephones; empty in the masked version. */
  contacts(unit: string): string
}
type Column = [name: string, show: (row: RowAt, names: Names) => Cell]

/** 内部: as the duty room works with it. 脱敏: for assessors and auditors outside, without the names of people. */
export type Version = 'internal' | 'masked'

const instant = (at: number | null): Cell => (at === null ? null : { at })

const clockOf = (row: RowAt, code: string): RowClock | undefined => {
  const own = row.clocks.filter((clock) => clock.code === code)
  return own.find((clock) => clock.state === 'running') ?? own.findLast((clock) => clock.endedHow !== 'replaced')
}

/** Due, done and whether in time, in one cell as the standard column asks; a dash where it does not apply. */
function clockCell(row: RowAt, code: string): string {
  const clock = clockOf(row, code)
  if (clock === undefined) return '—'
  const done = clock.endedHow === 'stopped' ? `实际 ${writeMinute(clock.endedAt)}` : ''
  return [`应 ${writeMinute(clock.dueAt)}`, done, verdictOf(clock)].filter((one) => one !== '').join('；')
}

function verdictOf(clock: RowClock): string {
  if (clock.state !== 'ended') return clock.lateAtStart ?? '未完成'
  if (clock.endedHow === 'waived') return '经批准不召开'
  if (clock.endedHow === 'withdrawn') return clock.late === null ? '降级撤下' : `降级撤下，${clock.late}`
  if (clock.endedHow === 'cancelled') return clock.late === null ? '随案撤下' : `随案撤下，${clock.late}`
  return clock.late ?? '按时'
}

const lates = (row: RowAt): string =>
  row.clocks
    .flatMap((clock) => {
      const late = clock.late ?? clock.lateAtStart
      return late === null ? [] : [`${clock.code} ${late}`]
    })
    .join('；')

const empty = (name: string): Column => [name, () => null]

export const columns: Column[] = [
  ['编号', (row) => row.number],
  ['舆情标题', (row) => row.title],
  ['来源类型', (row) => (row.kind === 'letter' ? '信件' : '公开信息')],
  empty('发布平台'),
  empty('发帖主体'),
  empty('原文链接或截图'),
  empty('原帖摘要'),
  ['事发时间、地点', (row) => instant(row.occurredAt)],
  ['首发时间', (row) => instant(row.firstPublishedAt)],
  ['发现时间、发现人', (row) => instant(row.detectedAt)],
  ['主题、诉求类型', (row, names) => row.topics.map(names.topic).join('、')],
  [
    '突发事件级别',
    (row, names) =>
      [
        row.grade ?? '',
        row.type ?? '',
        row.judgedBy === null ? '' : names.person(row.judgedBy),
        writeMinute(row.judgedAt),
      ]
        .filter((one) => one !== '')
        .join('；'),
  ],
  ['舆情级别、热度', (row) => `热度 ${row.heat}，信息 ${row.items} 条`],
  ['重点回应类别', (row) => lastRecordCell(row, '重点回应')],
  ['领导批示', (row, names) => recordsCell(row, '领导批示', names)],
  ['上级通报', (row, names) => recordsCell(row, '上级通报', names)],
  [
    '牵头单位、协办单位',
    (row, names) => {
      const lead = row.lead === null ? '' : `牵头 ${names.unit(row.lead)}`
      const co = row.co.length === 0 ? '' : `协办 ${row.co.map(names.unit).join('、')}`
      return [lead, co].filter((one) => one !== '').join('；')
    },
  ],
  ['责任人、联络员、电话', (row, names) => (row.lead === null ? null : names.contacts(row.lead))],
  [
    '交办时间、交办人',
    (row, names) =>
      `${writeMinute(row.assignedAt)} ${row.assignedBy === null ? '' : names.person(row.assignedBy)}`.trim(),
  ],
  ['签收时间', (row) => instant(row.signedAt)],
  [
    '时限依据、起算点',
    (row) => row.clocks.map((clock) => `${clock.code} ${clock.rule}，${writeMinute(clock.startAt)}起算`).join('；'),
  ],
  ['5h 应发布、实际、是否按时', (row) => clockCell(row, 'C5')],
  ['24h 发布会应开、实际、是否按时', (row) => clockCell(row, 'C24')],
  ['48h 应回应、实际、是否按时', (row) => clockCell(row, 'C48')],
  ['首次回应时间', (row) => instant(row.firstResponseAt)],
  [
    '回应主体、平台、链接',
    (row, names) =>
      row.responses.map((one) => `${names.unit(one.unit)} ${one.channel} ${one.url ?? ''}`.trim()).join('；'),
  ],
  ['回应内容摘要', (row) => row.responses.map((one) => `${one.statement}：${one.summary}`).join('；')],
  ['三审与保密审查', (row, names) => recordsCell(row, '三审', names)],
  ['处置情况', (row, names) => recordsCell(row, '处置情况', names)],
  ['调查结论', (row) => lastRecordCell(row, '调查结论')],
  ['承诺事项', promisesCell],
  ['谣言或违法线索移交', (row, names) => recordsCell(row, '线索移交', names)],
  ['是否超时', lates],
  ['督办记录', (row, names) => recordsCell(row, '督办', names)],
  empty('回应效果评估'),
  empty('质检提示与复核'),
  ['公众反馈', (row) => (row.letters > 1 ? `重复来信 ${row.letters} 封` : '')],
  ['通报、约谈、问责', (row, names) => recordsCell(row, '问责', names)],
  ['是否完结、办结时间', (row) => `${row.status} ${writeMinute(row.closedAt)}`.trim()],
  ['备注', (row) => (row.mergedInto === null ? '' : '已并入另一案件')],
]

export function namesOf(policy: Policy, persons: Person[], version: Version): Names {
  const contacts = policy.units.flatMap((unit) => unit.contacts)
  const names = new Map([
    ...contacts.map((one) => [one.id, one.name]),
    ...persons.map((one) => [one.login, one.name]),
  ] as [string, string][])
  const person = (id: string): string => names.get(id) ?? id
  const contactsOf = (id: string): string =>
    (policy.units.find((unit) => unit.id === id)?.contacts ?? [])
      .map((one) => [one.roles.join('、'), one.name, one.phone ?? ''].filter((part) => part !== '').join(' '))
      .join('；')
  return {
    unit: (id) => policy.units.find((unit) => unit.id === id)?.short ?? id,
    topic: (id) => policy.topics.find((topic) => topic.id === id)?.name ?? id,
    person: version === 'internal' ? person : (id) => (id === 'system' ? id : `${[...person(id)][0] ?? ''}*`),
    contacts: version === 'internal' ? contactsOf : () => '',
    typed: version === 'internal' ? (name) => name : (name) => (name === '' ? '' : `${[...name][0]}*`),
  }
}

/** In the masked version personal data in what people typed is covered too. */
export function cellsOf(row: RowAt, names: Names, version: Version): Cell[] {
  const cells = columns.map(([, show]) => show(row, names))
  if (version === 'internal') return cells
  return cells.map((cell) => (typeof cell === 'string' ? mask(cell).text : cell))
}
