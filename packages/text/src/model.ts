// Weighs the features of a text: one margin per head, and what each run of letters gave to it.
import { readFileSync } from 'node:fs'
import type { Features } from './feature.ts'
import type { Calibration, ModelParts } from './model-file.ts'
import { heads, IDF_STEPS, ROW, unpackModel } from './model-file.ts'

export interface Model {
  readonly version: string
  readonly calibrations: readonly Calibration[]
  /** Row of a run's hash, or -1 for one the model does not know. What begins with an unknown run is unknown too. */
  readonly findRow: (hash: number) => number
  /** One margin per head; shared, overwritten by the next `weigh`. */
  weigh(features: Features, dense: Float32Array): Float32Array
  /**
   * The margin of one head of the grams that are whole, with other dense features; `left` is how many units up to each
   * are gone.
   */
  weighWithout(features: Features, head: number, left: Int32Array, dense: Float32Array): number
  /** What each gram of the text last weighed gave to a head; shared, overwritten by the next call. */
  sharesOf(features: Features, head: number): Float64Array
  denseWeight(feature: number, head: number): number
}

export const modelPath = new URL('../model/topic.model', import.meta.url)
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
  const { idfs, weights, scales, dense: denseWeights } = parts
  const counter = openCounter(idfs)
  const margins = new Float32Array(ROW)
  const sums = new Float64Array(ROW)
  const biasAt = denseWeights.length - ROW
  let norm = 1
  return {
    version: parts.version,
    calibrations: parts.calibrations,
    findRow: indexHashes(parts.hashes),
    weigh(features, dense) {
      const { rows, known, often } = counter.count(features, null)
      sums.fill(0)
      for (let k = 0; k < known; k++) addRow(sums, weights, (rows[k] as number) * ROW, often[k] as number)
      norm = counter.norm()
      for (let head = 0; head < heads.length; head++)
        margins[head] =
          (sums[head] as number) * (scales[head] as number) * norm + (denseWeights[biasAt + head] as number)
      for (let j = 0; j < dense.length; j++)
        if (dense[j] !== 0) addDense(margins, denseWeights, j * ROW, dense[j] as number)
      return margins
    },
    weighWithout(features, head, left, dense) {
      const { rows, known, often } = counter.count(features, left)
      let margin = 0
      for (let k = 0; k < known; k++) {
        const byte = weights[(rows[k] as number) * ROW + head] as number
        margin += (often[k] as number) * byte * Math.abs(byte)
      }
      margin = margin * (scales[head] as number) * counter.norm() + (denseWeights[biasAt + head] as number)
      for (let j = 0; j < dense.length; j++)
        if (dense[j] !== 0) margin += (dense[j] as number) * (denseWeights[j * ROW + head] as number)
      return margin
    },
    sharesOf(features, head) {
      const scale = (scales[head] as number) * norm
      return counter.spread(features, (at, times) => {
        const byte = weights[at * ROW + head] as number
        return byte === 0 ? 0 : ((1 + Math.log(times)) / times) * byte * Math.abs(byte) * scale
      })
    },
    denseWeight: (feature, head) => denseWeights[feature * ROW + head] as number,
  }
}

/** A byte stands for its square with its sign: rows are small, and what a row costs is its way from memory. */
function addRow(sums: Float64Array, weights: Int8Array, at: number, factor: number): void {
  for (let head = 0; head < ROW; head++) {
    const byte = weights[at + head] as number
    sums[head] = (sums[head] as number) + factor * byte * Math.abs(byte)
  }
}

function addDense(margins: Float32Array, weights: Float32Array, at: number, factor: number): void {
  for (let head = 0; head < ROW; head++)
    margins[head] = (margins[head] as number) + factor * (weights[at + head] as number)
}

const LOGS_SIZE = 4096

/** Counts each run of a text once, with 1 + ln(times); arrays are shared. */
function openCounter(idfs: Uint8Array) {
  const logs = Float64Array.from({ length: LOGS_SIZE }, (_, n) => (n === 0 ? 0 : 1 + Math.log(n)))
  const times = new Uint16Array(idfs.length)
  let rows = new Int32Array(0)
  let often = new Float64Array(0)
  let values = new Float64Array(0)
  let square = 0
  return {
    norm: () => 1 / Math.sqrt(square || 1),
    count(features: Features, left: Int32Array | null) {
      const { row, size, start, end } = features
      if (rows.length < row.length) {
        rows = new Int32Array(row.length)
        often = new Float64Array(row.length)
      }
      let known = 0
      for (let gram = 0; gram < size; gram++) {
        if (left !== null && left[start[gram] as number] !== left[end[gram] as number]) continue
        const at = row[gram] as number
        const before = times[at] as number
        if (before === 0) rows[known++] = at
        times[at] = before + 1
      }
      square = 0
      for (let k = 0; k < known; k++) {
        const at = rows[k] as number
        const log = logs[Math.min(LOGS_SIZE - 1, times[at] as number)] as number
        const length = ((idfs[at] as number) / IDF_STEPS) * log
        square += length * length
        often[k] = log
        times[at] = 0
      }
      return { rows, known, often }
    },
    /** A value for each gram, made of its row and of how often that stands in the text. */
    spread({ row, size }: Features, shareOf: (at: number, times: number) => number): Float64Array {
      if (values.length < row.length) values = new Float64Array(row.length)
      for (let gram = 0; gram < size; gram++) times[row[gram] as number] = (times[row[gram] as number] as number) + 1
      for (let gram = 0; gram < size; gram++)
        values[gram] = shareOf(row[gram] as number, times[row[gram] as number] as number)
      for (let gram = 0; gram < size; gram++) times[row[gram] as number] = 0
      return values
    },
  }
}

/** Open addressing over the hashes, made once at load; hash and row lie side by side. */
function indexHashes(hashes: Uint32Array): (hash: number) => number {
  let size = 1024
  while (size < hashes.length * 2) size *= 2
  const mask = size - 1
  const slots = new Uint32Array(size * 2)
  hashes.forEach((hash, row) => {
    let slot = (hash ^ (hash >>> 15)) & mask
    while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & mask
    slots[slot * 2] = hash
    slots[slot * 2 + 1] = row + 1
  })
  return (hash) => {
    let slot = (hash ^ (hash >>> 15)) & mask
    for (;;) {
      const row = slots[slot * 2 + 1] as number
      if (row === 0 || slots[slot * 2] === hash) return row - 1
      slot = (slot + 1) & mask
    }
  }
}
