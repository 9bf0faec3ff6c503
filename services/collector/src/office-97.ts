// The words of Word and Excel files from before 2007 (MS-DOC, MS-XLS), as WPS writes them still; for search only.
import iconv from 'iconv-lite'
import { openCompound } from './compound.ts'

/** Empty for a file of another program; throws for one that is broken or locked by a password. */
export function readOffice97(content: Buffer, charsMax: number): string {
  try {
    return wordsOf(content, charsMax)
  } catch (cause) {
    // A place that lies outside the bytes: broken, and no matter of size.
    throw cause instanceof RangeError ? new Error('文件损坏', { cause }) : cause
  }
}

function wordsOf(content: Buffer, charsMax: number): string {
  const stream = openCompound(content)
  const document = stream('WordDocument')
  if (document !== null) return wordsOfDocument(document, stream, charsMax)
  const book = stream('Workbook')
  return book === null ? '' : wordsOfBook(book, charsMax)
}

const LOCKED = 0x0100
const SECOND_TABLE = 0x0200
/** Word 97; what is older keeps its text otherwise. */
const VERSION_MIN = 193
const CLX_AT = 0x01a2
const COMPRESSED = 0x40000000

/** The text lies in pieces; the table says in which order, and whether in one byte a character or two. */
function wordsOfDocument(document: Buffer, stream: (name: string) => Buffer | null, charsMax: number): string {
  const flags = document.readUInt16LE(10)
  if ((flags & LOCKED) !== 0) throw new Error('文件有密码')
  if (document.readUInt16LE(2) < VERSION_MIN) throw new Error('Word 97 以前的文件')
  const table = stream((flags & SECOND_TABLE) === 0 ? '0Table' : '1Table')
  if (table === null) throw new Error('没有分段表')
  const from = document.readUInt32LE(CLX_AT)
  const pieces = pieceTable(table.subarray(from, from + document.readUInt32LE(CLX_AT + 4)))
  const count = Math.floor((pieces.length - 4) / 12)
  const parts: string[] = []
  let left = charsMax
  for (let index = 0; index < count && left > 0; index++) {
    const chars = Math.min(left, pieces.readUInt32LE(index * 4 + 4) - pieces.readUInt32LE(index * 4))
    if (chars <= 0) continue
    const place = pieces.readUInt32LE((count + 1) * 4 + index * 8 + 2)
    const single = (place & COMPRESSED) !== 0
    const at = single ? (place & (COMPRESSED - 1)) >>> 1 : place
    const bytes = document.subarray(at, at + chars * (single ? 1 : 2))
    parts.push(single ? iconv.decode(bytes, 'windows-1252') : bytes.toString('utf16le'))
    left -= chars
  }
  return plainOf(parts.join(''))
}

/** Behind the runs of formatting, each with its length. */
function pieceTable(clx: Buffer): Buffer {
  let at = 0
  while (clx[at] === 1) at += 3 + clx.readUInt16LE(at + 1)
  if (clx[at] !== 2) throw new Error('分段表损坏')
  return clx.subarray(at + 5, at + 5 + clx.readUInt32LE(at + 1))
}

/** What a field computes stays, how it does goes; marks of paragraphs, cells and pages become breaks. */
function plainOf(text: string): string {
  return text
    .replace(/\x13[^\x13-\x15]*\x14?/g, '')
    .replace(/[\x07\t]/g, ' ')
    .replace(/[\r\x0b\x0c\x0e]/g, '\n')
    .replace(/\x1e/g, '-')
    .replace(/[\x00-\x08\x0f-\x1f]/g, '')
}

const record = {
  locked: 0x002f,
  texts: 0x00fc,
  goesOn: 0x003c,
  sheet: 0x0085,
  sharedText: 0x00fd,
  text: 0x0204,
  formulaText: 0x0207,
  formula: 0x0006,
  number: 0x0203,
  packed: 0x027e,
  manyPacked: 0x00bd,
}

interface BookRecord {
  type: number
  /** Its own bytes and those of the records that continue it. */
  parts: Buffer[]
}

/** A line a row, blanks between cells, the sheets' names first. */
function wordsOfBook(book: Buffer, charsMax: number): string {
  const texts: string[] = []
  const out: string[] = []
  let row = -1
  let chars = 0
  for (const { type, parts } of recordsOf(book)) {
    const body = parts[0]!
    if (type === record.locked) throw new Error('文件有密码')
    if (type === record.texts) readTexts(parts, texts)
    else if (type === record.sheet && body.length > 8)
      out.push('\n', readChars(openParts([body], 8), body[6]!, body[7]!))
    else {
      const words = cellOf(type, parts, texts)
      if (words === null) continue
      // A formula's text stands behind it, without a place of its own.
      const own = type === record.formulaText ? row : body.readUInt16LE(0)
      out.push(own === row ? ' ' : '\n', words)
      row = own
      chars += words.length + 1
      if (chars > charsMax) break
    }
  }
  return out.join('')
}

