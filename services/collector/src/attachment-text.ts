// The words of attached documents, so that they are searched, masked and looked at like the letter itself; bounded, so
// that no attachment costs more than a letter may.
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { type Attachment, bodyOf, metaCharset } from '@huiying/letter/body'
import { decodeBytes } from '@huiying/letter/charset'
import { plainTextOf } from '@huiying/letter/html'
import { readMime } from '@huiying/letter/mime'
import { decodeWords, onLine } from '@huiying/letter/mime-field'
import { decodeReferences } from '@huiying/letter/reference'
import { readTnef } from '@huiying/letter/tnef'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { isCompound } from './compound.ts'
import { readOffice97 } from './office-97.ts'

export interface AttachmentText {
  /** One block for each document: a line with its name, then its words. Empty when none was readable. */
  text: string
  /**
   * `attachment-refused` for what unpacks beyond the limits, `attachment-unread` for what could not be read,
   * `attachment-unshown` for pictures, scans and whatever else holds no words; with it `pictures-only` where all that
   * hangs on the letter are pictures.
   */
  flags: string[]
}

/** Larger documents are kept and listed, not read. */
const DOCUMENT_BYTES_MAX = 20 * 1024 * 1024
/** What the parts of one document may unpack to, all together. */
export const UNPACKED_BYTES_MAX = 40 * 1024 * 1024
const ENTRIES_MAX = 2_000
const DOCUMENTS_MAX = 20
const DOCUMENT_CHARS_MAX = 50_000
const PAGES_MAX = 50

/** Never throws: a document that cannot be read is flagged. */
export async function attachmentText(attachments: Attachment[]): Promise<AttachmentText> {
  const blocks: string[] = []
  const flags = new Set<string>()
  for (const attachment of attachments.slice(0, DOCUMENTS_MAX)) {
    const read = readerOf(attachment)
    if (read === null) {
      flags.add('attachment-unshown')
      continue
    }
    if (attachment.bytes > DOCUMENT_BYTES_MAX) flags.add('attachment-refused')
    else {
      const text = await read(attachment.content).catch((error) => {
        flags.add(error instanceof RangeError ? 'attachment-refused' : 'attachment-unread')
        return ''
      })
      const words = text
        .replace(/[ \t]+/g, ' ')
        .replace(/\n\s*\n+/g, '\n')
        .trim()
        .slice(0, DOCUMENT_CHARS_MAX)
      if (words !== '') blocks.push(`〔附件 ${attachment.name}〕\n${words}`)
      // A paper that was signed, stamped and scanned is a PDF of pictures.
      else if (flags.size === 0 && attachment.bytes > 0) flags.add('attachment-unshown')
    }
  }
  if (attachments.length > 0 && attachments.every(isPicture)) flags.add('pictures-only')
  return { text: blocks.join('\n\n'), flags: [...flags] }
}

/** How pictures, sounds, films, programs and packed files begin. */
const wordless =
  /^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF|ID3|\x1aE\xdf\xa3|....ftyp|MZ|PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b)/s

/** Of any kind that a telephone or a camera makes, whether or not a browser shows it. */
const isPicture = ({ content }: Attachment): boolean =>
  /^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|BM|II\*\0|MM\0\*|....ftyp(?:heic|heix|hevc|mif1|msf1|avif))/s.test(
    content.toString('latin1', 0, 12),
  )

type Reading = (content: Buffer) => Promise<string>

/** By the bytes and the name's end: what a program says of the type is often wrong. */
function readerOf({ name, type, content }: Attachment): Reading | null {
  if (content.subarray(0, 5).toString('latin1') === '%PDF-') return readPdf
  const isZip = content.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004'
  if (isZip && (/\.docx$/i.test(name) || type.includes('wordprocessingml'))) return readDocx
  if (isZip && (/\.xlsx$/i.test(name) || type.includes('spreadsheetml'))) return readXlsx
  // By whatever name: Word and Excel of before 2007, and WPS to this day.
  if (isCompound(content)) return async (bytes) => readOffice97(bytes, DOCUMENT_CHARS_MAX)
  // A picture that is called a text has no words.
  if (wordless.test(content.toString('latin1', 0, 12))) return null
  if (type === 'text/plain' || type === 'text/csv') return async (bytes) => decodeBytes(bytes, []).text
  if (type === 'text/html') return async (bytes) => plainTextOf(decodeBytes(bytes, [metaCharset(bytes)]).text).text
  // 转发为附件: what was sent on is read like the letter; what hangs on it is not.
  if (type === 'message/rfc822' || type === 'message/global') return async (bytes) => readForwarded(bytes)
  if (/ms-tnef/.test(type)) return async (bytes) => readTnef(bytes)?.text ?? ''
  return null
}

