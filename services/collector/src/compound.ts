// The container of Office files from before 2007 (MS-CFB): its streams by name, every chain bounded by the file's size.

/** Marks that end a chain or stand for no sector; every number from here on is none. */
const NO_SECTOR_MIN = 0xfffffffa
const ENTRY_BYTES = 128
const HEADER_SECTORS = 109
const mark = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** Whether the bytes begin like such a file. */
export const isCompound = (bytes: Buffer): boolean => bytes.length >= 512 && bytes.subarray(0, 8).equals(mark)

interface Entry {
  name: string
  isStream: boolean
  start: number
  bytes: number
  left: number
  right: number
  child: number
}

/**
 * Gives the stream of that name at the top level, null when there is none. Throws for a chain that leads out of the
 * file or round in it.
 */
export function openCompound(bytes: Buffer): (name: string) => Buffer | null {
  const sectorBytes = 1 << Math.min(12, bytes.readUInt16LE(30))
  const sectorsMax = Math.ceil(bytes.length / sectorBytes)
  const sector = (index: number) => bytes.subarray((index + 1) * sectorBytes, (index + 2) * sectorBytes)
  const table = tableSectors(bytes, sector, sectorsMax).map(sector)
  const perSector = sectorBytes / 4
  const nextOf = (index: number) => numberAt(table[Math.floor(index / perSector)], (index % perSector) * 4)
  const chain = (start: number, size = Number.POSITIVE_INFINITY) => chained(start, size, sectorsMax, sector, nextOf)

  const entries = entriesOf(chain(bytes.readUInt32LE(48)))
  const root = entries[0]
  if (root === undefined) throw new Error('没有目录')
  const small = miniOf(bytes, chain, root)
  const top = siblingsOf(entries, root.child)
  return (name) => {
    const entry = top.find((one) => one.isStream && one.name === name)
    if (entry === undefined) return null
    return entry.bytes < bytes.readUInt32LE(56) ? small(entry) : chain(entry.start, entry.bytes)
  }
}

/** The numbers of the sectors that hold the table of chains. */
function tableSectors(bytes: Buffer, sector: (index: number) => Buffer, sectorsMax: number): number[] {
  const found: number[] = []
  const add = (list: Buffer, count: number) => {
    for (let index = 0; index < count; index++) {
      const number = numberAt(list, index * 4)
      if (number < NO_SECTOR_MIN) found.push(number)
    }
  }
  add(bytes.subarray(76), HEADER_SECTORS)
  let next = bytes.readUInt32LE(68)
  for (let seen = 0; next < NO_SECTOR_MIN; seen++) {
    const list = sector(next)
    if (seen > sectorsMax || list.length < 8) throw new Error('扇区表损坏')
    add(list, list.length / 4 - 1)
    next = numberAt(list, list.length - 4)
  }
  return found.slice(0, sectorsMax)
}

function chained(
  start: number,
  size: number,
  countMax: number,
  sector: (index: number) => Buffer,
  nextOf: (index: number) => number,
): Buffer {
  const parts: Buffer[] = []
  let held = 0
  for (let index = start; index < NO_SECTOR_MIN && held < size; index = nextOf(index)) {
    const part = sector(index)
    if (part.length === 0 || parts.length > countMax) throw new Error('扇区链损坏')
    parts.push(part)
    held += part.length
  }
  return Buffer.concat(parts).subarray(0, size)
}

/** Short streams lie in pieces of 64 bytes within one long stream. */
function miniOf(bytes: Buffer, chain: (start: number, size?: number) => Buffer, root: Entry) {
  const pieceBytes = 1 << Math.min(12, bytes.readUInt16LE(32))
  return (entry: Entry): Buffer => {
    const table = chain(bytes.readUInt32LE(60))
    const whole = chain(root.start, root.bytes)
    const piece = (index: number) => whole.subarray(index * pieceBytes, (index + 1) * pieceBytes)
    const countMax = Math.ceil(whole.length / pieceBytes)
    return chained(entry.start, entry.bytes, countMax, piece, (index) => numberAt(table, index * 4))
  }
}

function entriesOf(directory: Buffer): Entry[] {
  return Array.from({ length: Math.floor(directory.length / ENTRY_BYTES) }, (_, index) => {
    const entry = directory.subarray(index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES)
    const nameBytes = Math.max(0, Math.min(64, entry.readUInt16LE(64)) - 2)
    return {
      name: entry.subarray(0, nameBytes).toString('utf16le'),
      isStream: entry[66] === 2,
      left: entry.readUInt32LE(68),
      right: entry.readUInt32LE(72),
      child: entry.readUInt32LE(76),
      start: entry.readUInt32LE(116),
      bytes: entry.readUInt32LE(120),
    }
  })
}

/** What stands beside the first child; a document within the document is not looked at. */
function siblingsOf(entries: Entry[], first: number): Entry[] {
  const seen = new Set<number>()
  const waiting = [first]
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const entry = entries[index]
    if (entry === undefined || seen.has(index)) continue
    seen.add(index)
    waiting.push(entry.left, entry.right)
  }
  return [...seen].map((index) => entries[index]!)
}

/** No sector where the table does not reach. */
const numberAt = (list: Buffer | undefined, at: number): number =>
  list === undefined || at + 4 > list.length ? NO_SECTOR_MIN : list.readUInt32LE(at)
