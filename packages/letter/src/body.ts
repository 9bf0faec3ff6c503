// What a person reads of a letter, out of its parts: the plain text where there is one, else the HTML as text; the
// rest is attachments.
import { hash } from 'node:crypto'
import { decodeBytes } from './charset.ts'
import { plainTextOf } from './html.ts'
import type { MimePart } from './mime.ts'
import { decodeTransfer, decodeUu } from './mime-body.ts'
import { decodeWords } from './mime-field.ts'
import { readTnef } from './tnef.ts'

export interface Attachment {
  name: string
  type: string
  bytes: number
  sha256: string
  content: Buffer
  /** As of a file that is taken. */
  isShown: boolean
}

export interface LetterBody extends ReadBody {
  attachments: Attachment[]
}

export interface ReadBody {
  text: string
  flags: string[]
}

/** A file as it is taken out of the letter. */
export interface TakenFile {
  /** As written; it may be empty, and it may be anything. */
  name: string
  /** What the letter says of it: often wrong. */
  type: string
  content: Buffer
  /** Something was sent, but nothing of it can be decoded. */
  isBroken: boolean
  /** The mail's own page shows it where it stands, as it does the sign of an office below a name. */
  isShown: boolean
}

/** Attachments of one letter; more are counted by the flag `attachments-cut`. */
const ATTACHMENTS_MAX = 500

interface Piece {
  kind: 'plain' | 'html'
  text: string
}

interface State {
  take(file: TakenFile): void
  /** Files taken so far. */
  taken: number
  flags: Set<string>
}

export function bodyOf(root: MimePart): LetterBody {
  const attachments: Attachment[] = []
  const read = readBody(root, ({ isBroken: _, ...file }) =>
    attachments.push({ ...file, bytes: file.content.length, sha256: hash('sha256', file.content) }),
  )
  return { ...read, attachments }
}

/**
 * Reads like `bodyOf` and in its order; each file is handed over as it is decoded and held by nobody here, so that a
 * letter of hundreds takes no more room than its largest one.
 */
export function readBody(root: MimePart, take: (file: TakenFile) => unknown): ReadBody {
  const state: State = { take, taken: 0, flags: new Set() }
  const own = piecesOf(root, state)
  // Who only forwards a message says with it what he wants.
  const pieces = own.some((piece) => piece.text.trim() !== '') ? own : forwarded(root)
  const text = pieces
    .map((piece) => {
      if (piece.kind === 'plain') return piece.text
      const plain = plainTextOf(piece.text)
      for (const flag of plain.flags) state.flags.add(flag)
      return plain.text
    })
    .join('\n')
  return { text: text.replace(/\r\n?/g, '\n').trim(), flags: [...state.flags] }
}

function piecesOf(part: MimePart, state: State): Piece[] {
  const { value } = part.type
  if (value.startsWith('multipart/')) {
    if (value === 'multipart/alternative') return bestOf(part.children.map((child) => piecesOf(child, state)))
    return part.children.flatMap((child, index) =>
      index > 0 && (isFile(child) || isReturned(part, child)) ? fileOf(child, state) : piecesOf(child, state),
    )
  }
  const held = heldAs(part.disposition.value)
  const within = part.children[0]
  if (within !== undefined && held === 'inline') return withinOf(within, state)
  if (held !== 'attachment' && /^text\/(plain|html)$/.test(value)) return textPieces(part, state)
  return fileOf(part, state)
}

function fileOf(part: MimePart, state: State): Piece[] {
  const name = nameOf(part)
  const { value } = part.type
  const content = decodeTransfer(part.body, part.coding)
  const isBroken = content.length === 0 && part.body.some((byte) => byte > 32)
  const isShown = heldAs(part.disposition.value) !== 'attachment' && part.head.some(({ name }) => name === 'content-id')
  attach(state, { name, type: value === unknownType ? typeByName(name) : value, content, isBroken, isShown })
  return []
}

/** A text with a name that does not come first is a file that some programs show with the letter (RFC 8621, 4.1.4). */
const isFile = (part: MimePart): boolean => /^text\/(plain|html)$/.test(part.type.value) && nameOf(part) !== ''

/** What a bounce sends back is not what anybody wrote to us, however it is to be shown. */
const isReturned = (part: MimePart, child: MimePart): boolean =>
  part.type.value === 'multipart/report' && child.type.value.startsWith('message/')

/** A word nobody knows means an attachment; what is no word at all means nothing. */
function heldAs(disposition: string): 'attachment' | 'inline' | '' {
  if (disposition === 'inline' || disposition === 'attachment') return disposition
  return /^[\w-]+$/.test(disposition) ? 'attachment' : ''
}

