// The 40 standard columns of the 台账 (domain §5.2) as CSV cells; what is not known stays empty, never invented.
import type { Policy } from '@huiying/domain/policy'
import type { RowAt } from '@huiying/ledger/row'

const BEIJING_MS = 8 * 60 * 60_000
type RowClock = RowAt['clocks'][number]
type Names = { unit(id: string): string; topic(id: string): string; person(id: string): string }
type Column = [name: string, show: (row: RowAt, names: Names) => string]

/** `2026-11-24 15:00` in Beijing time. */
export const writeMinute = (at: number | null): string =>
  at === null ? '' : new Date(at + BEIJING_MS).toISOString().slice(0, 16).replace('T', ' ')

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

const empty = (name: string): Column => [name, () => '']

export const columns: Column[] = [
  ['编号', (row) => row.number],
  ['舆情标题', (row) => row.title],
  ['来源类型', (row) => (row.kind === 'letter' ? '信件' : '公开信息')],
  empty('发布平台'),
  empty('发帖主体'),
  empty('原文链接或截图'),
  empty('原帖摘要'),
  ['事发时间、地点', (row) => writeMinute(row.occurredAt)],
  ['首发时间', (row) => writeMinute(row.firstPublishedAt)],
  ['发现时间、发现人', (row) => writeMinute(row.detectedAt)],
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
  empty('重点回应类别'),
  empty('领导批示'),
  empty('上级通报'),
  [
    '牵头单位、协办单位',
    (row, names) => {
      const lead = row.lead === null ? '' : `牵头 ${names.unit(row.lead)}`
      const co = row.co.length === 0 ? '' : `协办 ${row.co.map(names.unit).join('、')}`
      return [lead, co].filter((one) => one !== '').join('；')
    },
  ],
  empty('责任人、联络员、电话'),
  [
    '交办时间、交办人',
    (row, names) =>
      `${writeMinute(row.assignedAt)} ${row.assignedBy === null ? '' : names.person(row.assignedBy)}`.trim(),
  ],
  ['签收时间', (row) => writeMinute(row.signedAt)],
  [
    '时限依据、起算点',
    (row) => row.clocks.map((clock) => `${clock.code} ${clock.rule}，${writeMinute(clock.startAt)}起算`).join('；'),
  ],
  ['5h 应发布、实际、是否按时', (row) => clockCell(row, 'C5')],
  ['24h 发布会应开、实际、是否按时', (row) => clockCell(row, 'C24')],
  ['48h 应回应、实际、是否按时', (row) => clockCell(row, 'C48')],
  ['首次回应时间', (row) => writeMinute(row.firstResponseAt)],
  [
    '回应主体、平台、链接',
    (row, names) =>
      row.responses.map((one) => `${names.unit(one.unit)} ${one.channel} ${one.url ?? ''}`.trim()).join('；'),
  ],
  ['回应内容摘要', (row) => row.responses.map((one) => `${one.statement}：${one.summary}`).join('；')],
  empty('三审与保密审查'),
  empty('处置情况'),
  empty('调查结论'),
  empty('承诺事项'),
  empty('谣言或违法线索移交'),
  ['是否超时', lates],
  empty('督办记录'),
  empty('回应效果评估'),
  empty('质检提示与复核'),
  ['公众反馈', (row) => (row.letters > 1 ? `重复来信 ${row.letters} 封` : '')],
  empty('通报、约谈、问责'),
  ['是否完结', (row) => row.status],
  ['备注', (row) => (row.mergedInto === null ? '' : '已并入另一案件')],
]

export function namesOf(policy: Policy): Names {
  const contacts = new Map(policy.units.flatMap((unit) => unit.contacts.map((one) => [one.id, one.name])))
  return {
    unit: (id) => policy.units.find((unit) => unit.id === id)?.short ?? id,
    topic: (id) => policy.topics.find((topic) => topic.id === id)?.name ?? id,
    person: (id) => contacts.get(id) ?? id,
  }
}

export const cellsOf = (row: RowAt, names: Names): string[] => columns.map(([, show]) => show(row, names))

/**
 * One line, CRLF. A cell that a table program would take for a formula gets an apostrophe before it; a long number
 * stays text (domain §5.2).
 */
export function csvLine(cells: string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) || /^\d{12,}$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
