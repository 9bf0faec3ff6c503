// The import part of `bench intake`: rows of a list read and masked a second, beside a bare read of the same file.
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suggestMapping } from '@huiying/collector/import-column'
import { columnsOf, readRow } from '@huiying/collector/import-row'
import { openTable } from '@huiying/collector/import-table'
import { parse } from 'csv-parse'
import { generateLetters } from './letter.ts'
import type { Sample } from './result.ts'

const ROWS = 5_000
const START_AT = Date.UTC(2026, 10, 21)
const header = ['编号', '标题', '内容', '发布时间', '平台', '链接', '作者', '阅读数']

/** A list of the kind that bought systems give, in a temporary folder; `remove` when done. */
export function importFile(seed: number): { path: string; bytes: number; rows: number; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'))
  const path = join(folder, 'list.csv')
  const letters = [...generateLetters({ seed, count: ROWS, startAt: START_AT })]
  const lines = letters.map(({ bytes }, index) => {
    const text = Buffer.from(bytes).toString('utf8').split('\r\n\r\n').slice(1).join('\n')
    const minute = `2026-11-21 ${String(8 + (index % 12)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`
    const link = `https://weibo.example/${index}`
    return [`wb${index}`, text.slice(0, 30), text, minute, '微博', link, `网友${index}`, String(index % 9_000)]
  })
  const quoted = [header, ...lines].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
  writeFileSync(path, `${quoted.join('\r\n')}\r\n`)
  return { path, bytes: statSync(path).size, rows: ROWS, remove: () => rmSync(folder, { recursive: true }) }
}

/** Rows a second; `raw` is csv-parse alone on the same file, its cells looked at and let go. */
export async function measureImport(path: string): Promise<Sample> {
  const began = performance.now()
  const table = await openTable(path)
  const names = { units: [], contacts: [] }
  const columns = columnsOf(header, suggestMapping(header))
  let read = 0
  for await (const row of table.rows()) {
    if (row.cells[0] !== header[0] && readRow(row, columns, names, START_AT * 2).ok) read++
  }
  const value = (read / (performance.now() - began)) * 1000
  if (read !== ROWS) throw new Error(`${read} of ${ROWS} rows were read`)
  return { value, raw: await readBare(path) }
}

async function readBare(path: string): Promise<number> {
  const began = performance.now()
  let cells = 0
  for await (const row of createReadStream(path).pipe(parse({ relaxColumnCount: true }))) cells += row.length
  if (cells !== (ROWS + 1) * header.length) throw new Error(`${cells} cells`)
  return (ROWS / (performance.now() - began)) * 1000
}
