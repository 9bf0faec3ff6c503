// The first sheet of an .xlsx with rows, read as a stream: its common texts are held, rows are not.
import { SaxesParser } from 'saxes'
import yauzl from 'yauzl'
import { COLUMNS_MAX, cellOf, type TableRow } from './table-row.ts'

/** What the parts of one file may unpack to; more is a zip bomb or a file to be cut. */
const UNPACKED_BYTES_MAX = 4 * 1024 ** 3
const SHARED_CHARS_MAX = 256 * 1024 ** 2
const RATIO_MAX = 2_000
const ROWS_AHEAD_MAX = 2_000

type Zip = yauzl.ZipFile
interface Part {
  name: string
  entry: yauzl.Entry
}

/** Calls `onShare` with the share of the sheet read, 0 to 1. */
export async function* readSheet(path: string, onShare: (share: number) => void): AsyncGenerator<TableRow> {
  const zip = await openZip(path)
  try {
    const parts = await partsOf(zip)
    const texts = await textsOf(zip, parts.get('xl/sharedStrings.xml'))
    const sheet = [...parts.keys()].filter((name) => /^xl\/worksheets\/sheet\d*\.xml$/.test(name)).sort(byNumber)[0]
    if (sheet === undefined) throw new Error('.xlsx 里没有工作表。没有导入任何内容')
    yield* rowsOf(zip, parts.get(sheet)!, texts, onShare)
    onShare(1)
  } finally {
    zip.close()
  }
}

const byNumber = (a: string, b: string): number => Number(/\d+/.exec(a)?.[0] ?? 0) - Number(/\d+/.exec(b)?.[0] ?? 0)

function openZip(path: string): Promise<Zip> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => {
      if (error) reject(new Error('.xlsx 已损坏，不能打开。没有导入任何内容；请重新导出', { cause: error }))
      else resolve(zip)
    })
  })
}

function partsOf(zip: Zip): Promise<Map<string, Part>> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, Part>()
    let unpacked = 0
    zip.on('entry', (entry: yauzl.Entry) => {
      unpacked += entry.uncompressedSize
      const bomb = entry.uncompressedSize > RATIO_MAX * Math.max(1, entry.compressedSize)
      if (unpacked > UNPACKED_BYTES_MAX || bomb) {
        reject(new Error('.xlsx 解开后大得反常，疑似压缩炸弹。没有导入任何内容'))
        return
      }
      parts.set(entry.fileName, { name: entry.fileName, entry })
      zip.readEntry()
    })
    zip.on('end', () => resolve(parts))
    zip.on('error', (cause: Error) => reject(new Error('.xlsx 已损坏。没有导入任何内容；请重新导出', { cause })))
    zip.readEntry()
  })
}

function streamOf(zip: Zip, part: Part): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(part.entry, (error, stream) => (error ? reject(error) : resolve(stream)))
  })
}

async function textsOf(zip: Zip, part: Part | undefined): Promise<string[]> {
  const texts: string[] = []
  if (part === undefined) return texts
  let held = 0
  let text = ''
  // <rPh> holds readings of characters, not the text.
  let depth = { t: false, phonetic: false }
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => {
    if (name === 'si') text = ''
    if (name === 't') depth = { ...depth, t: true }
    if (name === 'rPh') depth = { ...depth, phonetic: true }
  })
  parser.on('text', (piece) => {
    if (depth.t && !depth.phonetic) text += piece
  })
  parser.on('closetag', ({ name }) => {
    if (name === 't') depth = { ...depth, t: false }
    if (name === 'rPh') depth = { ...depth, phonetic: false }
    if (name !== 'si') return
    texts.push(cellOf(text))
    held += text.length
  })
  for await (const piece of piecesOf(zip, part)) {
    parser.write(piece)
    if (held > SHARED_CHARS_MAX) throw new Error('.xlsx 的文字超过 256 MiB。没有导入任何内容；请分成几个文件')
  }
  parser.close()
  return texts
}

async function* rowsOf(
  zip: Zip,
  part: Part,
  texts: string[],
  onShare: (share: number) => void,
): AsyncGenerator<TableRow> {
  const rows: TableRow[] = []
  let row: TableRow = { line: 0, cells: [] }
  let cell = { column: 0, type: 'n', text: '', inside: false }
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'row') row = { line: Number(attributes.r ?? row.line + 1), cells: [] }
    if (name === 'c') {
      const column = columnOf(attributes.r ?? '') ?? row.cells.length
      cell = { column, type: attributes.t ?? 'n', text: '', inside: false }
    }
    if (name === 'v' || name === 't') cell.inside = true
  })
  parser.on('text', (piece) => {
    if (cell.inside) cell.text += piece
  })
  parser.on('closetag', ({ name }) => {
    if (name === 'v' || name === 't') cell.inside = false
    if (name === 'c' && cell.column < COLUMNS_MAX) {
      while (row.cells.length < cell.column) row.cells.push('')
      row.cells[cell.column] = cellOf(cell.type === 's' ? (texts[Number(cell.text)] ?? '') : cell.text)
    }
    if (name === 'row' && row.cells.some((one) => one !== '')) rows.push(row)
  })
  let read = 0
  for await (const piece of piecesOf(zip, part)) {
    read += piece.length
    parser.write(piece)
    onShare(Math.min(1, read / Math.max(1, part.entry.uncompressedSize)))
    if (rows.length >= ROWS_AHEAD_MAX) yield* rows.splice(0)
  }
  parser.close()
  yield* rows
}

async function* piecesOf(zip: Zip, part: Part): AsyncGenerator<string> {
  const stream = await streamOf(zip, part)
  stream.setEncoding('utf8')
  for await (const piece of stream as AsyncIterable<string>) yield piece
}

/** `AB12` → 27; null without letters. */
function columnOf(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0]
  if (letters === undefined) return null
  let number = 0
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64
  return number - 1
}
