// GET /api/rows.csv: the 台账 as of a seq that the file names, streamed page by page, with period, maker and seal.
import { Readable } from 'node:stream'
import { headOf, listBooks } from '@huiying/ledger/book'
import type { Reader } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { ledgerRows, type RowFilter, seqAt } from '@huiying/ledger/row'
import { endpoint } from './endpoint.ts'
import { cellsOf, columns, csvLine, namesOf, writeMinute } from './ledger-csv.ts'
import { seesRestricted } from './right.ts'
import { filterOf, rowQuery } from './row-list.ts'

const PAGE_ROWS = 500
const BOM = '\uFEFF'

export const exportRows = endpoint({
  query: rowQuery,
  async handle({ context, person, query, now, reply }) {
    const { read } = context.ledger
    const head = await headOf(read, person.book)
    const asOfSeq = query.asOf !== undefined && query.asOf < now ? await seqAt(read, person.book, query.asOf) : head.seq
    const filter = filterOf(query, { book: person.book, asOfSeq, restricted: seesRestricted(person) })
    const books = await listBooks(read)
    const { policy } = await policyOf(read, person.book)
    const period = [query.openedFrom, query.openedTo].map((at) => (at === undefined ? '不限' : writeMinute(at)))
    const mark = context.mark === null ? [] : [[`${context.mark}数据，不是正式台账`]]
    const top = [
      ...mark,
      [`${books.find((one) => one.id === person.book)?.name ?? ''} 政务舆情回应台账（内部，已打码）`],
      [`统计期限：立案 ${period.join(' 至 ')}`, `口径：截至台账序号 ${asOfSeq}`],
      [`制表人：${person.name}`, `制表时间：${writeMinute(now)}`],
      [`封印：序号 ${head.seq} SM3 ${head.hash} ${writeMinute(head.at)}`],
      columns.map(([name]) => name),
    ]
    reply.type('text/csv; charset=utf-8')
    reply.header('content-disposition', `attachment; filename="ledger-${asOfSeq}.csv"`)
    return reply.send(Readable.from(lines(read, filter, top, namesOf(policy))))
  },
})

async function* lines(read: Reader, filter: RowFilter, top: string[][], names: ReturnType<typeof namesOf>) {
  yield BOM + top.map(csvLine).join('')
  let after: { openedAt: number; caseId: string } | null = null
  for (;;) {
    const rows: Awaited<ReturnType<typeof ledgerRows>> = await ledgerRows(read, filter, after, PAGE_ROWS)
    if (rows.length > 0) yield rows.map((row) => csvLine(cellsOf(row, names))).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_ROWS) return
    after = { openedAt: last.openedAt, caseId: last.caseId }
  }
}
