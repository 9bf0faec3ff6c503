// The columns of the 台账 on the screen; what is not known stays empty, what does not apply is a dash.
import type { RowAt } from '../../src/wire.ts'
import { writeMinute } from './time.ts'
import { codeWords } from './urgency.tsx'

export const columnSets = ['常用', '时限', '回应', '办理', '督办问责'] as const
export type ColumnSet = (typeof columnSets)[number]

interface Names {
  unit(id: string): string
  topic(id: string): string
  contact(id: string): string
}

export interface Column {
  name: string
  wide?: boolean
  /** Which column sets it stands in; number, title and state stand in all. */
  sets: ColumnSet[]
  show(row: RowAt, names: Names): string
}

const time = (at: number | null): string => (at === null ? '' : writeMinute(at))
type RowClock = RowAt['clocks'][number]

/** The one that counts: the running one, else the last that was not replaced. */
const clockOf = (row: RowAt, code: string): RowClock | undefined => {
  const own = row.clocks.filter((clock) => clock.code === code)
  return (
    own.find((clock) => clock.state === 'running') ?? own.findLast((clock) => clock.endedHow !== 'replaced') ?? own[0]
  )
}

function verdictOf(clock: RowClock | undefined): string {
  if (clock === undefined) return '—'
  if (clock.endedHow === 'waived') return '经批准不召开'
  if (clock.endedHow === 'withdrawn') return `降级撤下${clock.late === null ? '' : `（${clock.late}）`}`
  if (clock.endedHow === 'cancelled') return clock.late === null ? '随案撤下' : `随案撤下（${clock.late}）`
  if (clock.state === 'ended') return clock.late ?? '按时'
  return clock.lateAtStart ?? '在走'
}

const timeColumns = (code: string, due: string, done: string, kept: string): Column[] => [
  { name: due, sets: ['时限'], show: (row) => time(clockOf(row, code)?.dueAt ?? null) || '—' },
  {
    name: done,
    sets: ['时限'],
    show: (row) => {
      const clock = clockOf(row, code)
      return clock === undefined ? '—' : clock.endedHow === 'stopped' ? time(clock.endedAt) : ''
    },
  },
  { name: kept, sets: ['常用', '时限'], show: (row) => verdictOf(clockOf(row, code)) },
]

type Values = RowAt['records'][number]['values']
const recordColumn = (
  name: string,
  kind: string,
  set: ColumnSet,
  show: (one: Values, names: Names) => string,
): Column => ({
  name,
  wide: true,
  sets: [set],
  show: (row, names) =>
    row.records
      .filter((one) => one.kind === kind)
      .map((one) => show(one.values, names))
      .join('；'),
})
const said = (value: Values[string] | undefined): string =>
  value === undefined ? '' : Array.isArray(value) ? value.join('、') : String(value)
const at = (value: Values[string] | undefined): string => (typeof value === 'number' ? writeMinute(value) : '')

const workColumns: Column[] = [
  recordColumn('领导批示', '领导批示', '办理', (one) => `${said(one.leader)} ${at(one.at)} ${said(one.text)}`),
  recordColumn('上级通报', '上级通报', '办理', (one) => `${said(one.from)} ${at(one.at)} ${said(one.text)}`),
  recordColumn('处置情况', '处置情况', '办理', (one) => `${said(one.side)} ${at(one.at)} ${said(one.text)}`),
  recordColumn('调查结论', '调查结论', '办理', (one) => `${said(one.result)} ${said(one.text)}`),
  recordColumn('线索移交', '线索移交', '办理', (one) => `${said(one.to)} ${at(one.at)} ${said(one.docNo)}`),
  recordColumn('三审与保密审查', '三审', '回应', (one) => `${said(one.stage)} ${said(one.by)} ${said(one.result)}`),
  recordColumn('重点回应类别', '重点回应', '回应', (one) => said(one.kinds)),
  recordColumn('督办记录', '督办', '督办问责', (one) => `${at(one.at)} ${said(one.way)} ${said(one.text)}`),
  recordColumn('通报、约谈、问责', '问责', '督办问责', (one) => `${at(one.at)} ${said(one.way)} ${said(one.docNo)}`),
]

const isLate = (clock: RowClock): boolean => clock.late !== null || clock.lateAtStart !== null

