// winmail.dat (TNEF, MS-OXTNEF): the files and the text that some programs pack into an attachment nobody can open.
import { decodeBytes } from './charset.ts'

export interface Tnef {
  /** Plain text of the message; empty when it holds none. */
  text: string
  files: { name: string; type: string; content: Buffer }[]
}

const SIGNATURE = 0x223e9f78
const FILES_MAX = 200
const attribute = {
  codepage: 0x9007,
  body: 0x800c,
  renderData: 0x9002,
  title: 0x8010,
  data: 0x800f,
  attachmentProps: 0x9005,
  messageProps: 0x9003,
}
const property = { body: 0x1000, html: 0x1013, data: 0x3701, longName: 0x3707, mimeTag: 0x370e }

/** Null when the bytes are no TNEF; what is cut off gives what came before. */
export function readTnef(bytes: Buffer): Tnef | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return null
  const tnef: Tnef = { text: '', files: [] }
  let charset = 'windows-1252'
  let at = 6
  while (at + 9 <= bytes.length && tnef.files.length <= FILES_MAX) {
    const id = bytes.readUInt16LE(at + 1)
    const size = bytes.readUInt32LE(at + 5)
    const value = bytes.subarray(at + 9, at + 9 + size)
    at += 9 + size + 2
    if (id === attribute.codepage && value.length >= 4) charset = `cp${value.readUInt32LE(0)}`
    if (id === attribute.renderData) tnef.files.push({ name: '', type: 'application/octet-stream', content: empty })
    readAttribute(tnef, id, value, charset)
  }
  tnef.files = tnef.files.filter((file) => file.content.length > 0 || file.name !== '')
  return tnef
}

const empty = Buffer.alloc(0)

function readAttribute(tnef: Tnef, id: number, value: Buffer, charset: string): void {
  const file = tnef.files.at(-1)
  const word = (bytes: Buffer) => decodeBytes(beforeZero(bytes), [charset]).text
  if (id === attribute.body) tnef.text = word(value)
  if (id === attribute.messageProps) {
    const body = readProperties(value).get(property.body)
    if (body !== undefined && tnef.text === '') tnef.text = stringOf(body, word)
  }
  if (file === undefined) return
  if (id === attribute.title && file.name === '') file.name = word(value)
  if (id === attribute.data) file.content = value
  if (id !== attribute.attachmentProps) return
  const props = readProperties(value)
  const name = props.get(property.longName)
  const type = props.get(property.mimeTag)
  const data = props.get(property.data)
  if (name !== undefined) file.name = stringOf(name, word)
  if (type !== undefined) file.type = stringOf(type, word)
  if (data !== undefined && file.content.length === 0) file.content = data.bytes
}

interface Property {
  type: number
  bytes: Buffer
}

const beforeZero = (bytes: Buffer) => {
  const zero = bytes.indexOf(0)
  return zero < 0 ? bytes : bytes.subarray(0, zero)
}
const wide = (bytes: Buffer) => bytes.toString('utf16le').replace(/\0.*$/s, '')
const stringOf = (value: Property, word: (bytes: Buffer) => string) =>
  value.type === 0x001f ? wide(value.bytes) : word(value.bytes)

/** Sizes of the fixed types, padded to four bytes. */
const fixedBytes: Record<number, number> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 }

/** MAPI properties by their id; reading ends where a size leads out of the bytes. */
function readProperties(bytes: Buffer): Map<number, Property> {
  const found = new Map<number, Property>()
  const count = bytes.length < 4 ? 0 : bytes.readUInt32LE(0)
  let at = 4
  for (let index = 0; index < count && at + 4 <= bytes.length; index++) {
    const type = bytes.readUInt16LE(at)
    const id = bytes.readUInt16LE(at + 2)
    at += 4
    if (id >= 0x8000) at = afterName(bytes, at)
    const next = readValues(bytes, type, at)
    if (next === null) break
    if (!found.has(id)) found.set(id, { type: type & 0xfff, bytes: next.value })
    at = next.end
  }
  return found
}

/** Named properties bring a GUID and a number or a name. */
function afterName(bytes: Buffer, at: number): number {
  if (at + 24 > bytes.length) return bytes.length
  if (bytes.readUInt32LE(at + 16) === 0) return at + 24
  return at + 24 + padded(bytes.readUInt32LE(at + 20))
}

const padded = (size: number) => Math.ceil(size / 4) * 4

function readValues(bytes: Buffer, type: number, from: number): { value: Buffer; end: number } | null {
  const base = type & 0xfff
  const fixed = fixedBytes[base]
  const many = (type & 0x1000) !== 0
  if (fixed !== undefined && !many) return take(bytes, from, fixed, fixed)
  if (from + 4 > bytes.length) return null
  const count = bytes.readUInt32LE(from)
  if (fixed !== undefined) return take(bytes, from + 4, fixed * count, fixed * count)
  if (![0x0d, 0x1e, 0x1f, 0x102].includes(base)) return null
  let at = from + 4
  let value: Buffer | null = null
  for (let index = 0; index < count; index++) {
    if (at + 4 > bytes.length) return null
    const size = bytes.readUInt32LE(at)
    const one = take(bytes, at + 4, size, padded(size))
    if (one === null) return null
    // An object begins with the GUID of what it is.
    value ??= base === 0x0d ? one.value.subarray(16) : one.value
    at = one.end
  }
  return { value: value ?? empty, end: at }
}

function take(bytes: Buffer, from: number, size: number, step: number): { value: Buffer; end: number } | null {
  return from + size > bytes.length ? null : { value: bytes.subarray(from, from + size), end: from + step }
}
