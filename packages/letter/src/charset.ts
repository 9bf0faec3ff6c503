// Bytes to text with the charset they are really in, not only the one they name.
import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'

export interface Decoded {
  text: string
  charset: string
  /** `charset-guessed` when nothing said it or what was said was wrong, `suspected-garbled` when marks are left. */
  flags: string[]
}

const UTF_8 = 'utf-8'
const GARBLED_SHARE_MAX = 0.002
/** Of text in GBK; in Western text a letter with an accent has hardly ever another beside it. */
const PAIRS_MIN = 0.9
const FIRST_LEVEL_MIN = 0.6
const bigNames: Record<string, string> = {
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
  gb_2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  'iso-8859-1': 'windows-1252',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  unicode: 'utf-16',
  'ks_c_5601-1987': 'cp949',
  'cp-850': 'cp850',
  'iso-8859-8-i': 'iso-8859-8',
  'utf-8-sig': 'utf-8',
  ucs2: 'utf-16',
  'ucs-2': 'utf-16',
  'iso-10646-ucs-2': 'utf-16',
}
/** Names that programs make up for charsets that have one: Python writes big5_tw and eucgb2312_cn. */
const nearly: [charset: string, pattern: RegExp][] = [
  ['big5', /big-?5|950$/],
  ['gb18030', /gb[-_ ]?(?:2312|k|18030)|936$/],
  ['hz-gb-2312', /^hz/],
]
/** What iconv-lite calls an encoding and no text is in: `binary` stands in mails whose sender did not know. */
const notCharsets = new Set(['binary', 'base64', 'hex'])
/** One byte a letter: all bytes can be read so, and it is what programs say that know no better. */
const western = /^(?:windows-?1252|cp1252|latin-?[159]|l[159]|iso[-_]?8859[-_]?(?:1|9|15))$/
/** Charsets of seven bits in which marks switch the meaning; the reader of each stands here. */
const shifted: Record<string, (buffer: Buffer) => string> = {
  'iso-2022-jp': decodeShiftedJapanese,
  csiso2022jp: decodeShiftedJapanese,
  'iso-2022-kr': (buffer) =>
    iconv.decode(
      raiseBetween(buffer.toString('latin1').replaceAll('\x1b$)C', ''), /\x0e([^\x0f]*)(?:\x0f|$)/g),
      'euc-kr',
    ),
  'hz-gb-2312': (buffer) =>
    iconv
      .decode(raiseBetween(buffer.toString('latin1').replace(/~\r?\n/g, ''), /~\{([^~]*)(?:~\}|$)/g), 'gb18030')
      .replaceAll('~~', '~'),
}