export const columns: Column[] = [
  { name: '编号', sets: [...columnSets], show: (row) => row.number },
  { name: '舆情标题', wide: true, sets: [...columnSets], show: (row) => row.title || '（无标题）' },
  { name: '状态', sets: [...columnSets], show: (row) => row.status },
  { name: '级别', sets: ['常用', '时限'], show: (row) => row.grade ?? (row.kind === 'letter' ? '信件' : '') },
  { name: '主题', sets: ['常用'], show: (row, names) => row.topics.map(names.topic).join('、') },
  {
    name: '牵头单位',
    sets: ['常用', '时限', '办理', '督办问责'],
    show: (row, names) => (row.lead === null ? '' : names.unit(row.lead)),
  },
  { name: '协办单位', sets: ['办理'], show: (row, names) => row.co.map(names.unit).join('、') },
  { name: '交办时间', sets: ['办理'], show: (row) => time(row.assignedAt) },
  {
    name: '交办人',
    sets: ['办理'],
    show: (row, names) => (row.assignedBy === null ? '' : names.contact(row.assignedBy)),
  },
  { name: '签收时间', sets: ['常用', '办理'], show: (row) => time(row.signedAt) },
  ...timeColumns('C5', '5h 应发布', '5h 实际', '5h 是否按时'),
  ...timeColumns('C24', '24h 发布会应开', '24h 实际', '24h 是否按时'),
  ...timeColumns('C48', '48h 应回应', '48h 实际', '48h 是否按时'),
  { name: '首次回应', sets: ['常用', '回应'], show: (row) => time(row.firstResponseAt) },
  {
    name: '回应主体、平台、要点',
    wide: true,
    sets: ['回应'],
    show: (row, names) =>
      row.responses.map((one) => `${one.statement}：${names.unit(one.unit)} ${one.channel}，${one.summary}`).join('；'),
  },
  {
    name: '承诺事项',
    wide: true,
    sets: ['回应'],
    show: (row) =>
      row.clocks
        .filter((clock) => clock.code === 'PRM')
        .map(
          (clock) =>
            `${clock.notes.join('、')}（${clock.endedHow === 'stopped' ? '已落实' : writeMinute(clock.dueAt)}）`,
        )
        .join('；'),
  },
  ...workColumns,
  {
    name: '是否超时',
    sets: ['常用', '督办问责'],
    show: (row) =>
      row.clocks
        .filter(isLate)
        .map((clock) => `${codeWords(clock.code)} ${clock.late ?? clock.lateAtStart}`)
        .join('；'),
  },
  {
    name: '来信',
    sets: ['常用', '办理'],
    show: (row) => (row.letters === 0 ? '' : `${row.letters} 封，未答复 ${row.lettersOpen}`),
  },
  { name: '信息数', sets: ['常用'], show: (row) => String(row.items) },
  { name: '热度', sets: ['常用'], show: (row) => String(row.heat) },
  { name: '事发时间', sets: ['时限'], show: (row) => time(row.occurredAt) },
  { name: '首发时间', sets: ['时限'], show: (row) => time(row.firstPublishedAt) },
  { name: '发现时间', sets: ['时限'], show: (row) => time(row.detectedAt) },
  { name: '立案时间', sets: ['常用', '时限'], show: (row) => time(row.openedAt) },
  {
    name: '定级人',
    sets: ['时限'],
    show: (row, names) => (row.judgedBy === null ? '' : names.contact(row.judgedBy)),
  },
  { name: '定级时间', sets: ['时限'], show: (row) => time(row.judgedAt) },
  {
    name: '时限依据',
    wide: true,
    sets: ['时限'],
    show: (row) => [...new Set(row.clocks.map((clock) => clock.rule))].join('；'),
  },
  { name: '办结时间', sets: ['常用', '办理'], show: (row) => time(row.closedAt) },
]

/** Of the usual ones these wait for a wide screen: a narrow one holds the rest whole, without sideways scrolling. */
const roomy: ReadonlySet<string> = new Set(['首次回应', '信息数', '热度', '立案时间', '办结时间'])

/** 全部: every column; without a set the usual ones, as many as a screen of this width holds. */
export function columnsOf(set: string | null, wide: boolean): Column[] {
  if (set === '全部') return columns
  if (set === null && !wide) return columnsOf('常用', wide).filter((column) => !roomy.has(column.name))
  const chosen = columnSets.find((one) => one === set) ?? '常用'
  return columns.filter((column) => column.sets.includes(chosen))
}
