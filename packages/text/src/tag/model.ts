// Weighs the features of a text: one margin per head, and what each run of letters gave to it.
import { readFileSync } from 'node:fs'
import type { Features } from './feature.ts'
import type { Calibration, ModelParts } from './model-file.ts'
import { heads, IDF_STEPS, ROW, unpackModel } from './model-file.ts'
import { countWhole, openTally, type Tally } from './tally.ts'

export interface Model {
  readonly version: string
  readonly calibrations: readonly Calibration[]
  /** Row of a run's hash, or -1 for one the model does not know. What begins with an unknown run is unknown too. */
  readonly findRow: (hash: number) => number
  /** One margin per head; shared, overwritten by the next `weigh`. */
  weigh(features: Features, dense: Float32Array): Float32Array
  /**
   * The margin of one head of the grams of the text last weighed that are whole, with other dense features; `left` is
   * how many units up to each are gone.
   */
  weighWithout(features: Features, head: number, left: Int32Array, dense: Float32Array): number
  /** What each run of the text last weighed gave to a head, and which run each gram is; shared, as above. */
  sharesOf(head: number): { runOf: Uint16Array; shares: Float64Array }
  denseWeight(feature: number, head: number): number
}

export const modelPath = new URL('../../model/topic.model', import.meta.url)
let shipped: Model | undefined

/** The model shipped with the program: one for all taggers of a thread. */
export function openModel(): Model {
  shipped ??= useModel(unpackModel(readFileSync(modelPath)))
  return shipped
}

export function probabilityOf(margin: number, { slope, offset }: Pick<Calibration, 'slope' | 'offset'>): number {
  return 1 / (1 + Math.exp(-(slope * margin + offset)))
}

export function useModel(parts: ModelParts): Model {
  const { scales } = parts
  const rows = joinIdfs(parts)
  const denseWeights = parts.dense.slice()
  const biasAt = denseWeights.length - ROW
  const tally = openTally(parts.idfs.length)
  const margins = new Float32Array(ROW)
  const sums = new Float64Array(ROW)
  let shares = new Float64Array(0)
  let whole = new Uint16Array(0)
  let norm = 1
  return {
    version: parts.version,
    calibrations: parts.calibrations,
    findRow: indexHashes(parts.hashes),
    weigh(features, dense) {
      tally.read(features)
      sumRuns(sums, rows, tally)
      norm = 1 / Math.sqrt(squareOf(rows, tally, tally.times) || 1)
      for (let head = 0; head < heads.length; head++)
        margins[head] =
          (sums[head] as number) * (scales[head] as number) * norm + (denseWeights[biasAt + head] as number)
      for (let j = 0; j < dense.length; j++)
        if (dense[j] !== 0) addDense(margins, denseWeights, j * ROW, dense[j] as number)
      return margins
    },
    weighWithout(features, head, left, dense) {
      if (whole.length < tally.times.length) whole = new Uint16Array(tally.times.length)
      countWhole(tally, features, left, whole)
      let margin = 0
      for (let run = 0; run < tally.size; run++)
        margin += logOf(whole[run] as number) * byteSquare(rows, (tally.row[run] as number) * ROW + head)
      const without = 1 / Math.sqrt(squareOf(rows, tally, whole) || 1)
      margin = margin * (scales[head] as number) * without + (denseWeights[biasAt + head] as number)
      for (let j = 0; j < dense.length; j++)
        if (dense[j] !== 0) margin += (dense[j] as number) * (denseWeights[j * ROW + head] as number)
      return margin
    },
    sharesOf(head) {
      const scale = (scales[head] as number) * norm
      if (shares.length < tally.row.length) shares = new Float64Array(tally.row.length)
      for (let run = 0; run < tally.size; run++) {
        const times = tally.times[run] as number
        shares[run] = (logOf(times) / times) * byteSquare(rows, (tally.row[run] as number) * ROW + head) * scale
      }
      return { runOf: tally.runOf, shares }
    },
    denseWeight: (feature, head) => denseWeights[feature * ROW + head] as number,
  }
}