function readForwarded(content: Buffer): string {
  const { root } = readMime(content)
  const subject = root.head.find((line) => line.name === 'subject')?.value ?? ''
  return `${onLine(decodeWords(subject))}\n${bodyOf(root).text}`
}

async function readDocx(content: Buffer): Promise<string> {
  const parts = await unpack(content, /^word\/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$/)
  return parts.map((xml) => wordsOf(xml.replace(/<w:(?:br|tab|cr)\b[^>]*>/g, ' '), 'w:t', 'w:p')).join('\n')
}

/** Texts that cells share, texts and figures in the cells themselves. */
async function readXlsx(content: Buffer): Promise<string> {
  const parts = await unpack(content, /^xl\/(sharedStrings|worksheets\/sheet\d+)\.xml$/)
  return parts
    .map((xml) => wordsOf(xml.replace(/<c\b[^>]*\bt="s"[^>]*>.*?<\/c>/gs, ''), '(?:t|v)', '(?:si|row)'))
    .join('\n')
}

function wordsOf(xml: string, textName: string, lineName: string): string {
  const pattern = new RegExp(`<${textName}(?:\\s[^>]*)?>([^<]*)</|</${lineName}>`, 'g')
  const out: string[] = []
  for (const [, text] of xml.matchAll(pattern)) out.push(text === undefined ? '\n' : decodeReferences(text))
  return out.join('')
}

const openZip = promisify<Buffer, { lazyEntries: true }, ZipFile>(fromBuffer)

/** The parts whose names match; a RangeError when they unpack to more than they may. */
async function unpack(content: Buffer, wanted: RegExp): Promise<string[]> {
  const zip = await openZip(content, { lazyEntries: true })
  const parts: string[] = []
  let left = UNPACKED_BYTES_MAX
  let entries = 0
  const openStream = promisify<Entry, Readable>(zip.openReadStream.bind(zip))
  for (let entry = await nextEntry(zip); entry !== null; entry = await nextEntry(zip)) {
    entries += 1
    if (entries > ENTRIES_MAX) throw new RangeError(`压缩包内超过 ${ENTRIES_MAX} 个文件`)
    if (!wanted.test(entry.fileName)) continue
    const chunks: Buffer[] = []
    for await (const chunk of await openStream(entry)) {
      left -= (chunk as Buffer).length
      // What the entry says of its size may be a lie; what comes out is counted.
      if (left < 0) throw new RangeError(`展开后超过 ${UNPACKED_BYTES_MAX / 1024 / 1024} MiB`)
      chunks.push(chunk as Buffer)
    }
    parts.push(Buffer.concat(chunks).toString('utf8'))
  }
  return parts
}

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const done = (result: Entry | null, error?: Error) => {
      zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error')
      if (error === undefined) resolve(result)
      else reject(error)
    }
    zip.once('entry', (entry: Entry) => done(entry))
    zip.once('end', () => done(null))
    zip.once('error', (error: Error) => done(null, error))
    zip.readEntry()
  })
}

/** The library is large: it is loaded when the first PDF comes. */
async function readPdf(content: Buffer): Promise<string> {
  const { getDocumentProxy } = await import('unpdf')
  const document = await getDocumentProxy(new Uint8Array(content), { disableFontFace: true })
  const pages: string[] = []
  let chars = 0
  for (let number = 1; number <= Math.min(document.numPages, PAGES_MAX) && chars < DOCUMENT_CHARS_MAX; number++) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('')
    pages.push(text)
    chars += text.length
  }
  await document.loadingTask.destroy()
  return pages.join('\n')
}
