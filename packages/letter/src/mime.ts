// A message's bytes cut into its parts: headers as written, bodies as slices of the message; nothing is decoded here
// but what must be to find the parts within.
import { decodeTransfer } from './mime-body.ts'
import { type FieldValue, fieldOf } from './mime-field.ts'

export interface HeaderLine {
  /** Lower case. */
  name: string
  /** Unfolded, one byte a character. */
  value: string
}

export interface MimePart {
  head: HeaderLine[]
  /** Lower case; what the place of the part means when nothing readable is written. */
  type: FieldValue
  /** `value` is lower case, empty when nothing is written. */
  disposition: FieldValue
  /** Lower case. */
  coding: string
  /** As transferred. */
  body: Buffer
  /** Parts of a multipart, or the one message within a `message/rfc822`. */
  children: MimePart[]
}

export interface MimeTree {
  root: MimePart
  /** `mime-broken` when the structure is not what the headers say, `parts-cut` when a limit ended the reading. */
  flags: string[]
}

/** Parts within parts; what lies deeper is read as plain bytes. */
const MIME_DEPTH_MAX = 60
const MIME_PARTS_MAX = 2_000
/** Header lines of one part. */
const HEAD_LINES_MAX = 5_000
/** Of one header line; a list of five thousand receivers fits in. */
const HEAD_VALUE_CHARS_MAX = 512 * 1024
/** Looked at of a part's head, for its boundary. */
const PART_HEAD_CHARS_MAX = 4_000
/** Lines that are no header, within a head that goes on behind them. */
const JUNK_LINES_MAX = 200
/** Looked at behind such a line, for the sender. */
const JUNK_AHEAD_CHARS_MAX = 8_000

interface State {
  bytes: Buffer
  /** The same, one byte a character. */
  text: string
  flags: Set<string>
  parts: number
}

interface Range {
  from: number
  to: number
}

/** Never throws; bytes that are no message give one plain part. */
export function readMime(bytes: Buffer): MimeTree {
  const flags = new Set<string>()
  const whole =
    bytes.includes(10) || !bytes.includes(13)
      ? bytes
      : Buffer.from(bytes.toString('latin1').replaceAll('\r', '\n'), 'latin1')
  const root = readMessage(whole, { flags, parts: 0 }, 0)
  return { root, flags: [...flags] }
}

function readMessage(bytes: Buffer, counts: Pick<State, 'flags' | 'parts'>, depth: number): MimePart {
  const state: State = { bytes, text: bytes.toString('latin1'), flags: counts.flags, parts: counts.parts }
  const from = /^(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?:>?From (?![ \t]*:)[^\n]*\n)?/.exec(state.text)![0].length
  const part = readPart(state, { from, to: bytes.length }, 'text/plain', depth)
  counts.parts = state.parts
  return part
}

function readPart(state: State, range: Range, fallback: string, depth: number): MimePart {
  state.parts += 1
  const { head, bodyFrom } = readHead(state, range)
  const first = (name: string) => head.find((line) => line.name === name)?.value ?? ''
  const type = typeOf(first('content-type'), fallback)
  const part: MimePart = {
    head,
    type,
    disposition: fieldOf(first('content-disposition')),
    coding: codingOf(first('content-transfer-encoding')),
    body: state.bytes.subarray(bodyFrom, range.to),
    children: [],
  }
  const deep = depth >= MIME_DEPTH_MAX || state.parts >= MIME_PARTS_MAX
  if (deep && /^(multipart|message)\//.test(type.value)) state.flags.add('parts-cut')
  else if (holdsParts(state, type, bodyFrom)) readParts(state, part, { from: bodyFrom, to: range.to }, depth)
  else if (type.value === 'message/rfc822' || type.value === 'message/global') readWithin(state, part, depth)
  return part
}

/** What is said in brackets is for people. */
const codingOf = (written: string): string =>
  /[\w-]+/.exec(written.replace(/\([^()]*\)/g, ' '))?.[0].toLowerCase() ?? ''

/** A type that names a boundary, which begins its body, is a multipart by another name. */
function holdsParts({ text }: State, type: FieldValue, at: number): boolean {
  if (type.value.startsWith('multipart/')) return true
  const { boundary } = type.parameters
  if (
    boundary === undefined ||
    !text
      .slice(at, at + 200)
      .trimStart()
      .startsWith(`--${boundary}`)
  )
    return false
  type.value = 'multipart/mixed'
  return true
}

function typeOf(written: string, fallback: string): FieldValue {
  const type = fieldOf(written)
  if (/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type.value)) return type
  // `multipart/*` and the like: what holds parts is read as parts, whatever kind of it was meant.
  if (type.value.startsWith('multipart/')) return { value: 'multipart/mixed', parameters: type.parameters }
  const isText = type.value === '' || type.value.startsWith('text')
  return { value: isText ? fallback : 'application/octet-stream', parameters: type.parameters }
}

/** The message within, coded or not. */
function readWithin(state: State, part: MimePart, depth: number): void {
  const inner = /^(base64|quoted-printable)$/.test(part.coding) ? decodeTransfer(part.body, part.coding) : part.body
  if (inner.length > 0) part.children.push(readMessage(inner, state, depth + 1))
}

