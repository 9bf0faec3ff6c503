// Weighs the features of a text: one margin per head, and what each run of letters gave to it.
import { readFileSync } from 'node:fs'
import type { Features } from './feature.ts'
import type { Calibration, ModelParts } from './model-file.ts'
import { heads, IDF_STEPS, ROW, unpackModel } from './model-file.ts'
import { openRunTable, QUAD_BYTES, QUADS } from './run-table.ts'
import { countWhole, openTally, type Tally } from './tally.ts'

export interface Model {
  readonly version: string
  readonly calibrations: readonly Calibration[]
  /** What `weigh` knows a run by, or -1 for an unknown one. What begins with an unknown run is unknown too. */
  readonly findPlace: (hash: number) => number
  /** Row of the model's file in which what stands there is kept. */
  readonly rowAt: (place: number) => number
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
  const denseWeights = parts.dense.slice()
  const biasAt = denseWeights.length - ROW
  const table = openRunTable(parts.hashes, joinIdfs(parts))
  const tally = openTally(table.entries)
  const margins = new Float32Array(ROW)
  const sums = new Float64Array(ROW)
  let runs = openRuns(0)
  let norm = 1
  /** The head that `runs.own` is of; none right after a text was weighed. */
  let taken = -1
  const take = (head: number) => {
    if (taken !== head) readHead(runs.own, tally, head)
    taken = head
  }
  return {
    version: parts.version,
    calibrations: parts.calibrations,
    findPlace: table.find,
    rowAt: table.rowAt,
    weigh(features, dense) {
      tally.read(features)
      if (runs.own.length < tally.times.length) runs = openRuns(tally.times.length)
      taken = -1
      sumRuns(sums, tally)
      norm = 1 / Math.sqrt(readSquares(runs.squares, tally) || 1)
      for (let head = 0; head < heads.length; head++)
        margins[head] =
          (sums[head] as number) * (scales[head] as number) * norm + (denseWeights[biasAt + head] as number)
      addDense(margins, denseWeights, dense)
      return margins
    },
    weighWithout(features, head, left, dense) {
      take(head)
      countWhole(tally, features, left, runs.whole)
      const { sum, square } = sumWhole(runs, tally)
      const without = 1 / Math.sqrt(square || 1)
      let margin = sum * (scales[head] as number) * without + (denseWeights[biasAt + head] as number)
      for (let j = 0; j < dense.length; j++)
        if (dense[j] !== 0) margin += (dense[j] as number) * (denseWeights[j * ROW + head] as number)
      return margin
    },
    sharesOf(head) {
      take(head)
      const { own, shares } = runs
      const scale = (scales[head] as number) * norm
      for (let run = 0; run < tally.size; run++) {
        const times = tally.times[run] as number
        const each = times === 1 ? 1 : logOf(times) / times
        shares[run] = each * (own[run] as number) * scale
      }
      return { runOf: tally.runOf, shares }
    },
    denseWeight: (feature, head) => denseWeights[feature * ROW + head] as number,
  }
}

/** What is known of each run of the text last weighed. */
interface Runs {
  /** Its weight for the head that was asked for last. */
  own: Int16Array
  /** Square of idf × (1 + ln times), as it stands and by idf byte. */
  squares: Float64Array
  shares: Float64Array
  /** How often it stands in what is whole. */
  whole: Uint16Array
}

const openRuns = (size: number): Runs => ({
  own: new Int16Array(size),
  squares: new Float64Array(size),
  shares: new Float64Array(size),
  whole: new Uint16Array(size),
})

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

/** The byte of one head, or the idf, of a run. */
const byteOf = (quads: Int32Array, run: number, place: number): number =>
  ((quads[run * QUADS + (place >> 2)] as number) >> ((place & 3) * 8)) & 0xff

function readHead(own: Int16Array, { quads, size }: Tally, head: number): void {
  for (let run = 0; run < size; run++) own[run] = squares[byteOf(quads, run, head)] as number
}

const squareOf = (quads: Int32Array, run: number, times: number): number => {
  const length = (idfOf[byteOf(quads, run, IDF_BYTE)] as number) * logOf(times)
  return length * length
}

/** Sum of the squares of idf × (1 + ln times), over the runs of a text. */
function readSquares(found: Float64Array, { quads, times, size }: Tally): number {
  let sum = 0
  for (let run = 0; run < size; run++) {
    const square = squareOf(quads, run, times[run] as number)
    found[run] = square
    sum += square
  }
  return sum
}

/** Of what is whole the weights of one head, and the squares; most runs are as whole as they were. */
function sumWhole(runs: Runs, { quads, times, size }: Tally): { sum: number; square: number } {
  const { own, whole, squares: known } = runs
  let sum = 0
  let square = 0
  for (let run = 0; run < size; run++) {
    const left = whole[run] as number
    sum += logOf(left) * (own[run] as number)
    square += left === times[run] ? (known[run] as number) : squareOf(quads, run, left)
  }
  return { sum, square }
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

/** Dense features that a text has; more than a model knows of there cannot be. */
const DENSE_MAX = 1024
const filled = new Int32Array(DENSE_MAX)

/** Adds the dense features there are, four heads at a time, each sum rounded as the margins are. */
function addDense(margins: Float32Array, weights: Float32Array, dense: Float32Array): void {
  let count = 0
  for (let j = 0; j < dense.length; j++) if (dense[j] !== 0) filled[count++] = j
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