/** Words that were put together switch back and forth with nothing between: the switch back says nothing. */
function decodeShiftedJapanese(buffer: Buffer): string {
  const text = buffer.toString('latin1').replace(/\x1b\([BJ](?=\x1b[$(])/g, '')
  return new TextDecoder('iso-2022-jp').decode(Buffer.from(text, 'latin1'))
}

function raiseBetween(text: string, pattern: RegExp): Buffer {
  const raise = (one: string) => String.fromCharCode(one.charCodeAt(0) | 0x80)
  return Buffer.from(
    text.replace(pattern, (_, inner: string) => inner.replace(/[!-~]/g, raise)),
    'latin1',
  )
}

/** Decodes in each charset once, however often it is tried. */
type Read = (charset: string) => string

function readerOf(buffer: Buffer): Read {
  const texts = new Map<string, string>()
  return (charset) => {
    const text = texts.get(charset) ?? decodeAs(buffer, charset)
    texts.set(charset, text)
    return text
  }
}

/** `charset` is one that `charsetOf` gave. */
function decodeAs(buffer: Buffer, charset: string): string {
  // Where every byte is in order Node reads UTF-8 as iconv-lite does, for a fraction of the time.
  if (charset === UTF_8 && isUtf8(buffer)) return buffer.toString('utf8')
  return shifted[charset]?.(buffer) ?? iconv.decode(buffer, charset)
}

/** The name iconv-lite knows, null for one nobody knows; GB2312 and GBK are read as the GB18030 they mostly are. */
export function charsetOf(written: string | null): string | null {
  const name = (written ?? '').trim().toLowerCase()
  if (name === '') return null
  const known = bigNames[name] ?? name
  if (notCharsets.has(known)) return null
  if (known === UTF_8 || known in shifted || iconv.encodingExists(known)) return known
  return nearly.find(([, pattern]) => pattern.test(known))?.[0] ?? null
}

/** Byte order mark, then the names given in their order, then what the bytes look like. */
export function decodeBytes(bytes: Uint8Array, names: (string | null)[]): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const marked = decodeMarked(buffer)
  if (marked !== null) return { ...marked, flags: garbledFlags(marked.text) }
  const read = readerOf(buffer)
  const known = names.map(charsetOf).filter((name) => name !== null)
  const wide = /^utf-?(16|32)/
  const zeros = buffer.subarray(0, 4).includes(0)
  for (const charset of known) {
    // Who reads the declaration byte by byte knows that the text is not in two-byte units.
    if (wide.test(charset) && !zeros) continue
    const really = otherThan(charset, buffer, read)
    if (really !== null) return really
    const text = read(charset)
    const isCutUtf8 = () => isUtf8(buffer) || (isMostlyUtf8(text) && wholeGb(buffer, read) === null)
    if (!text.includes('\uFFFD') || (charset === UTF_8 && isCutUtf8()))
      return { text, charset, flags: garbledFlags(text) }
  }
  const guessed = guessCharset(buffer, read)
  const text = read(guessed)
  const first = known[0] !== undefined && !wide.test(known[0]) ? read(known[0]) : null
  if (first !== null && garbledCount(first) <= garbledCount(text)) {
    return { text: first, charset: known[0]!, flags: garbledFlags(first) }
  }
  const plain = known.length === 0 && (guessed === 'utf-8' || guessed === 'iso-2022-jp')
  return { text, charset: guessed, flags: [...(plain ? [] : ['charset-guessed']), ...garbledFlags(text)] }
}

/**
 * Chinese that is declared as something else in which it can be read too, as what it is: pages of GBK sites that are in
 * UTF-8, letters whose program calls everything Latin-1.
 */
function otherThan(charset: string, buffer: Buffer, read: Read): Decoded | null {
  if (charset === UTF_8 || charset in shifted) return null
  if (isUtf8(buffer)) {
    const text = buffer.toString('utf8')
    return /\p{Script=Han}/u.test(text) ? { text, charset: UTF_8, flags: ['charset-guessed'] } : null
  }
  const text = western.test(charset) ? wholeGb(buffer, read) : null
  return text === null ? null : { text, charset: 'gb18030', flags: ['charset-guessed'] }
}

/** The text of bytes that are plainly Chinese in GBK, without a place left over; else null. */
function wholeGb(buffer: Buffer, read: Read): string | null {
  if (pairShare(buffer) < PAIRS_MIN || firstLevelShare(buffer) < FIRST_LEVEL_MIN) return null
  const text = read('gb18030')
  return text.includes('\uFFFD') ? null : text
}

/** First bytes of the marks below. */
const markBegins = new Set([0x00, 0x3c, 0xef, 0xfe, 0xff])

function decodeMarked(buffer: Buffer): { text: string; charset: string } | null {
  if (!markBegins.has(buffer[0] ?? -1)) return null
  const mark = buffer.subarray(0, 4).toString('hex')
  if (mark.startsWith('efbbbf')) return { text: buffer.subarray(3).toString('utf8'), charset: 'utf-8' }
  if (mark === 'fffe0000') return { text: iconv.decode(buffer, 'utf-32le'), charset: 'utf-32le' }
  if (mark === '0000feff') return { text: iconv.decode(buffer, 'utf-32be'), charset: 'utf-32be' }
  if (mark.startsWith('fffe')) return { text: iconv.decode(buffer, 'utf-16le'), charset: 'utf-16le' }
  if (mark.startsWith('feff')) return { text: iconv.decode(buffer, 'utf-16be'), charset: 'utf-16be' }
  if (mark === '3c003f00') return { text: iconv.decode(buffer, 'utf-16le'), charset: 'utf-16le' }
  if (mark === '003c003f') return { text: iconv.decode(buffer, 'utf-16be'), charset: 'utf-16be' }
  if (mark === '0000003c') return { text: iconv.decode(buffer, 'utf-32be'), charset: 'utf-32be' }
  if (mark === '3c000000') return { text: iconv.decode(buffer, 'utf-32le'), charset: 'utf-32le' }
  return null
}

const commonHan = new Set(
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年同工也能下过子说产种面而方后多定行学法所民得经',
)
const commonBig = new Set(
  '的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年同工也能下過子說產種面而方後多定行學法所民得經',
)

/** UTF-8 when the bytes allow it, else the Chinese charset in which common words appear, else Western. */
function guessCharset(buffer: Buffer, read: Read): string {
  if (isUtf8(buffer)) return buffer.includes('\x1b$') ? 'iso-2022-jp' : 'utf-8'
  // First: of every seven letters of GBK one is a whole character of UTF-8 by chance, in a short title half of them.
  if (wholeGb(buffer, read) !== null) return 'gb18030'
  const utf = read(UTF_8)
  if (wholeCount(utf) > garbledCount(utf)) return 'utf-8'
  const candidates: [string, number][] = [
    ['gb18030', shareOf(read('gb18030'), commonHan)],
    ['big5', shareOf(read('big5'), commonBig)],
  ]
  const best = candidates.reduce((one, other) => (other[1] > one[1] ? other : one))
  if (best[1] > 0.01) return best[0]
  return garbledCount(read('gb18030')) === 0 && pairShare(buffer) > PAIRS_MIN ? 'gb18030' : 'windows-1252'
}

/** Of what says that it is UTF-8 as much may be cut as is whole. */
const isMostlyUtf8 = (text: string): boolean => wholeCount(text) >= garbledCount(text)

/** A cut or two leave a text in UTF-8; bytes of another charset hardly ever make its longer characters by chance. */
function wholeCount(utf: string): number {
  return utf.match(/[\u0080-\ufffc]|[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0
}

function shareOf(text: string, frequent: Set<string>): number {
  let foreign = 0
  let known = 0
  for (const one of text) {
    if (one < '\u0080') continue
    foreign += 1
    if (frequent.has(one)) known += 1
    else if (one === '\uFFFD') known -= 3
  }
  return foreign === 0 ? 0 : known / foreign
}

/** How many high bytes stand beside another: nearly all in Chinese, few in Western text. */
function pairShare(buffer: Buffer): number {
  let high = 0
  let paired = 0
  for (let index = 0; index < buffer.length; index++) {
    if (buffer[index]! < 0x80) continue
    high += 1
    if ((buffer[index + 1] ?? 0) >= 0x80 || (buffer[index - 1] ?? 0) >= 0x80) paired += 1
  }
  return high === 0 ? 0 : paired / high
}

/** How much of what is read two bytes at a time is of GB 2312's first level, the letters nearly all Chinese is in. */
function firstLevelShare(buffer: Buffer): number {
  let units = 0
  let first = 0
  for (let index = 0; index < buffer.length; index++) {
    const lead = buffer[index]!
    if (lead < 0x80) continue
    units += 1
    const trail = buffer[++index] ?? 0
    if (lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1) first += 1
  }
  return units < 2 ? 0 : first / units
}

function garbledCount(text: string): number {
  return text.split('\uFFFD').length - 1
}

function garbledFlags(text: string): string[] {
  if (!text.includes('\uFFFD')) return []
  const count = garbledCount(text)
  return count > 0 && count >= text.length * GARBLED_SHARE_MAX ? ['suspected-garbled'] : []
}
