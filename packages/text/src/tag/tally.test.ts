// Runs are counted once each, with their rows beside them, and what the model makes of them is the plain sum.
import { openRandom } from '@huiying/runtime/random'
import { expect, test } from 'vitest'
import { openFeatures } from './feature.ts'
import { useModel } from './model.ts'
import { heads, IDF_STEPS, type ModelParts, ROW } from './model-file.ts'
import { ENTRY, openRunTable, QUADS, ROW_AT } from './run-table.ts'
import { openTally } from './tally.ts'

const SEED = 441
const RUNS = 300
const GRAMS = 900
const DENSE = 3
const random = openRandom(SEED)
const parts: ModelParts = {
  version: 'invented',
  calibrations: heads.map(() => ({ slope: 1, offset: 0, threshold: 0.5 })),
  hashes: Uint32Array.from({ length: RUNS }, (_, row) => (row * 2_654_435_761 + 1) >>> 0),
  idfs: Uint8Array.from({ length: RUNS }, () => 20 + Math.floor(random() * 100)),
  weights: Int8Array.from({ length: RUNS * ROW }, () => Math.floor(random() * 255) - 127),
  scales: heads.map((_, head) => (head + 1) / 1000),
  dense: Float32Array.from({ length: (DENSE + 1) * ROW }, () => random() - 0.5),
}
/** Some runs stand there often, most once or never. */
const rows = Array.from({ length: GRAMS }, () => Math.floor(random() ** 3 * RUNS))
const times = (row: number) => rows.filter((one) => one === row).length
const different = [...new Set(rows)]

function featuresOf(rowOf: (hash: number) => number) {
  const features = openFeatures(rowOf)
  for (const row of rows) {
    features.row[features.size] = rowOf(parts.hashes[row] as number)
    features.start[features.size] = features.size
    features.end[features.size++] = features.size
  }
  return features
}

test('each run is counted once, in the order of the text, also of a second text', () => {
  const table = openRunTable(parts.hashes, parts.weights)
  const tally = openTally(table.entries)
  const features = featuresOf(table.find)
  for (const _ of ['once', 'again']) tally.read(features)
  expect([...tally.times.subarray(0, tally.size)]).toEqual(different.map(times))
  expect([...tally.runOf.subarray(0, GRAMS)]).toEqual(rows.map((row) => different.indexOf(row)))
  const repeated = different.flatMap((row, run) => (times(row) > 1 ? [run] : []))
  expect([...tally.repeated.subarray(0, tally.repeats)]).toEqual(repeated)
  different.forEach((row, run) => {
    const at = table.find(parts.hashes[row] as number) * ENTRY + ROW_AT
    const beside = tally.quads.slice(run * QUADS, (run + 1) * QUADS)
    expect(beside).toEqual(table.entries.slice(at, at + QUADS))
  })
})

const logOf = (count: number) => (count === 0 ? 0 : 1 + Math.log(count))

/** The margin of a head, written down as it is defined. */
function marginOf(head: number, dense: Float32Array, count: (row: number) => number): number {
  let [sum, square] = [0, 0]
  for (const row of different) {
    const weight = parts.weights[row * ROW + head] as number
    sum += logOf(count(row)) * weight * Math.abs(weight) * (parts.scales[head] as number)
    square += (logOf(count(row)) * ((parts.idfs[row] as number) / IDF_STEPS)) ** 2
  }
  const biased = sum / Math.sqrt(square) + (parts.dense[DENSE * ROW + head] as number)
  return dense.reduce((total, value, j) => total + value * (parts.dense[j * ROW + head] as number), biased)
}

test('margins are the sums of weights by the logarithm of how often a run stands there', () => {
  const model = useModel(parts)
  const dense = Float32Array.of(0.1, 0, 0.3)
  const margins = model.weigh(featuresOf(model.findRow), dense)
  heads.forEach((_, head) => {
    expect(margins[head]).toBeCloseTo(marginOf(head, dense, times), 4)
  })
})

test('without some letters a margin is that of the grams that are whole', () => {
  const model = useModel(parts)
  const dense = Float32Array.of(0, 0.2, 0)
  const features = featuresOf(model.findRow)
  model.weigh(features, dense)
  const isGone = (unit: number) => unit % 3 === 0
  const left = new Int32Array(GRAMS + 1)
  for (let unit = 0; unit < GRAMS; unit++) left[unit + 1] = (left[unit] as number) + (isGone(unit) ? 1 : 0)
  const whole = (row: number) => rows.filter((one, unit) => one === row && !isGone(unit)).length
  for (const head of [3, 0, 14]) {
    model.sharesOf(head)
    expect(model.weighWithout(features, left, dense)).toBeCloseTo(marginOf(head, dense, whole), 6)
  }
})

test('what is gone stays gone while more goes, and of nothing only the bias and the dense features are left', () => {
  const model = useModel(parts)
  const dense = Float32Array.of(0, 0.2, 0)
  const features = featuresOf(model.findRow)
  model.weigh(features, dense)
  model.sharesOf(2)
  const left = new Int32Array(GRAMS + 1)
  for (const each of [7, 3, 2, 1]) {
    for (let unit = 0; unit < GRAMS; unit++) left[unit + 1] = (left[unit] as number) + (unit % each === 0 ? 1 : 0)
    const without = model.weighWithout(features, left, dense)
    const isGone = (unit: number) => [7, 3, 2, 1].some((step) => step >= each && unit % step === 0)
    const whole = (row: number) => rows.filter((one, unit) => one === row && !isGone(unit)).length
    const bias = parts.dense[DENSE * ROW + 2] as number
    const onlyDense = bias + (dense[1] as number) * (parts.dense[ROW + 2] as number)
    expect(without).toBeCloseTo(each === 1 ? onlyDense : marginOf(2, dense, whole), 6)
  }
})

test('the shares of a head are what its runs gave to it', () => {
  const model = useModel(parts)
  const none = new Float32Array(DENSE)
  const margins = model.weigh(featuresOf(model.findRow), none).slice()
  const { runOf, shares } = model.sharesOf(5)
  let sum = parts.dense[DENSE * ROW + 5] as number
  for (let gram = 0; gram < GRAMS; gram++) sum += shares[runOf[gram] as number] as number
  expect(sum).toBeCloseTo(margins[5] as number, 4)
})
