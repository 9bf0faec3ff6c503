// How much a stretch of a text sounds like one thing or another, told by its letters, alone and two by two: for what
// people write in words that no list has. It says where, and nothing of who wrote it.
import { addPair, hasPair, type Letters, openLetters } from '../letters.ts'
import type { Copy } from '../normalise.ts'

/** What a model's file holds: letters and pairs of them, the weights of each by class, and where a class says yes. */
export interface StretchParts {
  /** A letter's unit, or those of two that stand side by side, in rising order. */
  runs: Uint32Array
  /** A byte a class for each run: weight = scale of the class × q × |q|. */
  weights: Int8Array
  scales: number[]
  biases: number[]
  /** Margins from which on a class says yes. */
  thresholds: number[]
  /** Margins of the letters from which on what else stands in a stretch is asked for, where a model has that. */
  floors?: number[]
  /** Weights of what else may stand there. */
  senses?: number[]
}

/** Units of a copy. */
export interface Stretch {
  start: number
  end: number
}

/** Classes are numbered in the order in which the models were given that have them. */
export interface StretchModel {
  /** The units that carry the stretch that says most, where it says yes; `also`: what else its text gives. */
  find(copy: Copy, which: number, also?: (text: string) => number): Stretch | null
  /** The largest margin of a class over all stretches, by letters alone. */
  weigh(copy: Copy, which: number): number
  /** The text of the stretch last weighed, and a little around it. */
  around(copy: Copy): string
}

/** A text is read to so many letters; longer ones are annexes and lists. */
const UNITS_MAX = 3000
const ROOM = UNITS_MAX + 1
const UNIT_BITS = 16
/** Letters judged together: a cry for help, or what is held against somebody, is a sentence or two of a long letter. */
export const STRETCH_UNITS = 48
/** Letters shown of them: the ones that say most. */
const SHOWN_UNITS = 12
/** Classes that fit beside each other: a byte each of one number, so that a further class is no further look. */
const CLASSES_MAX = 4
/** Letters before and behind a stretch in which the words of its senses may stand. */
const AROUND_UNITS = 8

const codes = new Uint16Array(UNITS_MAX)

/** Several models read together: what the letters of a copy give is summed up once for all of them. */
export function openStretches(models: readonly StretchParts[]): StretchModel {
  const table = openTable(models)
  const scales = models.flatMap((model) => model.scales)
  const biases = models.flatMap((model) => model.biases)
  const thresholds = models.flatMap((model) => model.thresholds)
  const floors = models.flatMap((model) => model.floors ?? model.thresholds)
  /** Of each class one after the other: what all units up to each gave, in whole steps of the class's scale. */
  const sums = new Int32Array(CLASSES_MAX * ROOM)
  let summed: Copy | undefined
  let units = 0
  let at = 0
  const weigh = (copy: Copy, which: number): number => {
    if (copy !== summed) {
      units = readCodes(copy)
      sumUp(table, sums, units)
      summed = copy
    }
    at = strongest(sums, which, 0, units, STRETCH_UNITS)
    const sum = sumOf(sums, which, at, Math.min(units, at + STRETCH_UNITS))
    return (scales[which] as number) * sum + (biases[which] as number)
  }
  const around = ({ text }: Copy) => text.slice(Math.max(0, at - AROUND_UNITS), at + STRETCH_UNITS + AROUND_UNITS)
  return {
    weigh,
    around,
    find(copy, which, also = () => 0) {
      const margin = weigh(copy, which)
      if (margin < (floors[which] as number)) return null
      if (margin + also(around(copy)) < (thresholds[which] as number)) return null
      const start = strongest(sums, which, at, Math.min(units, at + STRETCH_UNITS), SHOWN_UNITS)
      return { start, end: Math.min(units, start + SHOWN_UNITS) }
    },
  }
}

const sumOf = (sums: Int32Array, which: number, start: number, end: number): number =>
  (sums[which * ROOM + end] as number) - (sums[which * ROOM + start] as number)

/** Where the `length` units begin that gave most, of those between two places; the first where there are fewer. */
function strongest(sums: Int32Array, which: number, from: number, to: number, length: number): number {
  const first = which * ROOM
  let at = from
  let most = sumOf(sums, which, from, Math.min(to, from + length))
  for (let end = from + length + 1; end <= to; end++) {
    const sum = (sums[first + end] as number) - (sums[first + end - length] as number)
    if (sum <= most) continue
    most = sum
    at = end - length
  }
  return at
}

/** Letters in lower case, all digits alike. */
function readCodes({ text }: Copy): number {
  const units = Math.min(text.length, UNITS_MAX)
  for (let at = 0; at < units; at++) {
    const unit = text.charCodeAt(at)
    codes[at] = unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit >= 0x30 && unit <= 0x39 ? 0x30 : unit
  }
  return units
}

/** The runs of a copy, each letter and each two. What training counts is what reading weighs. */
export function runsOf(copy: Copy): number[] {
  const units = readCodes(copy)
  const found: number[] = []
  for (let at = 0; at < units; at++) {
    found.push(codes[at] as number)
    if (at + 1 < units) found.push(pairOf(codes[at] as number, codes[at + 1] as number) >>> 0)
  }
  return found
}