/** Weights with the idf of each row in the byte that no head uses: a row is fetched from memory once. */
const IDF_BYTE = ROW - 1

function joinIdfs({ weights, idfs }: ModelParts): Int8Array {
  const rows = weights.slice()
  for (let row = 0; row < idfs.length; row++) rows[row * ROW + IDF_BYTE] = idfs[row] as number
  return rows
}

/** A byte stands for its square with its sign: rows are small, and what a row costs is its way from memory. */
const squares = Int16Array.from({ length: 256 }, (_, byte) => (byte < 128 ? byte * byte : -((256 - byte) ** 2)))
const byteSquare = (rows: Int8Array, at: number): number => squares[(rows[at] as number) & 0xff] as number

const LOGS_SIZE = 4096
/** 1 + ln(times), of a run that is not there 0. */
const logs = Float64Array.from({ length: LOGS_SIZE }, (_, times) => (times === 0 ? 0 : 1 + Math.log(times)))
const logOf = (times: number): number => logs[Math.min(LOGS_SIZE - 1, times)] as number
/** What an idf byte stands for. */
const idfOf = Float64Array.from({ length: 256 }, (_, byte) => byte / IDF_STEPS)

/** Sum of the squares of idf × (1 + ln times), over the runs of a text. */
function squareOf(rows: Int8Array, { row, size }: Tally, times: Uint16Array): number {
  let square = 0
  for (let run = 0; run < size; run++) {
    const idf = idfOf[(rows[(row[run] as number) * ROW + IDF_BYTE] as number) & 0xff] as number
    const length = idf * logOf(times[run] as number)
    square += length * length
  }
  return square
}

/** Bytes of a row that are read as one number. */
const QUAD = 4

/** The weights of all runs, by head. Most stand there once, and whole numbers are added up four heads at a time. */
function sumRuns(sums: Float64Array, rows: Int8Array, { row, times, size }: Tally): void {
  const quads = new Int32Array(rows.buffer)
  for (let first = 0; first < ROW; first += QUAD) {
    let [one, two, three, four] = [0, 0, 0, 0]
    for (let run = 0; run < size; run++) {
      if (times[run] !== 1) continue
      const quad = quads[((row[run] as number) * ROW + first) / QUAD] as number
      one += squares[quad & 0xff] as number
      two += squares[(quad >> 8) & 0xff] as number
      three += squares[(quad >> 16) & 0xff] as number
      four += squares[quad >>> 24] as number
    }
    sums[first] = one
    sums[first + 1] = two
    sums[first + 2] = three
    sums[first + 3] = four
  }
  for (let run = 0; run < size; run++) {
    if (times[run] === 1) continue
    const log = logOf(times[run] as number)
    const at = (row[run] as number) * ROW
    for (let head = 0; head < ROW; head++) sums[head] = (sums[head] as number) + log * byteSquare(rows, at + head)
  }
}

function addDense(margins: Float32Array, weights: Float32Array, at: number, factor: number): void {
  for (let head = 0; head < ROW; head++)
    margins[head] = (margins[head] as number) + factor * (weights[at + head] as number)
}

/** Open addressing over the hashes, made once at load; hash and row lie side by side. */
function indexHashes(hashes: Uint32Array): (hash: number) => number {
  let size = 1024
  while (size < hashes.length * 2) size *= 2
  const mask = size - 1
  const slots = new Uint32Array(size * 2)
  for (let row = 0; row < hashes.length; row++) {
    const hash = hashes[row] as number
    let slot = (hash ^ (hash >>> 15)) & mask
    while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & mask
    slots[slot * 2] = hash
    slots[slot * 2 + 1] = row + 1
  }
  return (hash) => {
    let slot = (hash ^ (hash >>> 15)) & mask
    for (;;) {
      const row = slots[slot * 2 + 1] as number
      if (row === 0 || slots[slot * 2] === hash) return row - 1
      slot = (slot + 1) & mask
    }
  }
}
