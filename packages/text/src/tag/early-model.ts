// How much a stretch of a text sounds like danger, despair or a child harmed, told by its letters, alone and two by
// two: for what people write in words that no list has. It says where, and nothing of who wrote it.
import { readFileSync } from 'node:fs'
import { addPair, hasPair, type Letters, openLetters } from '../letters.ts'
import type { Copy } from '../normalise.ts'

/** What the model tells apart, in this order everywhere. */
export const pressing = ['life', 'danger', 'minor'] as const
export type Pressing = (typeof pressing)[number]
const CLASSES = pressing.length

/** What the model's file holds: letters and pairs of them, the weights of each by class, and where a class says yes. */
export interface EarlyParts {
  /** A letter's unit, or those of two that stand side by side, in rising order. */
  runs: Uint32Array
  /** CLASSES bytes a run: weight = scale of the class × q × |q|. */
  weights: Int8Array
  scales: number[]
  biases: number[]
  /** Margins from which on a class says yes. */
  thresholds: number[]
}

/** What says yes: the units of the copy that say it most. */
interface Stretch {
  pressing: Pressing
  start: number
  end: number
}

export interface EarlyModel {
  /** What of a bare copy says yes, one for a class at most. */
  find(copy: Copy): Stretch[]
  /** The largest margin of each class over all stretches; shared, overwritten by the next. */
  weigh(copy: Copy): Float64Array
}

/** A text is read to so many letters; longer ones are annexes and lists. */
const UNITS_MAX = 3000
const UNIT_BITS = 16
/** Letters judged together: a cry for help is a sentence or two of a long letter. */
export const STRETCH_UNITS = 48
/** Letters shown of them: the ones that say most. */
const SHOWN_UNITS = 12

const modelPath = new URL('../../model/early.model', import.meta.url)
let shipped: EarlyModel | undefined

/** The model shipped with the program: one for a thread. */
export function openEarlyModel(): EarlyModel {
  shipped ??= useEarlyModel(unpackEarly(readFileSync(modelPath)))
  return shipped
}

const codes = new Uint16Array(UNITS_MAX)
/** Of each class one after the other: what all units up to each gave, in whole steps of the class's scale. */
const sums = new Int32Array(CLASSES * (UNITS_MAX + 1))
const ROOM = UNITS_MAX + 1

export function useEarlyModel({ runs, weights, scales, biases, thresholds }: EarlyParts): EarlyModel {
  const table = openTable(runs, weights)
  const best = new Float64Array(CLASSES)
  const bestAt = new Int32Array(CLASSES)
  const weigh = (copy: Copy): Float64Array => {
    const units = readCodes(copy)
    sumUp(table, units)
    for (let which = 0; which < CLASSES; which++) {
      const at = strongest(which, 0, units, STRETCH_UNITS)
      bestAt[which] = at
      const sum = sumOf(which, at, Math.min(units, at + STRETCH_UNITS))
      best[which] = (scales[which] as number) * sum + (biases[which] as number)
    }
    return best
  }
  return {
    weigh,
    find(copy) {
      weigh(copy)
      const found: Stretch[] = []
      for (let which = 0; which < CLASSES; which++) {
        if ((best[which] as number) < (thresholds[which] as number)) continue
        const units = Math.min(copy.text.length, UNITS_MAX)
        const from = bestAt[which] as number
        const start = strongest(which, from, Math.min(units, from + STRETCH_UNITS), SHOWN_UNITS)
        found.push({ pressing: pressing[which] as Pressing, start, end: Math.min(units, start + SHOWN_UNITS) })
      }
      return found
    },
  }
}

const sumOf = (which: number, start: number, end: number): number =>
  (sums[which * ROOM + end] as number) - (sums[which * ROOM + start] as number)

/** Where the `length` units begin that gave most, of those between two places; the first where there are fewer. */
function strongest(which: number, from: number, to: number, length: number): number {
  const first = which * ROOM
  let at = from
  let most = sumOf(which, from, Math.min(to, from + length))
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
/** Places for some twenty thousand pairs. */
const KNOWN_BITS = 18

function openTable(runs: Uint32Array, weights: Int8Array): Table {
  let size = TABLE_MIN
  while (size < runs.length * 2) size *= 2
  const slots = new Int32Array(size * ENTRY)
  const letters = new Int32Array(2 ** UNIT_BITS)
  const known = openLetters(KNOWN_BITS)
  const mask = size - 1
  runs.forEach((run, row) => {
    let bytes = 0
    for (let which = 0; which < CLASSES; which++)
      bytes |= ((weights[row * CLASSES + which] as number) & 0xff) << (8 * which)
    if (run < letters.length) {
      letters[run] = bytes
      return
    }
    addPair(known, run >>> UNIT_BITS, run & 0xffff)
    let slot = slotOf(run, mask)
    while (slots[slot * ENTRY] !== 0) slot = (slot + 1) & mask
    slots[slot * ENTRY] = run
    slots[slot * ENTRY + 1] = bytes
  })
  return { letters, known, slots, mask }
}

const slotOf = (run: number, mask: number): number => (Math.imul(run, 0x9e3779b1) >>> 8) & mask

/** A byte stands for its square with its sign. */
const squares = Int16Array.from({ length: 256 }, (_, byte) => (byte < 128 ? byte * byte : -((256 - byte) ** 2)))

/** Writes the sums up to each unit: a run gives to the unit it begins at. */
function sumUp(table: Table, units: number): void {
  let [one, two, three] = [0, 0, 0]
  for (let at = 0; at < units; at++) {
    sums[at] = one
    sums[ROOM + at] = two
    sums[2 * ROOM + at] = three
    const letter = table.letters[codes[at] as number] as number
    one = (one + (squares[letter & 0xff] as number)) | 0
    two = (two + (squares[(letter >> 8) & 0xff] as number)) | 0
    three = (three + (squares[(letter >> 16) & 0xff] as number)) | 0
    const pair = at + 1 < units ? bytesOfPair(table, codes[at] as number, codes[at + 1] as number) : 0
    if (pair === 0) continue
    one = (one + (squares[pair & 0xff] as number)) | 0
    two = (two + (squares[(pair >> 8) & 0xff] as number)) | 0
    three = (three + (squares[(pair >> 16) & 0xff] as number)) | 0
  }
  sums[units] = one
  sums[ROOM + units] = two
  sums[2 * ROOM + units] = three
}

function bytesOfPair({ known, slots, mask }: Table, first: number, second: number): number {
  if (!hasPair(known, first, second)) return 0
  const pair = pairOf(first, second)
  let slot = slotOf(pair, mask)
  while (slots[slot * ENTRY] !== pair && slots[slot * ENTRY] !== 0) slot = (slot + 1) & mask
  return slots[slot * ENTRY + 1] as number
}

interface Head {
  count: number
  scales: number[]
  biases: number[]
  thresholds: number[]
}

const WORD = 4

export function packEarly({ runs, weights, ...rest }: EarlyParts): Uint8Array {
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

function unpackEarly(bytes: Uint8Array): EarlyParts {
  const data = new Uint8Array(bytes).buffer
  const length = new Uint32Array(data, 0, 1)[0] as number
  const { count, ...head } = JSON.parse(Buffer.from(data, WORD, length).toString('latin1')) as Head
  const at = WORD + length
  return {
    ...head,
    runs: new Uint32Array(data, at, count),
    weights: new Int8Array(data, at + count * WORD, count * CLASSES),
  }
}