const pairOf = (first: number, second: number): number => (first << UNIT_BITS) | second

interface Table {
  /** Bytes of the weights of each letter alone. */
  letters: Int32Array
  /** Which pairs there may be: most that are not known are told by these few bits, which stay near. */
  known: Letters
  /** Open addressing: a pair, then the bytes of its weights; a free place has the pair 0. */
  slots: Int32Array
  mask: number
}

const ENTRY = 2
const TABLE_MIN = 1024
/** Places for some thirty thousand pairs. */
const KNOWN_BITS = 18

function openTable(models: readonly StretchParts[]): Table {
  let size = TABLE_MIN
  while (size < models.reduce((sum, { runs }) => sum + runs.length, 0) * 2) size *= 2
  const slots = new Int32Array(size * ENTRY)
  const letters = new Int32Array(2 ** UNIT_BITS)
  const known = openLetters(KNOWN_BITS)
  const mask = size - 1
  let first = 0
  for (const { runs, weights, scales } of models) {
    const classes = scales.length
    runs.forEach((run, row) => {
      let bytes = 0
      for (let which = 0; which < classes; which++)
        bytes |= ((weights[row * classes + which] as number) & 0xff) << (8 * (first + which))
      if (run < letters.length) {
        letters[run] = (letters[run] as number) | bytes
        return
      }
      addPair(known, run >>> UNIT_BITS, run & 0xffff)
      const slot = slotOf(slots, run | 0, mask)
      slots[slot * ENTRY] = run
      slots[slot * ENTRY + 1] = (slots[slot * ENTRY + 1] as number) | bytes
    })
    first += classes
  }
  return { letters, known, slots, mask }
}

/** Where a pair stands, or would. */
function slotOf(slots: Int32Array, pair: number, mask: number): number {
  let slot = (Math.imul(pair, 0x9e3779b1) >>> 8) & mask
  while (slots[slot * ENTRY] !== pair && slots[slot * ENTRY] !== 0) slot = (slot + 1) & mask
  return slot
}

/** A byte stands for its square with its sign. */
const squares = Int16Array.from({ length: 256 }, (_, byte) => (byte < 128 ? byte * byte : -((256 - byte) ** 2)))

/** Writes the sums up to each unit: a run gives to the unit it begins at. */
function sumUp(table: Table, sums: Int32Array, units: number): void {
  let [one, two, three, four] = [0, 0, 0, 0]
  for (let at = 0; at < units; at++) {
    sums[at] = one
    sums[ROOM + at] = two
    sums[2 * ROOM + at] = three
    sums[3 * ROOM + at] = four
    const letter = table.letters[codes[at] as number] as number
    one = (one + (squares[letter & 0xff] as number)) | 0
    two = (two + (squares[(letter >> 8) & 0xff] as number)) | 0
    three = (three + (squares[(letter >> 16) & 0xff] as number)) | 0
    four = (four + (squares[letter >>> 24] as number)) | 0
    const pair = at + 1 < units ? bytesOfPair(table, codes[at] as number, codes[at + 1] as number) : 0
    if (pair === 0) continue
    one = (one + (squares[pair & 0xff] as number)) | 0
    two = (two + (squares[(pair >> 8) & 0xff] as number)) | 0
    three = (three + (squares[(pair >> 16) & 0xff] as number)) | 0
    four = (four + (squares[pair >>> 24] as number)) | 0
  }
  sums[units] = one
  sums[ROOM + units] = two
  sums[2 * ROOM + units] = three
  sums[3 * ROOM + units] = four
}

function bytesOfPair({ known, slots, mask }: Table, first: number, second: number): number {
  if (!hasPair(known, first, second)) return 0
  return slots[slotOf(slots, pairOf(first, second), mask) * ENTRY + 1] as number
}

interface Head extends Omit<StretchParts, 'runs' | 'weights'> {
  count: number
}

const WORD = 4

export function packStretches({ runs, weights, ...rest }: StretchParts): Uint8Array {
  const head: Head = { count: runs.length, ...rest }
  let text = JSON.stringify(head)
  text += ' '.repeat((WORD - (text.length % WORD)) % WORD)
  const bytesOf = (array: Uint32Array | Int8Array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength)
  return Buffer.concat([
    bytesOf(Uint32Array.of(text.length)),
    Buffer.from(text, 'latin1'),
    bytesOf(runs),
    bytesOf(weights),
  ])
}

export function unpackStretches(bytes: Uint8Array): StretchParts {
  const data = new Uint8Array(bytes).buffer
  const length = new Uint32Array(data, 0, 1)[0] as number
  const { count, ...head } = JSON.parse(Buffer.from(data, WORD, length).toString('latin1')) as Head
  const at = WORD + length
  return {
    ...head,
    runs: new Uint32Array(data, at, count),
    weights: new Int8Array(data, at + count * WORD, count * head.scales.length),
  }
}
