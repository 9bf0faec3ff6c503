// GET /api/audit.zip: rows, entries and a verifier page in one zip; who keeps it can check the chain without us.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { auditPages } from '@huiying/ledger/audit'
import { headOf } from '@huiying/ledger/book'
import { ZipFile } from 'yazl'
import { csvLine, writeMinute } from './cell.ts'
import { endpoint } from './endpoint.ts'
import { columns } from './ledger-column.ts'
import { seesRestricted } from './right.ts'
import { exportQuery, openExport } from './row-export.ts'

/**
 * Bodies with addresses, telephones, the roster and what the desk tells itself stay in the house; their digests prove
 * the chain as well.
 */
const withheldMasked: ReadonlySet<string> = new Set([
  'alert.fired',
  'call.opened',
  'call.recorded',
  'call.withdrawn',
  'call.made',
  'call.waived',
  'policy.adopted',
  'person.changed',
  'person.entered',
  'content.viewed',
  'handover.given',
])
const verifier = join(import.meta.dirname, 'audit-verifier.html')

export const exportAudit = endpoint({
  query: exportQuery,
  async handle(asked) {
    const { context, person, query, now, reply } = asked
    const { name, top, rows, asOfSeq } = await openExport(asked, 'audit')
    const { read } = context.ledger
    const internal = query.version === 'internal'
    const head = await headOf(read, person.book)
    const lines = auditPages(read, {
      book: person.book,
      upTo: asOfSeq,
      restricted: internal && seesRestricted(person),
      withheld: internal ? new Set() : withheldMasked,
    })
    const zip = new ZipFile()
    const options = { mtime: new Date(now), compress: true }
    const add = (path: string, chunks: AsyncIterable<string>) =>
      zip.addReadStreamLazy(path, options, (take) => take(null, Readable.from(chunks)))
    zip.addBuffer(Buffer.from(aboutText(top, asOfSeq, writeMinute(now))), '说明.txt', options)
    zip.addBuffer(await readFile(verifier), '核验.html', options)
    const seal = { at: new Date(now).toISOString(), books: [{ book: person.book, seq: head.seq, hash: head.hash }] }
    zip.addBuffer(Buffer.from(JSON.stringify(seal)), 'head.json', options)
    add('rows.csv', csvText([...top, columns.map(([column]) => column)], rows))
    add('entries.jsonl', linesText(lines))
    zip.end()
    reply.type('application/zip')
    reply.header('content-disposition', `attachment; filename="audit-${name}.zip"`)
    return reply.send(Readable.from(zip.outputStream as AsyncIterable<Buffer>))
  },
})

const aboutText = (top: string[][], asOfSeq: number, at: string): string =>
  [
    ...top.map((line) => line.join('　')),
    '',
    `本包截至台账序号 ${asOfSeq}，生成于 ${at}（北京时间）。`,
    'rows.csv：台账各行；entries.jsonl：逐条台账记录，不给原文的只给 SM3 校验值；head.json：生成时的链头。',
    '核验：用浏览器打开“核验.html”（不联网），选择 entries.jsonl，再选审计邮箱收到的封印。',
    'head.json 由导出者给出，只说明当时的链头；能证明没有重算的是早先寄给审计的封印。',
    '',
  ].join('\r\n')

async function* csvText(
  top: Parameters<typeof csvLine>[0][],
  rows: AsyncIterable<Parameters<typeof csvLine>[0][]>,
): AsyncGenerator<string> {
  yield `\uFEFF${top.map(csvLine).join('')}`
  for await (const page of rows) yield page.map(csvLine).join('')
}

async function* linesText(pages: ReturnType<typeof auditPages>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((line) => `${JSON.stringify(line)}\n`).join('')
}
