// Word and Excel files of before 2007, put together here byte by byte, whole and hostile.
import { expect, test } from 'vitest'
import { readOffice97 } from './office-97.ts'

const SECTOR = 512
const END = 0xfffffffe
const FREE = 0xffffffff
const CHARS_MAX = 50_000

/** A container of a few streams; what is shorter than 4096 bytes lies in the small pieces, as the format demands. */
function compoundOf(streams: Record<string, Buffer>): Buffer {
  const sectors: Buffer[] = []
  const table: number[] = []
  const add = (bytes: Buffer): number => {
    const first = sectors.length
    const count = Math.max(1, Math.ceil(bytes.length / SECTOR))
    for (let index = 0; index < count; index++) {
      const sector = Buffer.alloc(SECTOR)
      bytes.copy(sector, 0, index * SECTOR, (index + 1) * SECTOR)
      sectors.push(sector)
      table.push(index === count - 1 ? END : first + index + 1)
    }
    return first
  }
  const small: Buffer[] = []
  const smallTable: number[] = []
  const addSmall = (bytes: Buffer): number => {
    const first = smallTable.length
    const count = Math.ceil(bytes.length / 64)
    small.push(bytes, Buffer.alloc(count * 64 - bytes.length))
    for (let index = 0; index < count; index++) smallTable.push(index === count - 1 ? END : first + index + 1)
    return first
  }
  const names = Object.keys(streams)
  const placed = names.map((name) => (streams[name]!.length < 4096 ? addSmall : add)(streams[name]!))
  const smallBytes = Buffer.concat(small)
  const root = add(smallBytes)
  const smallAt = add(numbers(smallTable))
  const entries = [
    entryOf('Root Entry', { type: 5, start: root, bytes: smallBytes.length, child: 1, right: FREE }),
    ...names.map((name, index) => {
      const right = index === names.length - 1 ? FREE : index + 2
      return entryOf(name, { type: 2, start: placed[index]!, bytes: streams[name]!.length, child: FREE, right })
    }),
  ]
  const directory = add(Buffer.concat(entries))
  const tableAt = add(Buffer.alloc(SECTOR))
  numbers([...table, ...Array.from({ length: SECTOR / 4 - table.length }, () => FREE)]).copy(sectors[tableAt]!)
  const head = Buffer.alloc(SECTOR, 0xff)
  head.write('d0cf11e0a1b11ae1', 'hex')
  head.writeUInt16LE(9, 30)
  head.writeUInt16LE(6, 32)
  for (const [at, value] of [
    [48, directory],
    [56, 4096],
    [60, smallAt],
    [68, END],
    [76, tableAt],
  ] as const)
    head.writeUInt32LE(value, at)
  return Buffer.concat([head, ...sectors])
}

const numbers = (list: number[]): Buffer => Buffer.from(Uint32Array.from(list).buffer)

function entryOf(name: string, fields: { type: number; start: number; bytes: number; child: number; right: number }) {
  const entry = Buffer.alloc(128)
  entry.write(name, 'utf16le')
  entry.writeUInt16LE(name.length * 2 + 2, 64)
  entry[66] = fields.type
  const { right, child, start, bytes } = fields
  for (const [at, value] of [
    [68, FREE],
    [72, right],
    [76, child],
    [116, start],
    [120, bytes],
  ] as const)
    entry.writeUInt32LE(value, at)
  return entry
}

/** Pieces of text in the order of the file; where they lie in it is the other way round. */
function documentOf(pieces: { text: string; single?: boolean }[], flags = 0): Buffer {
  const document = Buffer.alloc(6000)
  document.writeUInt16LE(0xa5ec, 0)
  document.writeUInt16LE(193, 2)
  document.writeUInt16LE(flags, 10)
  const places: number[] = []
  let at = 5000
  for (const { text, single } of pieces) {
    const bytes = Buffer.from(text, single === true ? 'latin1' : 'utf16le')
    at -= bytes.length + (bytes.length % 2)
    bytes.copy(document, at)
    places.push(single === true ? (at * 2 + 0x40000000) >>> 0 : at)
  }
  const starts = pieces.map((_, index) => pieces.slice(0, index).reduce((sum, { text }) => sum + text.length, 0))
  const total = pieces.reduce((sum, { text }) => sum + text.length, 0)
  const descriptors = places.map((place) => Buffer.concat([Buffer.alloc(2), numbers([place]), Buffer.alloc(2)]))
  const plc = Buffer.concat([numbers([...starts, total]), ...descriptors])
  const formatting = Buffer.from([1, 3, 0, 9, 9, 9])
  const clx = Buffer.concat([formatting, Buffer.from([2]), numbers([plc.length]), plc])
  document.writeUInt32LE(7, 0x01a2)
  document.writeUInt32LE(clx.length, 0x01a6)
  return compoundOf({ WordDocument: document, '0Table': Buffer.concat([Buffer.alloc(7), clx]) })
}

const recordOf = (type: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(Uint16Array.from([type, body.length]).buffer), body])
}
const short = (...list: number[]): Buffer => Buffer.from(Uint16Array.from(list).buffer)
const double = (value: number): Buffer => Buffer.from(Float64Array.of(value).buffer)
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')