function* recordsOf(book: Buffer): Generator<BookRecord> {
  let open: BookRecord | null = null
  for (let at = 0; at + 4 <= book.length; ) {
    const type = book.readUInt16LE(at)
    const end = at + 4 + book.readUInt16LE(at + 2)
    const body = book.subarray(at + 4, end)
    at = end
    if (type === record.goesOn && open !== null) {
      open.parts.push(body)
      continue
    }
    if (open !== null) yield open
    open = { type, parts: [body] }
  }
  if (open !== null) yield open
}

/** Null for a record that is no cell with something in it. */
function cellOf(type: number, parts: Buffer[], texts: string[]): string | null {
  const body = parts[0]!
  if (type === record.formulaText && body.length > 3)
    return readChars(openParts(parts, 3), body.readUInt16LE(0), body[2]!)
  if (body.length < 10) return null
  if (type === record.sharedText) return texts[body.readUInt32LE(6)] ?? ''
  if (type === record.text) return readChars(openParts(parts, 9), body.readUInt16LE(6), body[8]!)
  if (type === record.packed) return String(unpacked(body.readUInt32LE(6)))
  if (type === record.manyPacked) {
    const count = Math.floor((body.length - 6) / 6)
    return Array.from({ length: count }, (_, index) => unpacked(body.readUInt32LE(6 + index * 6))).join(' ')
  }
  if ((type !== record.number && type !== record.formula) || body.length < 14) return null
  // A formula that gives no number says so in the number's last two bytes.
  return type === record.formula && body.readUInt16LE(12) === 0xffff ? null : String(body.readDoubleLE(6))
}

/** Thirty bits of a number, whole or the upper half of a long one, perhaps in hundredths. */
function unpacked(packed: number): number {
  const upper = Buffer.alloc(8)
  upper.writeUInt32LE((packed & 0xfffffffc) >>> 0, 4)
  const value = (packed & 2) === 0 ? upper.readDoubleLE(0) : packed >> 2
  return (packed & 1) === 0 ? value : value / 100
}

/** A place in a record and what continues it. */
interface Parts {
  parts: Buffer[]
  part: number
  at: number
}

const openParts = (parts: Buffer[], at: number): Parts => ({ parts, part: 0, at })

/** The texts that cells share; each may bring formatting and readings behind it. */
function readTexts(parts: Buffer[], texts: string[]): void {
  const source = openParts(parts, 8)
  for (;;) {
    const head = takeBytes(source, 3)
    if (head.length < 3) return
    const runs = (head[2]! & 8) === 0 ? 0 : numberOf(takeBytes(source, 2))
    const more = (head[2]! & 4) === 0 ? 0 : numberOf(takeBytes(source, 4))
    texts.push(readChars(source, head.readUInt16LE(0), head[2]!))
    takeBytes(source, runs * 4 + more)
  }
}

const numberOf = (bytes: Buffer): number => (bytes.length === 0 ? 0 : bytes.readUIntLE(0, bytes.length))

function takeBytes(source: Parts, count: number): Buffer {
  const taken: Buffer[] = []
  let left = count
  while (left > 0 && source.part < source.parts.length) {
    const piece = source.parts[source.part]!.subarray(source.at, source.at + left)
    taken.push(piece)
    left -= piece.length
    source.at += piece.length
    if (left === 0) break
    source.part += 1
    source.at = 0
  }
  return Buffer.concat(taken)
}

/** Where a text goes on in the next record, that one begins by saying anew how wide its characters are. */
function readChars(source: Parts, count: number, flags: number): string {
  let width = (flags & 1) + 1
  let left = count
  let text = ''
  while (left > 0 && source.part < source.parts.length) {
    const bytes = source.parts[source.part]!.subarray(source.at, source.at + left * width)
    text += bytes.toString(width === 2 ? 'utf16le' : 'latin1')
    left -= Math.ceil(bytes.length / width)
    source.at += bytes.length
    if (left === 0) break
    source.part += 1
    width = ((source.parts[source.part]?.[0] ?? 0) & 1) + 1
    source.at = 1
  }
  return text
}
