// A table somebody else's system wrote: CSV in whatever charset and separator, or .xlsx, as rows read one by one.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { decodeBytes } from '@huiying/letter/charset'
import { parse } from 'csv-parse'
import iconv from 'iconv-lite'
import { readSheet } from './import-sheet.ts'
import { CELL_CHARS_MAX, COLUMNS_MAX, cellOf, type TableRow } from './table-row.ts'

export interface Table {
  format: 'csv' | 'xlsx'
  charset: string | null
  /** Every row in order, the header's too; throws with what is wrong when the file stops being a table. */
  rows(): AsyncIterable<TableRow>
  /** Share of the file read so far, 0 to 1. */
  progress(): number
}

/** What is looked at to find charset and separator. */
const HEAD_BYTES = 256 * 1024
const FILE_BYTES_MAX = 1024 ** 3
const separators = [',', '\t', ';', '|'] as const

/** Throws for a file that is neither; .xls of before 2007 says what to do. */
export async function openTable(path: string): Promise<Table> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size === 0) throw new Error('文件是空的。没有导入任何内容')
    if (size > FILE_BYTES_MAX) throw new Error('文件超过 1 GiB。没有导入任何内容；请分成几个文件')
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES))
    await file.read(head, 0, head.length, 0)
    if (head.readUInt32BE(0) === ZIP_MARK && size > 4) return openSheet(path)
    if (head.subarray(0, 4).equals(OLD_EXCEL_MARK)) {
      throw new Error('这是旧版 .xls 文件。没有导入任何内容；请在表格软件里另存为 .xlsx 或 CSV')
    }
    return openText(path, head, size)
  } finally {
    await file.close()
  }
}

const ZIP_MARK = 0x504b0304
const OLD_EXCEL_MARK = Buffer.from('d0cf11e0', 'hex')

function openSheet(path: string): Table {
  let share = 0
  return {
    format: 'xlsx',
    charset: null,
    rows: () => readSheet(path, (read) => (share = read)),
    progress: () => share,
  }
}

function openText(path: string, head: Buffer, size: number): Table {
  const whole = size <= head.length
  // A cut in mid-character must not make UTF-8 look like something else.
  const upTo = whole ? head.length : head.lastIndexOf(0x0a) + 1 || head.length
  const { text, charset } = decodeBytes(head.subarray(0, upTo), [])
  const delimiter = separatorOf(text)
  let read = 0
  return {
    format: 'csv',
    charset,
    progress: () => Math.min(1, read / size),
    async *rows() {
      const source = createReadStream(path)
      source.on('data', (chunk) => (read += chunk.length))
      const parser = parse({
        delimiter,
        bom: true,
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
        info: true,
        max_record_size: CELL_CHARS_MAX * 8,
      })
      source.on('error', (error) => parser.destroy(error))
      // The parser takes UTF-8 as it is: a turn into text and back would cost a tenth of the reading.
      if (charset === 'utf-8') source.pipe(parser)
      else {
        const decoded = source.pipe(iconv.decodeStream(charset))
        decoded.on('error', (error: Error) => parser.destroy(error))
        decoded.pipe(parser)
      }
      let line = 1
      for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
        // `lines` is where the record ends; it began after the one before.
        yield { line, cells: record.slice(0, COLUMNS_MAX).map(cellOf) }
        line = info.lines + 1
      }
    },
  }
}

/** The separator whose count is steadiest over the first lines, quotes aside. */
function separatorOf(text: string): string {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, '""')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 30)
  const scores = separators.map((mark) => {
    const counts = lines.map((line) => line.split(mark).length - 1)
    const usual = counts.toSorted((a, b) => a - b)[counts.length >> 1] ?? 0
    return usual === 0 ? 0 : counts.filter((count) => count === usual).length * Math.min(usual, 8)
  })
  return separators[scores.indexOf(Math.max(...scores))] ?? ','
}
