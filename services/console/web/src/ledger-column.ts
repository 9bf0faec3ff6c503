// The columns of the 台账 on the screen; what is not known stays empty, what does not apply is a dash.
import type { RowAt } from '../../src/wire.ts'
import { writeMinute } from './time.ts'

interface Names {
  unit(id: string): string
  topic(id: string): string
  contact(id: string): string
}

export interface Column {
  name: string
  wide?: boolean
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

const dueColumns = (code: string, due: string, done: string, kept: string): Column[] => [
  { name: due, show: (row) => time(clockOf(row, code)?.dueAt ?? null) || '—' },
  {
    name: done,
    show: (row) => {
      const clock = clockOf(row, code)
      return clock === undefined ? '—' : clock.endedHow === 'stopped' ? time(clock.endedAt) : ''
    },
  },
  { name: kept, show: (row) => verdictOf(clockOf(row, code)) },
]

export const columns: Column[] = [
  { name: '编号', show: (row) => row.number },
  { name: '舆情标题', wide: true, show: (row) => row.title },
  { name: '状态', show: (row) => row.status },
  { name: '级别', show: (row) => row.grade ?? (row.kind === 'letter' ? '信件' : '') },
  { name: '主题', show: (row, names) => row.topics.map(names.topic).join('、') },
  { name: '牵头单位', show: (row, names) => (row.lead === null ? '' : names.unit(row.lead)) },
  { name: '签收时间', show: (row) => time(row.signedAt) },
  ...dueColumns('C5', '5h 应发布', '5h 实际', '5h 是否按时'),
  ...dueColumns('C24', '24h 发布会应开', '24h 实际', '24h 是否按时'),
  ...dueColumns('C48', '48h 应回应', '48h 实际', '48h 是否按时'),
  { name: '首次回应', show: (row) => time(row.firstResponseAt) },
  {
    name: '回应主体、平台、要点',
    wide: true,
    show: (row, names) =>
      row.responses.map((one) => `${one.statement}：${names.unit(one.unit)} ${one.channel}，${one.summary}`).join('；'),
  },
  { name: '来信', show: (row) => (row.letters === 0 ? '' : `${row.letters} 封，未答复 ${row.lettersOpen}`) },
  { name: '信息数', show: (row) => String(row.items) },
  { name: '热度', show: (row) => String(row.heat) },
  { name: '事发时间', show: (row) => time(row.occurredAt) },
  { name: '首发时间', show: (row) => time(row.firstPublishedAt) },
  { name: '发现时间', show: (row) => time(row.detectedAt) },
  { name: '立案时间', show: (row) => time(row.openedAt) },
  { name: '定级人', show: (row, names) => (row.judgedBy === null ? '' : names.contact(row.judgedBy)) },
  { name: '定级时间', show: (row) => time(row.judgedAt) },
  { name: '交办时间', show: (row) => time(row.assignedAt) },
  { name: '交办人', show: (row, names) => (row.assignedBy === null ? '' : names.contact(row.assignedBy)) },
  { name: '协办单位', show: (row, names) => row.co.map(names.unit).join('、') },
  { name: '时限依据', wide: true, show: (row) => [...new Set(row.clocks.map((clock) => clock.rule))].join('；') },
]