function readParts(state: State, part: MimePart, body: Range, depth: number): void {
  const written = part.type.parameters.boundary ?? ''
  let { ranges, marks } = written === '' ? { ranges: [], marks: 0 } : splitParts(state, body, written)
  if (marks === 0) {
    state.flags.add('mime-broken')
    // The line that looks like a boundary and is followed by a header is one.
    const guess = /^--([^\r\n]{1,200}?)[ \t]*\r?\ncontent-/im.exec(state.text.slice(body.from, body.to))?.[1]
    if (guess !== undefined) ({ ranges, marks } = splitParts(state, body, guess))
  }
  const fallback = part.type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  for (const range of ranges) {
    if (state.parts >= MIME_PARTS_MAX) {
      state.flags.add('parts-cut')
      break
    }
    const last = part.children.at(-1)
    // Who used one boundary for the inner and the outer parts meant the rest to be the inner ones.
    const holder =
      last !== undefined && last.type.parameters.boundary === written && last.type.value.startsWith('multipart/')
    ;(holder ? last : part).children.push(readPart(state, range, fallback, depth + 1))
  }
  if (marks === 0 && part.body.some((byte) => byte > 32))
    part.type = { value: 'text/plain', parameters: part.type.parameters }
}

/** What stands between the boundary lines; a last part nobody closed reaches to the end. */
function splitParts({ text, flags }: State, { from, to }: Range, boundary: string): { ranges: Range[]; marks: number } {
  const mark = `--${boundary}`
  let marks = 0
  const ranges: Range[] = []
  let open: number | null = null
  for (let at = text.indexOf(mark, from); at >= 0 && at < to; at = text.indexOf(mark, at + mark.length)) {
    if (at > from && text[at - 1] !== '\n') continue
    const lineEnd = text.indexOf('\n', at)
    const end = lineEnd < 0 || lineEnd >= to ? to : lineEnd + 1
    const rest = text.slice(at + mark.length, Math.min(end, at + mark.length + 80)).trim()
    if (rest !== '' && rest !== '--') continue
    // A part whose own boundary is this one and two dashes begins with what looks like the end.
    if (rest === '--' && open !== null && headOf(text, open, at).includes(`${boundary}--`)) continue
    marks += 1
    if (open !== null) ranges.push({ from: open, to: Math.max(open, beforeBreak(text, at, open)) })
    open = rest === '' ? end : null
  }
  if (open !== null) {
    flags.add('mime-broken')
    // The line break before the last boundary was forgotten.
    const end = text.slice(open, to).trimEnd().endsWith(`${mark}--`) ? text.lastIndexOf(mark, to) : to
    if (open < end) ranges.push({ from: open, to: end })
  }
  return { ranges, marks }
}

const headOf = (text: string, from: number, to: number): string =>
  text.slice(from, Math.min(to, from + PART_HEAD_CHARS_MAX)).split(/\r?\n\r?\n/, 1)[0]!

/** The line break before a boundary belongs to the boundary. */
function beforeBreak(text: string, at: number, from: number): number {
  if (at - 1 < from || text[at - 1] !== '\n') return at
  return text[at - 2] === '\r' && at - 2 >= from ? at - 2 : at - 1
}

const headerPattern = /^([!-9;-~]+)[ \t]*:[ \t]*/

/** Header lines up to the empty one; where a line is none and none follows, the body begins without it. */
function readHead(state: State, { from, to }: Range): { head: HeaderLine[]; bodyFrom: number } {
  const { text, flags } = state
  const head: HeaderLine[] = []
  let at = from
  let junk = 0
  while (at < to && head.length < HEAD_LINES_MAX) {
    const found = text.indexOf('\n', at)
    const next = found < 0 || found >= to ? to : found + 1
    const line = text.slice(at, lineEnd(text, at, next))
    if (line === '' || (/^\s*$/.test(line) && !isHeaderAt(text, next, to))) return { head, bodyFrom: next }
    const last = head.at(-1)
    const named = headerPattern.exec(line)
    if ((line[0] === ' ' || line[0] === '\t') && last !== undefined) {
      if (last.value.length < HEAD_VALUE_CHARS_MAX) last.value += line.replace(/\r+$/, '')
      else flags.add('mime-broken')
    } else if (named !== null)
      head.push({ name: named[1]!.toLowerCase(), value: line.slice(named[0].length, HEAD_VALUE_CHARS_MAX) })
    else {
      flags.add('mime-broken')
      if (!goesOn(text, { from: next, to }, head, junk++)) return { head, bodyFrom: at }
    }
    at = next
  }
  return { head, bodyFrom: Math.min(at, to) }
}

/** Where what is written in the line from `from` to `next` ends: before its line break. */
function lineEnd(text: string, from: number, next: number): number {
  if (text[next - 1] !== '\n') return next
  return next - 2 >= from && text[next - 2] === '\r' ? next - 2 : next - 1
}

function isHeaderAt(text: string, at: number, to: number): boolean {
  return /^[!-9;-~]{1,76}[ \t]*:|^[ \t]+\S/.test(text.slice(at, Math.min(to, at + 100)).split('\n', 1)[0]!)
}

/** Behind a line that is no header: a header nobody has written yet follows, or the sender is still to come. */
function goesOn(text: string, { from, to }: Range, head: HeaderLine[], junk: number): boolean {
  const has = (name: string) => head.some((line) => line.name === name)
  const next = /^(from|to|subject|date|message-id)[ \t]*:/i.exec(text.slice(from, from + 20))?.[1]?.toLowerCase()
  // A line of the letter may begin with such a word; a head says each of them once.
  if (next !== undefined) return !has(next)
  if (isHeaderAt(text, from, to)) return true
  // Some gateways break the lines of their own headers.
  if (has('from') || junk >= JUNK_LINES_MAX) return false
  return /^from[ \t]*:.*@/im.test(headOf(text, from, Math.min(to, from + JUNK_AHEAD_CHARS_MAX)))
}