/** Of several forms of one text the plain ones, unless they are empty. */
function bestOf(lists: Piece[][]): Piece[] {
  const filled = lists.filter((list) => list.some((piece) => piece.text.trim() !== ''))
  const plain = filled.filter((list) => list.every((piece) => piece.kind === 'plain'))
  return plain.length > 0 ? plain.flat() : (filled[0] ?? [])
}

/** The text of the messages within, whose attachments stay in them. */
function forwarded(part: MimePart): Piece[] {
  const inner: State = { take: () => undefined, taken: 0, flags: new Set() }
  // What a bounce sends back is not what anybody wrote to us.
  if (part.type.value === 'multipart/report') return []
  if (part.type.value.startsWith('multipart/')) return part.children.flatMap(forwarded)
  return part.children.flatMap((within) => withinOf(within, inner))
}

/** A message within: what a person forwarded is part of what he wrote, and so is what hangs on it. */
function withinOf(within: MimePart, state: State): Piece[] {
  const header = (name: string) => within.head.find((line) => line.name === name)?.value ?? ''
  const lines = ['From', 'Subject', 'Date', 'To']
    .map((name) => `${name}: ${decodeWords(header(name.toLowerCase())).replace(/\s+/g, ' ').trim()}`)
    .filter((line) => !line.endsWith(': '))
  return [{ kind: 'plain', text: `\n${lines.join('\n')}\n` }, ...piecesOf(within, state)]
}

function textPieces(part: MimePart, state: State): Piece[] {
  const bytes = decodeTransfer(part.body, part.coding)
  const isHtml = part.type.value === 'text/html'
  const declared = part.type.parameters.charset ?? null
  const meta = isHtml && declared === null ? metaCharset(bytes) : null
  const { text, flags } = decodeBytes(bytes, [declared, meta])
  for (const flag of flags) state.flags.add(flag)
  if (isHtml) return [{ kind: 'html', text }]
  const flowed = part.type.parameters.format?.toLowerCase() === 'flowed'
  const plain = flowed ? unflow(text, part.type.parameters.delsp?.toLowerCase() === 'yes') : text
  return [{ kind: 'plain', text: withoutUu(plain, state) }]
}

export function metaCharset(bytes: Buffer): string | null {
  return /<meta[^>]+charset\s*=\s*["']?([\w:.-]+)/i.exec(bytes.subarray(0, 4096).toString('latin1'))?.[1] ?? null
}

/** RFC 3676: a blank at the line's end says that the sentence goes on in the next line. */
function unflow(text: string, dropsBlank: boolean): string {
  const out: string[] = []
  let open = false
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const own = line.replace(/^ /, '')
    if (open && !line.startsWith('>')) out[out.length - 1] += own
    else out.push(own)
    open = own.endsWith(' ') && own !== '-- ' && !line.startsWith('>')
    if (open && dropsBlank) out[out.length - 1] = out.at(-1)!.slice(0, -1)
  }
  return out.join('\n')
}

/** Files that old programs wrote into the text itself. */
function withoutUu(text: string, state: State): string {
  if (!text.includes('begin ')) return text
  let rest = text
  for (let file = decodeUu(rest); file !== null; file = decodeUu(rest, file.start)) {
    attach(state, { name: file.name, type: unknownType, content: file.content, isBroken: false, isShown: false })
    rest = rest.slice(0, file.start) + rest.slice(file.end)
  }
  return rest
}

function nameOf(part: MimePart): string {
  const name = part.disposition.parameters.filename ?? part.type.parameters.name ?? ''
  return name.replace(/[\r\n\t]+/g, ' ').trim()
}

const unknownType = 'application/octet-stream'
const typesByEnd: Record<string, string> = {
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  wps: 'application/vnd.ms-works',
  ofd: 'application/ofd',
  zip: 'application/zip',
  rar: 'application/vnd.rar',
  txt: 'text/plain',
  csv: 'text/csv',
  html: 'text/html',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  eml: 'message/rfc822',
}

/** Programs that know no type say so; the name's end often knows. */
function typeByName(name: string): string {
  return typesByEnd[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? unknownType
}

function attach(state: State, file: TakenFile): void {
  if (state.taken >= ATTACHMENTS_MAX) {
    state.flags.add('attachments-cut')
    return
  }
  state.taken += 1
  state.take(file)
  if (!/ms-tnef/.test(file.type) && !/^winmail\.dat$/i.test(file.name)) return
  const inner = readTnef(file.content)
  if (inner === null) state.flags.add('tnef-broken')
  else for (const one of inner.files) attach(state, { ...one, isBroken: false, isShown: false })
}
