// Weighs the features of a text: one margin per head, and what each run of letters gave to it.
import { readFileSync } from 'node:fs'
import type { Features } from './feature.ts'
import type { Calibration, ModelParts } from './model-file.ts'
import { heads, IDF_STEPS, ROW, unpackModel } from './model-file.ts'

/** What the last text got; shared, overwritten by the next `weigh`. */
export interface Weighed {
  /** One margin per head. */
  margins: Float32Array
  /** Row of each gram in the weights, or -1 for a run the model does not know. */
  rows: Int32Array
}

export interface Model {
  readonly version: string
  readonly calibrations: readonly Calibration[]
  weigh(features: Features, dense: Float32Array): Weighed
  /** The margin of one head without the grams and dense features that `keepsGram` and `dense` leave out. */
  weighWithout(features: Features, head: number, keepsGram: (gram: number) => boolean, dense: Float32Array): number
  /** What one occurrence of gram `i` of the text last weighed gave to a head. */
  shareOf(gram: number, head: number): number
  denseWeight(feature: number, head: number): number
}

const modelPath = new URL('../model/topic.model', import.meta.url)
const KNOWN_MAX = 1 << 17

let shipped: Model | undefined

/** The model shipped with the program: one for all taggers of a thread. */
export function openModel(): Model {
  shipped ??= useModel(unpackModel(readFileSync(modelPath)))
  return shipped
}

export function probabilityOf(margin: number, { slope, offset }: Calibration): number {
  return 1 / (1 + Math.exp(-(slope * margin + offset)))
}

export function useModel(parts: ModelParts): Model {
  const { idfs, weights, dense: denseWeights } = parts
  const findRow = indexHashes(parts.hashes)
  const logs = Float64Array.from({ length: 4096 }, (_, n) => (n === 0 ? 0 : 1 + Math.log(n)))
  const times = new Uint16Array(idfs.length)
  const touched = new Int32Array(KNOWN_MAX)
  const rows = new Int32Array(KNOWN_MAX)
  const counts = new Uint16Array(KNOWN_MAX)
  const margins = new Float32Array(ROW)
  const sums = new Float64Array(ROW)
  const lastSize = { norm: 1 }
  const biasAt = denseWeights.length - ROW
  return {
    version: parts.version,
    calibrations: parts.calibrations,
    weigh(features, dense) {
      let known = 0
      for (let i = 0; i < features.size; i++) {
        const row = findRow(features.hash[i] as number)
        rows[i] = row
        if (row < 0) continue
        if (times[row] === 0) touched[known++] = row
        times[row] = (times[row] as number) + 1
      }
      sums.fill(0)
      let square = 0
      for (let k = 0; k < known; k++) {
        const row = touched[k] as number
        const often = logs[times[row] as number] as number
        const size = ((idfs[row] as number) / IDF_STEPS) * often
        square += size * size
        for (let head = 0, at = row * ROW; head < heads.length; head++, at++)
          sums[head] = (sums[head] as number) + often * (weights[at] as number)
      }
      lastSize.norm = 1 / Math.sqrt(square || 1)
      for (let i = 0; i < features.size; i++)
        counts[i] = (rows[i] as number) < 0 ? 0 : (times[rows[i] as number] as number)
      for (let k = 0; k < known; k++) times[touched[k] as number] = 0
      for (let head = 0; head < heads.length; head++)
        margins[head] = (sums[head] as number) * lastSize.norm + (denseWeights[biasAt + head] as number)
      for (let j = 0; j < dense.length; j++) {
        const value = dense[j] as number
        if (value === 0) continue
        for (let head = 0, at = j * ROW; head < heads.length; head++, at++)
          margins[head] = (margins[head] as number) + value * (denseWeights[at] as number)
      }
      return { margins, rows }
    },
    weighWithout(features, head, keepsGram, dense) {
      let known = 0
      for (let i = 0; i < features.size; i++) {
        const row = rows[i] as number
        if (row < 0 || !keepsGram(i)) continue
        if (times[row] === 0) touched[known++] = row
        times[row] = (times[row] as number) + 1
      }
      let sum = 0
      let square = 0
      for (let k = 0; k < known; k++) {
        const row = touched[k] as number
        const often = logs[times[row] as number] as number
        const size = ((idfs[row] as number) / IDF_STEPS) * often
        square += size * size
        sum += often * (weights[row * ROW + head] as number)
        times[row] = 0
      }
      let margin = sum / Math.sqrt(square || 1) + (denseWeights[biasAt + head] as number)
      for (let j = 0; j < dense.length; j++) margin += (dense[j] as number) * (denseWeights[j * ROW + head] as number)
      return margin
    },
    shareOf(gram, head) {
      const row = rows[gram] as number
      if (row < 0) return 0
      const count = counts[gram] as number
      return ((logs[count] as number) / count) * (weights[row * ROW + head] as number) * lastSize.norm
    },
    denseWeight: (feature, head) => denseWeights[feature * ROW + head] as number,
  }
}

/** Open addressing over the sorted hashes, made once at load. */
function indexHashes(hashes: Uint32Array): (hash: number) => number {
  let size = 1024
  while (size < hashes.length * 2) size *= 2
  const mask = size - 1
  const slots = new Int32Array(size).fill(-1)
  const keys = new Uint32Array(size)
  hashes.forEach((hash, row) => {
    let slot = (hash ^ (hash >>> 15)) & mask
    while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask
    slots[slot] = row
    keys[slot] = hash
  })
  return (hash) => {
    let slot = (hash ^ (hash >>> 15)) & mask
    for (;;) {
      const row = slots[slot] as number
      if (row < 0 || keys[slot] === hash) return row
      slot = (slot + 1) & mask
    }
  }
}
