// Weighs the features of a text: one margin per head, and what each run of letters gave to it.
import { readFileSync } from 'node:fs'
import type { Features } from './feature.ts'
import type { Calibration, ModelParts } from './model-file.ts'
import { heads, IDF_STEPS, ROW, unpackModel } from './model-file.ts'
import { openRunTable, QUAD_BYTES, QUADS } from './run-table.ts'
import { openTally, type Tally } from './tally.ts'

export interface Model {
  readonly version: string
  readonly calibrations: readonly Calibration[]
  /** Row of the model's file for a run, or -1 for an unknown one. What begins with an unknown run is unknown too. */
  readonly findRow: (hash: number) => number
  /** One margin per head; shared, overwritten by the next `weigh`. */
  weigh(features: Features, dense: Float32Array): Float32Array
  /**
   * What each run of the text last weighed gave to a head, and which run each gram is; shared, as above. Begins what
   * `weighWithout` goes on with: nothing of the text is gone.
   */
  sharesOf(head: number): { runOf: Uint16Array; shares: Float64Array }
  /**
   * The margin, of the head last asked for its shares, of the grams that are whole, with what is left of the dense
   * features; `left` is how many units up to each are gone. What is gone stays gone.
   */
  weighWithout(features: Features, left: Int32Array, dense: Float32Array): number
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
  const denseWeights = parts.dense.slice()
  const biasAt = denseWeights.length - ROW
  const table = openRunTable(parts.hashes, joinIdfs(parts))
  const tally = openTally(table.entries)
  const margins = new Float32Array(ROW)
  const sums = new Float64Array(ROW)
  /** Dense features that the text has. */
  const filled = new Int32Array(biasAt / ROW)
  let filledCount = 0
  let rest = openRest(0)
  let square = 1
  return {
    version: parts.version,
    calibrations: parts.calibrations,
    findRow: table.find,
    weigh(features, dense) {
      tally.read(features)
      sumRuns(sums, tally)
      square = sumSquares(tally)
      const norm = normOf(square)
      for (let head = 0; head < heads.length; head++)
        margins[head] =
          (sums[head] as number) * (scales[head] as number) * norm + (denseWeights[biasAt + head] as number)
      filledCount = listFilled(filled, dense)
      addDense(margins, denseWeights, dense, filled, filledCount)
      return margins
    },
    sharesOf(head) {
      if (rest.times.length < tally.times.length) rest = openRest(tally.times.length)
      rest.head = head
      rest.sum = sums[head] as number
      rest.square = square
      rest.gone.fill(0, 0, tally.grams)
      shareRuns(rest, tally, (scales[head] as number) * normOf(square))
      return { runOf: tally.runOf, shares: rest.shares }
    },
    weighWithout(features, left, dense) {
      dropGone(rest, tally, features, left)
      const { head } = rest
      const norm = normOf(rest.square)
      let margin = rest.sum * (scales[head] as number) * norm + (denseWeights[biasAt + head] as number)
      for (let index = 0; index < filledCount; index++) {
        const feature = filled[index] as number
        margin += (dense[feature] as number) * (denseWeights[feature * ROW + head] as number)
      }
      return margin
    },
    denseWeight: (feature, head) => denseWeights[feature * ROW + head] as number,
  }
}

/** What is left of the text last weighed when some of its words are gone. */
interface Rest {
  head: number
  /** Of the runs that are left: weights of the head, and squares of idf × (1 + ln times). */
  sum: number
  square: number
  /** How often each run still stands there. */
  times: Uint16Array
  /** What each run gave to the head while nothing was gone. */
  shares: Float64Array
  /** 1 for each gram that is no longer whole. */
  gone: Uint8Array
}

const openRest = (size: number): Rest => ({
  head: 0,
  sum: 0,
  square: 1,
  times: new Uint16Array(size),
  shares: new Float64Array(size),
  gone: new Uint8Array(size),
})

/** The square of any run is more than this: less is what rounding leaves where none is left. */
const SQUARE_MIN = 0.01
const normOf = (square: number): number => 1 / Math.sqrt(square < SQUARE_MIN ? 1 : square)

/** Weights with the idf of each row in the byte that no head uses: a row is fetched from memory once. */
const IDF_BYTE = ROW - 1

function joinIdfs({ weights, idfs }: ModelParts): Int8Array {
  const rows = weights.slice()
  for (let row = 0; row < idfs.length; row++) rows[row * ROW + IDF_BYTE] = idfs[row] as number
  return rows
}

/** A byte stands for its square with its sign: rows are small, and what a row costs is its way from memory. */
const squares = Int16Array.from({ length: 256 }, (_, byte) => (byte < 128 ? byte * byte : -((256 - byte) ** 2)))

const LOGS_SIZE = 4096
/** 1 + ln(times), of a run that is not there 0. */
const logs = Float64Array.from({ length: LOGS_SIZE }, (_, times) => (times === 0 ? 0 : 1 + Math.log(times)))
const logOf = (times: number): number => logs[Math.min(LOGS_SIZE - 1, times)] as number
/** What an idf byte stands for. */
const idfOf = Float64Array.from({ length: 256 }, (_, byte) => byte / IDF_STEPS)

const idfSquares = idfOf.map((idf) => idf * idf)

