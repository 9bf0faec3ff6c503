// GET /api/rows.csv and /api/rows.xlsx: the 台账 as of a seq that the file names, streamed, with period, maker and seal.

import { Readable } from 'node:stream'
import type { Policy } from '@huiying/domain/policy'
import { headOf, listBooks } from '@huiying/ledger/book'
import type { Reader } from '@huiying/ledger/ledger'
import { listPersons } from '@huiying/ledger/person/person'
import { policyOf } from '@huiying/ledger/policy'
import { ledgerRows, type RowFilter, seqAt } from '@huiying/ledger/projection/row'
import { z } from 'zod'
import { csvLine, defuse, writeMinute } from './cell.ts'
import { type Asked, endpoint, RefusedError } from './endpoint.ts'
import { cellsOf, columns, namesOf, type Version } from './ledger-column.ts'
import { hasRole, insiders, seesRestricted } from './right.ts'
import { filterOf, findText, rowQuery } from './row-list.ts'
import { type Cell, writeSheet } from './sheet.ts'

const PAGE_ROWS = 500
const BOM = '\uFEFF'
const WIDTH_CHARS = 20
/** Number and title stay in sight. */
const FROZEN_COLUMNS = 2
const versionNames = { internal: '内部版', masked: '脱敏版' } as const

export const exportQuery = rowQuery.extend({ version: z.enum(['internal', 'masked']).default('masked') })
type ExportQuery = z.infer<typeof exportQuery>

export const exportCsv = endpoint({
  query: exportQuery,
  async handle(asked) {
    const { name, top, rows } = await openExport(asked, 'csv')
    asked.reply.type('text/csv; charset=utf-8')
    asked.reply.header('content-disposition', `attachment; filename="${name}.csv"`)
    return asked.reply.send(Readable.from(csvText([...top, columns.map(([column]) => column)], rows)))
  },
})

export const exportXlsx = endpoint({
  query: exportQuery,
  async handle(asked) {
    const { name, top, rows } = await openExport(asked, 'xlsx')
    asked.reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    asked.reply.header('content-disposition', `attachment; filename="${name}.xlsx"`)
    const head = columns.map(([column]) => column)
    const widths = head.map((column) => (column === '舆情标题' ? WIDTH_CHARS * 2 : WIDTH_CHARS))
    const sheet = { name: '回应台账', top, head, widths, frozenColumns: FROZEN_COLUMNS, rows: defused(rows) }
    return asked.reply.send(writeSheet({ ...sheet, at: asked.now }))
  },
})

/**
 * What all forms share: the lines above the table and the rows of one moment, read page by page. That somebody took
 * them out is on record before the first byte leaves.
 */
export async function openExport(
  { context, person, query, now }: Asked<ExportQuery, unknown, unknown>,
  what: 'csv' | 'xlsx' | 'audit',
) {
  const { read } = context.ledger
  const { version } = query
  if (version === 'internal' && !hasRole(person, insiders)) {
    throw new RefusedError(403, 'role', '您的角色只能导出脱敏版。未导出')
  }
  const head = await headOf(read, person.book)
  const isPast = query.asOf !== undefined && query.asOf < now
  const asOfSeq = isPast ? await seqAt(read, person.book, query.asOf ?? now) : head.seq
  // What leaves the house never holds 检举控告.
  const restricted = version === 'internal' && seesRestricted(person)
  const base = { book: person.book, asOfSeq, restricted }
  const filter = { ...filterOf(query, base), ...(await findText(context, person, query.text)) }
  const [books, persons, { policy }] = await Promise.all([
    listBooks(read),
    listPersons(read, person.book),
    policyOf(read, person.book),
  ])
  const book = books.find((one) => one.id === person.book)?.name ?? ''
  const period = [query.openedFrom, query.openedTo].map((at) => (at === undefined ? '不限' : writeMinute(at)))
  const mark = context.mark === null ? [] : [[`${context.mark}数据，不是正式台账`]]
  const top = [
    ...mark,
    [`${book.includes('台账') ? book : `${book} 政务舆情回应台账`}（${versionNames[version]}）`],
    [`统计期限：立案 ${period.join(' 至 ')}`, `口径：截至台账序号 ${asOfSeq}`],
    [`制表单位：${deskOf(policy) ?? book}`, `制表人：${person.name}`, `制表时间：${writeMinute(now)}`],
    [`封印：序号 ${head.seq} SM3 ${head.hash} ${writeMinute(head.at)}`],
  ]
  const asked = Object.entries(query).filter(([name, value]) => name !== 'version' && value !== undefined)
  const taken = { act: 'rows.exported', v: 1, what, version, asOfSeq, filter: Object.fromEntries(asked) } as const
  await context.ledger.write((tx) => tx.append(person.book, now, person.login, [{ caseId: null, body: taken }]))
  const names = namesOf(policy, persons, version)
  return { name: `ledger-${asOfSeq}-${version}`, top, rows: pages(read, filter, names, version), asOfSeq, filter }
}

/** The unit that keeps the desk signs for what leaves it. */
const deskOf = ({ units }: Policy): string | undefined => units.find((unit) => unit.kind === '值班室')?.name

async function* pages(
  read: Reader,
  filter: RowFilter,
  names: ReturnType<typeof namesOf>,
  version: Version,
): AsyncGenerator<Cell[][]> {
  let after: { openedAt: number; number: string } | null = null
  for (;;) {
    const rows: Awaited<ReturnType<typeof ledgerRows>> = await ledgerRows(read, filter, after, PAGE_ROWS)
    if (rows.length > 0) yield rows.map((row) => cellsOf(row, names, version))
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_ROWS) return
    after = { openedAt: last.openedAt, number: last.number }
  }
}

async function* csvText(top: string[][], rows: AsyncIterable<Cell[][]>): AsyncGenerator<string> {
  yield BOM + top.map(csvLine).join('')
  for await (const page of rows) yield page.map(csvLine).join('')
}

async function* defused(rows: AsyncIterable<Cell[][]>): AsyncGenerator<Cell[][]> {
  for await (const page of rows) {
    yield page.map((cells) => cells.map((cell) => (typeof cell === 'string' ? defuse(cell) : cell)))
  }
}