test('a .doc gives its pieces in the order of the text, fields as what they show, rows and pages as lines', () => {
  const file = documentOf([
    { text: '关于停水的函\r' },
    { text: 'No water\x0c', single: true },
    { text: '\x13HYPERLINK "http://q.example"\x14公告\x15见网站\r向阳里\x07320户\x07\x07' },
  ])
  expect(readOffice97(file, CHARS_MAX)).toBe('关于停水的函\nNo water\n公告见网站\n向阳里 320户  ')
})

test('an .xls gives its cells row by row; a text goes on over the end of its record in another width', () => {
  const texts = Buffer.concat([
    recordOf(
      0x00fc,
      numbers([2, 2]),
      short(3),
      Buffer.from([0x08]),
      short(1),
      Buffer.from('abc'),
      numbers([7]),
      short(5),
      Buffer.from([1]),
      wide('向阳'),
    ),
    recordOf(0x003c, Buffer.from([0]), Buffer.from('No.')),
  ])
  const book = Buffer.concat([
    recordOf(0x0809, short(0x600, 5)),
    recordOf(0x0085, numbers([0]), Buffer.from([0, 0, 2, 1]), wide('户数')),
    texts,
    recordOf(0x00fd, short(0, 0, 0), numbers([1])),
    recordOf(0x0203, short(0, 1, 0), double(12.5)),
    recordOf(0x00fd, short(1, 0, 0), numbers([0])),
    recordOf(0x027e, short(1, 1, 0), numbers([(320 << 2) | 2])),
    recordOf(0x00bd, short(2, 0, 0), numbers([((4567 << 2) | 3) >>> 0]), short(0), numbers([0x40080000]), short(1)),
    recordOf(0x0006, short(3, 0, 0), Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff])),
    recordOf(0x0207, short(2), Buffer.from([1]), wide('合计')),
    recordOf(0x0204, short(4, 0, 0, 3), Buffer.from([0]), Buffer.from('end')),
  ])
  expect(readOffice97(compoundOf({ Workbook: book }), CHARS_MAX).split('\n')).toEqual([
    '',
    '户数',
    '向阳No. 12.5',
    'abc 320',
    '45.67 3 合计',
    'end',
  ])
})

test('a file of another program has no words', () => {
  expect(readOffice97(compoundOf({ 'PowerPoint Document': Buffer.alloc(5000) }), CHARS_MAX)).toBe('')
})

test('what is locked by a password says so', () => {
  expect(() => readOffice97(documentOf([{ text: '密文' }], 0x0100), CHARS_MAX)).toThrow('文件有密码')
  const book = recordOf(0x002f, Buffer.alloc(10))
  expect(() => readOffice97(compoundOf({ Workbook: book }), CHARS_MAX)).toThrow('文件有密码')
})

/** Where the file's own numbers lie, and how each of its chains is bent into a ring. */
const rings: [string, (file: Buffer) => void][] = [
  [
    'the directory',
    (file) => {
      const directory = file.readUInt32LE(48)
      file.writeUInt32LE(directory, tableOf(file) + directory * 4)
    },
  ],
  [
    'a long stream that says it has two gigabytes',
    (file) => {
      file.writeUInt32LE(0, tableOf(file))
      file.writeUInt32LE(0x7fffffff, entryAt(file, 1) + 120)
    },
  ],
  [
    'a short stream that says it has four kilobytes',
    (file) => {
      file.writeUInt32LE(0, SECTOR + file.readUInt32LE(60) * SECTOR)
      file.writeUInt32LE(4000, entryAt(file, 2) + 120)
    },
  ],
  [
    'the list of the tables',
    (file) => {
      const last = file.length / SECTOR - 2
      file.writeUInt32LE(last, 68)
      file.writeUInt32LE(last, file.length - 4)
    },
  ],
]
const tableOf = (file: Buffer): number => SECTOR + file.readUInt32LE(76) * SECTOR
const entryAt = (file: Buffer, index: number): number => SECTOR + file.readUInt32LE(48) * SECTOR + index * 128
const PIECE = 64

/** How many pieces were cut out of bytes meanwhile: the work a chain makes. */
function cutsOf(work: () => void): number {
  const { subarray } = Buffer.prototype
  let cuts = 0
  Buffer.prototype.subarray = function (this: Buffer, ...range: [number?, number?]) {
    cuts += 1
    return subarray.apply(this, range)
  }
  try {
    work()
  } finally {
    Buffer.prototype.subarray = subarray
  }
  return cuts
}

test.each(rings)('%s in a ring: broken after no more pieces than the file has', (_, bend) => {
  const file = documentOf([{ text: '停水' }])
  bend(file)
  const cuts = cutsOf(() => expect(() => readOffice97(file, CHARS_MAX)).toThrow(/扇区[链表]损坏/))
  expect(cuts).toBeLessThan(file.length / PIECE)
})

test('more pieces than are wanted give no more than the limit', () => {
  const file = documentOf(Array.from({ length: 20 }, () => ({ text: '停'.repeat(100) })))
  expect(readOffice97(file, 150)).toHaveLength(150)
})

test('cut anywhere, it is read or broken: nothing but an error of its own is thrown', () => {
  const file = documentOf([{ text: '关于停水的函' }])
  for (let size = SECTOR; size < file.length; size += 97) {
    const read = () => readOffice97(file.subarray(0, size), CHARS_MAX)
    expect(() => {
      try {
        read()
      } catch (error) {
        expect(error).not.toBeInstanceOf(RangeError)
      }
    }).not.toThrow()
  }
})
