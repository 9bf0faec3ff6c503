// Tables as other systems write them: charsets, separators, lines above the header, sheets, and files that are none.
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { dateOfCell, findHeader, suggestMapping } from './import-column.ts'
import { openTable } from './import-table.ts'
import type { TableRow } from './table-row.ts'

const folder = mkdtempSync(join(tmpdir(), 'huiying-table-'))
const now = Date.parse('2026-11-23T10:00:00+08:00')

function fileOf(content: string | Buffer): string {
  const path = join(folder, 'table')
  writeFileSync(path, content)
  return path
}

async function rowsOf(path: string) {
  const table = await openTable(path)
  const rows: TableRow[] = []
  for await (const row of table.rows()) rows.push(row)
  return { format: table.format, charset: table.charset, rows }
}

const text = '标题,发布时间\n东湖小区的水管爆裂了,2026-11-23 08:00\n西湖小区的电梯坏了,昨天 22:10\n'

describe('a text file', () => {
  it.each([
    ['GBK without a mark', iconv.encode(text, 'gbk'), 'gb18030'],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
    ['UTF-16 with a mark', iconv.encode(text, 'utf-16le', { addBOM: true }), 'utf-16le'],
    ['tabs', Buffer.from(text.replaceAll(',', '\t')), 'utf-8'],
    ['semicolons and \\r\\n', Buffer.from(text.replaceAll(',', ';').replaceAll('\n', '\r\n')), 'utf-8'],
  ])('%s', async (_, content, charset) => {
    const read = await rowsOf(fileOf(content))
    expect(read.charset).toBe(charset)
    expect(read.rows.map((row) => row.cells)).toEqual([
      ['标题', '发布时间'],
      ['东湖小区的水管爆裂了', '2026-11-23 08:00'],
      ['西湖小区的电梯坏了', '昨天 22:10'],
    ])
  })

  it('quoted line breaks and quotes stay in their cell, and rows keep the line a person sees', async () => {
    const { rows } = await rowsOf(fileOf('标题,内容\n"水管\n爆裂","他说：""快修"""\n第二,行\n'))
    expect(rows.map((row) => [row.line, ...row.cells])).toEqual([
      [1, '标题', '内容'],
      [2, '水管\n爆裂', '他说："快修"'],
      [4, '第二', '行'],
    ])
  })
})

it('a sheet with shared texts, a column left out and serial dates', async () => {
  const path = join(folder, 'sheet.xlsx')
  await writeSheet(path)
  const { format, rows } = await rowsOf(path)
  expect(format).toBe('xlsx')
  expect(rows).toEqual([
    { line: 1, cells: ['标题', '', '发布时间', '平台'] },
    { line: 2, cells: ['东湖小区停水', '', '46349.25', '论坛'] },
  ])
  expect(dateOfCell('46349.25', now)).toEqual({ at: Date.parse('2026-11-23T06:00:00+08:00'), precision: 'minute' })
  expect(dateOfCell('46349', now)?.precision).toBe('day')
})

it('.xlsx that unpacks to thousands of times its size is refused as a bomb', async () => {
  const path = join(folder, 'bomb.xlsx')
  const zip = new ZipFile()
  zip.addBuffer(Buffer.alloc(40 * 1024 * 1024), 'xl/worksheets/sheet1.xml')
  zip.end()
  await once(zip.outputStream.pipe(createWriteStream(path)), 'close')
  // Deflate reaches a thousandfold: what is more was made for it.
  expect((await rowsOf(path).catch((error: Error) => error)) instanceof Error).toBe(true)
})

it.each([
  ['an empty file', '', '空的'],
  ['an old .xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '另存为'],
  ['a broken .xlsx', Buffer.from('504b030414000000', 'hex'), '损坏'],
])('%s is refused with what to do', async (_, content, word) => {
  await expect(rowsOf(fileOf(content))).rejects.toThrow(word)
})

describe('columns', () => {
  it('the header is found under lines of other things', () => {
    expect(
      findHeader([['舆情日报'], ['导出时间：2026-11-23'], ['标题', '内容', '发布时间'], ['水管爆裂', '', '']]),
    ).toBe(2)
    expect(
      findHeader([
        ['甲', '乙'],
        ['1', '2'],
      ]),
    ).toBeNull()
  })

  it.each([
    [
      ['工单编号', '诉求标题', '诉求内容', '来电时间', '事发地点'],
      ['ownId', 'title', 'text', 'at', 'place'],
    ],
    [
      ['文章标题', '摘要', '发布时间', '来源媒体', '原文链接', '阅读数'],
      ['title', 'text', 'at', 'platform', 'url', 'reads'],
    ],
    [
      ['标题*', '正文（全文）', '日期', '平台', '作者', '评论量', '转发量', '点赞'],
      ['title', 'text', 'at', 'platform', 'author', 'comments', 'reposts', 'likes'],
    ],
    [['序号', '联系电话', '身份证号'], []],
  ])('%j', (header, expected) => {
    expect(Object.values(suggestMapping(header))).toEqual(expected)
  })
})

/** A sheet as Excel writes it: texts apart, an empty column left out, the date as a number of days. */
async function writeSheet(path: string): Promise<void> {
  const texts = ['标题', '发布时间', '平台', '东湖小区停水', '论坛']
  const listed = texts.map((one) => `<si><t>${one}</t></si>`).join('')
  const cell = (place: string, at: number) => `<c r="${place}" t="s"><v>${at}</v></c>`
  const sheet =
    `<worksheet><sheetData><row r="1">${cell('A1', 0)}${cell('C1', 1)}${cell('D1', 2)}</row>` +
    `<row r="2">${cell('A2', 3)}<c r="C2"><v>46349.25</v></c>${cell('D2', 4)}</row></sheetData></worksheet>`
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(`<sst>${listed}</sst>`), 'xl/sharedStrings.xml')
  zip.addBuffer(Buffer.from(sheet), 'xl/worksheets/sheet1.xml')
  zip.end()
  await once(zip.outputStream.pipe(createWriteStream(path)), 'close')
}
