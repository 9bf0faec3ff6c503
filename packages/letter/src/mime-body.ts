// Bodies as transferred → bytes as meant: base64, quoted-printable and uuencode, as broken as they come.

/** `coding` in lower case; an unknown one leaves the bytes as they are. */
export function decodeTransfer(body: Buffer, coding: string): Buffer {
  if (coding === 'base64') return decodeBase64(body.toString('latin1'))
  if (coding === 'quoted-printable') return decodeQuoted(body)
  if (/^(x-)?uu(e|encode)?$/.test(coding)) return decodeUu(body.toString('latin1'))?.content ?? body
  return body
}

/** Blocks that were padded one by one and put together are decoded one by one; words behind the last are no code. */
export function decodeBase64(text: string): Buffer {
  const pad = text.indexOf('=')
  if (pad < 0 || !/[A-Za-z0-9+/]/.test(text.slice(pad, pad + 200_000))) return Buffer.from(text, 'base64')
  const blocks = text.match(/[^=]+=*/g) ?? []
  const whole = blocks.filter((block, index) => index === 0 || block.replace(/[^A-Za-z0-9+/=_-]/g, '').length % 4 === 0)
  return Buffer.concat(whole.map((block) => Buffer.from(block, 'base64')))
}

const SOFT = 0x3d
const hexValue = new Int8Array(256).fill(-1)
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  hexValue[digit.charCodeAt(0)] = value
  hexValue[digit.toUpperCase().charCodeAt(0)] = value
}

/** An `=` that is neither a code nor the end of a line stays; blanks at the end of a line were added on the way. */
function decodeQuoted(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length)
  let size = 0
  /** What stands before it was not added on the way: a code or a soft break follows it. */
  let kept = 0
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!
    if (byte === 0x0a) {
      let end = size
      const isPair = end > 0 && out[end - 1] === 0x0d
      if (isPair) end--
      while (end > kept && (out[end - 1] === 0x20 || out[end - 1] === 0x09)) end--
      size = end
      if (isPair) out[size++] = 0x0d
    } else if (byte === SOFT) {
      const high = hexValue[body[at + 1] ?? 0]!
      const low = hexValue[body[at + 2] ?? 0]!
      if (high >= 0 && low >= 0) {
        out[size++] = high * 16 + low
        kept = size
        at += 2
        continue
      }
      const after = softBreakEnd(body, at + 1)
      if (after !== null) {
        kept = size
        at = after - 1
        continue
      }
    }
    out[size++] = byte
  }
  return out.subarray(0, size)
}

function softBreakEnd(body: Buffer, from: number): number | null {
  let at = from
  while (body[at] === 0x20 || body[at] === 0x09) at++
  if (at >= body.length) return at
  if (body[at] === 0x0d) at++
  return body[at] === 0x0a ? at + 1 : body[at - 1] === 0x0d ? at : null
}

export interface UuFile {
  name: string
  content: Buffer
  /** Where it stands in the text. */
  start: number
  end: number
}

const uuBegin = /^begin [0-7]{3,4}(?: ([^\r\n]{0,255}))?\r?\n/gm

/** The first file between `begin` and `end` from `from` on; null when there is none that is whole. */
export function decodeUu(text: string, from = 0): UuFile | null {
  uuBegin.lastIndex = from
  for (let found = uuBegin.exec(text); found !== null; found = uuBegin.exec(text)) {
    const start = uuBegin.lastIndex
    const close = /^(?:[` ]?\r?\n)?end[ \t]*\r?$/m.exec(text.slice(start))
    if (close === null) return null
    const lines = text.slice(start, start + close.index).split(/\r?\n/)
    const content = uuBytes(lines)
    if (content !== null)
      return { name: (found[1] ?? '').trim(), content, start: found.index, end: start + close.index + close[0].length }
  }
  return null
}

/** Null when a line is not what its first character says. */
function uuBytes(lines: string[]): Buffer | null {
  const out: number[] = []
  for (const line of lines) {
    if (line === '') continue
    const count = (line.charCodeAt(0) - 32) & 63
    if (count === 0) continue
    const groups = Math.ceil(count / 3) * 4
    if (/[^ -`]/.test(line) || line.length - 1 > groups + 4) return null
    const codes = Array.from({ length: groups }, (_, index) => ((line.charCodeAt(index + 1) || 32) - 32) & 63)
    const bytes: number[] = []
    for (let at = 0; at < groups; at += 4) {
      const [a, b, c, d] = codes.slice(at, at + 4) as [number, number, number, number]
      bytes.push(((a << 2) | (b >> 4)) & 255, ((b << 4) | (c >> 2)) & 255, ((c << 6) | d) & 255)
    }
    for (const byte of bytes.slice(0, count)) out.push(byte)
  }
  return Buffer.from(out)
}
