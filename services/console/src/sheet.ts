// An .xlsx written as it is read: one sheet, typed cells, frozen head, memory flat however many rows; over yazl's zip.
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** A date is UTC milliseconds, shown in Beijing time. Text never becomes a formula: it is written as inline text. */
export type Cell = string | number | { at: number } | null

export interface Sheet {
  name: string
  /** Lines above the head: what the file is, its period, maker, seal. */
  top: string[][]
  head: string[]
  /** Of the columns, in characters. */
  widths: number[]
  /** Columns that stay when one scrolls sideways. */
  frozenColumns: number
  rows: AsyncIterable<Cell[][]>
  /** Of the entries in the zip, so that the same rows give the same bytes. */
  at: number
}

const BEIJING_MS = 8 * 60 * 60_000
const DAY_MS = 86_400_000
/** 1970-01-01 as table programs count days. */
const EPOCH_DAYS = 25_569
const CELL_CHARS_MAX = 32_767
const CUT = '……（过长，全文见案件页）'
/** Indexes into cellXfs of `styles`. */
const style = { plain: 0, head: 1, instant: 2, number: 3 } as const

/** The bytes of the file; reading stops where nobody takes them. */
export function writeSheet(sheet: Sheet): Readable {
  const zip = new ZipFile()
  const options = { mtime: new Date(sheet.at), compress: true }
  const add = (path: string, text: string) => zip.addBuffer(Buffer.from(text), path, options)
  add('[Content_Types].xml', contentTypes)
  add('_rels/.rels', relations(['officeDocument', 'xl/workbook.xml']))
  add('xl/workbook.xml', workbook(sheet.name))
  add('xl/_rels/workbook.xml.rels', relations(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml']))
  add('xl/styles.xml', styles)
  zip.addReadStreamLazy('xl/worksheets/sheet1.xml', options, (take) => take(null, Readable.from(sheetText(sheet))))
  zip.end()
  return Readable.from(zip.outputStream as AsyncIterable<Buffer>)
}

async function* sheetText(sheet: Sheet): AsyncGenerator<string> {
  const { top, head, widths, frozenColumns } = sheet
  const headRow = top.length + 1
  const corner = `${letterOf(frozenColumns)}${headRow + 1}`
  yield `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">`
  const split = `xSplit="${frozenColumns}" ySplit="${headRow}" topLeftCell="${corner}"`
  yield `<pane ${split} activePane="bottomRight" state="frozen"/>`
  yield `</sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/><cols>`
  yield widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')
  yield '</cols><sheetData>'
  for (const [index, line] of top.entries()) yield rowText(index + 1, line, style.plain)
  yield rowText(headRow, head, style.head)
  let row = headRow
  for await (const page of sheet.rows) {
    let text = ''
    for (const cells of page) text += rowText(++row, cells, style.plain)
    yield text
  }
  yield `</sheetData><autoFilter ref="A${headRow}:${letterOf(head.length - 1)}${row}"/></worksheet>`
}

function rowText(row: number, cells: Cell[], textStyle: number): string {
  let text = `<row r="${row}">`
  for (const [index, cell] of cells.entries()) text += cellText(`${letterOf(index)}${row}`, cell, textStyle)
  return `${text}</row>`
}

function cellText(place: string, cell: Cell, textStyle: number): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${place}" s="${style.number}"><v>${cell}</v></c>`
  if (typeof cell === 'object') {
    const days = (cell.at + BEIJING_MS) / DAY_MS + EPOCH_DAYS
    return `<c r="${place}" s="${style.instant}"><v>${days}</v></c>`
  }
  const whole = cell.length > CELL_CHARS_MAX ? cell.slice(0, CELL_CHARS_MAX - CUT.length) + CUT : cell
  return `<c r="${place}" s="${textStyle}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(whole)}</t></is></c>`
}

/** `A`, `B`, … `AN` for 0, 1, … 39. */
function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last
}

/** What XML cannot hold goes; `_x0041_`, which table programs would turn into a letter, stays as written. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/_x([0-9A-Fa-f]{4})_/g, '_x005F_x$1_')
    .replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaging = 'http://schemas.openxmlformats.org/package/2006'
const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const contentTypes = `${xml}<Types xmlns="${packaging}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`

const relations = (...targets: [kind: string, target: string][]): string =>
  `${xml}<Relationships xmlns="${packaging}/relationships">${targets
    .map(([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${office}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`

const workbook = (name: string): string =>
  `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
  `<sheet name="${escapeXml(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`

const styles = `${xml}<styleSheet xmlns="${main}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>
<font><b/><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF5"/></patternFill></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="49" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="1" fillId="2" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>
<xf numFmtId="164" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="1" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`