/** The byte of one head, or the idf, of a run. */
const byteOf = (quads: Int32Array, run: number, place: number): number =>
  ((quads[run * QUADS + (place >> 2)] as number) >> ((place & 3) * 8)) & 0xff

const squareOf = (quads: Int32Array, run: number, times: number): number => {
  const length = (idfOf[byteOf(quads, run, IDF_BYTE)] as number) * logOf(times)
  return length * length
}

/** Sum of the squares of idf × (1 + ln times), over the runs of a text. */
function sumSquares({ quads, times, size }: Tally): number {
  let sum = 0
  for (let run = 0; run < size; run++)
    sum +=
      times[run] === 1
        ? (idfSquares[byteOf(quads, run, IDF_BYTE)] as number)
        : squareOf(quads, run, times[run] as number)
  return sum
}

function shareRuns({ head, times: left, shares }: Rest, { quads, times, size }: Tally, scale: number): void {
  for (let run = 0; run < size; run++) {
    const count = times[run] as number
    const each = count === 1 ? 1 : logOf(count) / count
    left[run] = count
    shares[run] = each * (squares[byteOf(quads, run, head)] as number) * scale
  }
}

/** Takes what grams that are newly gone gave out of the sums: only these are looked at closely. */
function dropGone(rest: Rest, { quads, runOf }: Tally, features: Features, left: Int32Array): void {
  const { start, end, size } = features
  const { head, times, gone } = rest
  for (let gram = 0; gram < size; gram++) {
    if (left[start[gram] as number] === left[end[gram] as number] || gone[gram] === 1) continue
    gone[gram] = 1
    const run = runOf[gram] as number
    const before = times[run] as number
    times[run] = before - 1
    rest.sum += (logOf(before - 1) - logOf(before)) * (squares[byteOf(quads, run, head)] as number)
    rest.square += squareOf(quads, run, before - 1) - squareOf(quads, run, before)
  }
}

/**
 * The weights of all runs, by head: whole numbers are added up four heads at a time. What stands there more than once
 * weighs by its logarithm; it is taken out of the whole numbers first.
 */
function sumRuns(sums: Float64Array, { quads, times, size, repeated, repeats }: Tally): void {
  for (let quad = 0; quad < QUADS; quad++) {
    let [one, two, three, four] = [0, 0, 0, 0]
    for (let at = quad; at < size * QUADS; at += QUADS) {
      const bytes = quads[at] as number
      one = (one + (squares[bytes & 0xff] as number)) | 0
      two = (two + (squares[(bytes >> 8) & 0xff] as number)) | 0
      three = (three + (squares[(bytes >> 16) & 0xff] as number)) | 0
      four = (four + (squares[bytes >>> 24] as number)) | 0
    }
    for (let index = 0; index < repeats; index++) {
      const bytes = quads[(repeated[index] as number) * QUADS + quad] as number
      one = (one - (squares[bytes & 0xff] as number)) | 0
      two = (two - (squares[(bytes >> 8) & 0xff] as number)) | 0
      three = (three - (squares[(bytes >> 16) & 0xff] as number)) | 0
      four = (four - (squares[bytes >>> 24] as number)) | 0
    }
    const head = quad * QUAD_BYTES
    sums[head] = one
    sums[head + 1] = two
    sums[head + 2] = three
    sums[head + 3] = four
    for (let index = 0; index < repeats; index++) {
      const run = repeated[index] as number
      addQuad(sums, head, quads[run * QUADS + quad] as number, logOf(times[run] as number))
    }
  }
}

function addQuad(sums: Float64Array, head: number, bytes: number, log: number): void {
  sums[head] = (sums[head] as number) + log * (squares[bytes & 0xff] as number)
  sums[head + 1] = (sums[head + 1] as number) + log * (squares[(bytes >> 8) & 0xff] as number)
  sums[head + 2] = (sums[head + 2] as number) + log * (squares[(bytes >> 16) & 0xff] as number)
  sums[head + 3] = (sums[head + 3] as number) + log * (squares[bytes >>> 24] as number)
}

/** Writes down which of the dense features there are; the rest are 0, and so they stay whatever is gone. */
function listFilled(filled: Int32Array, dense: Float32Array): number {
  let count = 0
  for (let feature = 0; feature < dense.length; feature++) if (dense[feature] !== 0) filled[count++] = feature
  return count
}

/** Adds the dense features there are, four heads at a time, each sum rounded as the margins are. */
function addDense(
  margins: Float32Array,
  weights: Float32Array,
  dense: Float32Array,
  filled: Int32Array,
  count: number,
): void {
  for (let head = 0; head < ROW; head += QUAD_BYTES) {
    let one = margins[head] as number
    let two = margins[head + 1] as number
    let three = margins[head + 2] as number
    let four = margins[head + 3] as number
    for (let index = 0; index < count; index++) {
      const j = filled[index] as number
      const value = dense[j] as number
      const at = j * ROW + head
      one = Math.fround(one + value * (weights[at] as number))
      two = Math.fround(two + value * (weights[at + 1] as number))
      three = Math.fround(three + value * (weights[at + 2] as number))
      four = Math.fround(four + value * (weights[at + 3] as number))
    }
    margins[head] = one
    margins[head + 1] = two
    margins[head + 2] = three
    margins[head + 3] = four
  }
}
