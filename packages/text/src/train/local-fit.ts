// Learns from corrections: what they add to the shipped model's weights, and how the outcome does on texts held back.

import { createHash } from 'node:crypto'
import { openRandom } from '@huiying/runtime/random'
import { normalise } from '../normalise.ts'
import { openLexicon } from '../tag/lexicon.ts'
import { probabilityOf, useModel } from '../tag/model.ts'
import { type Calibration, heads, IDF_STEPS, ROW } from '../tag/model-file.ts'
import { openReader } from '../tag/reading.ts'
import { foldTexts, type Labelled, readTargets } from './data.ts'
import { shuffle } from './fit.ts'
import { type LocalParts, readShipped } from './local-model.ts'

/** A text of the book with what people have said of it; what nobody said is null. */
export interface Lesson {
  id: string
  /** Masked. */
  text: string
  topics: string[] | null
  gov: boolean | null
  place: 'home' | 'abroad' | null
  /** 改标: a person corrected it. 研判: a person worked with it and let the machine's topics stand. */
  from: '改标' | '研判'
}

const SEED = 20_161_212
const EPOCHS = 12
const STEP = 0.6
/** What is learnt shrinks by this share each epoch, so that one odd text does not turn a word. */
const SHRINK = 0.02
/** A bias moves for all texts: slower than a word. */
const BIAS_SHARE = 0.1
/** How much a lesson counts. What was let stand only holds the model where it is. */
const COST_CORRECTED = 1
const COST_STOOD = 0.3
const BYTE_MAX = 127

/** A lesson as numbers: the rows of the model it has, their values, and what the shipped model makes of it. */
export interface Sample {
  lesson: Lesson
  /** Places in the table of rows. */
  at: Int32Array
  values: Float32Array
  margins: Float32Array
  /** +1, -1 or 0 (nobody said) for each head. */
  targets: Int8Array
  cost: number
}

export interface Samples {
  samples: Sample[]
  /** The model's rows that any lesson has. */
  table: number[]
}

/** What is added to the weights of the table's rows (ROW floats each) and to the biases. */
export interface Delta {
  weights: Float32Array
  biases: Float32Array
}

/** Reads the lessons with the shipped model; `onRead` is told how many are read. */
export function readSamples(lessons: readonly Lesson[], onRead?: (count: number) => void): Samples {
  const { parts } = readShipped()
  const model = useModel(parts)
  const read = openReader(openLexicon(), model.findRow)
  const targets = readTargets(lessons.map(labelledOf))
  const places = new Map<number, number>()
  const placeOf = (row: number): number => {
    const known = places.get(row)
    if (known === undefined) places.set(row, places.size)
    return known ?? places.size - 1
  }
  const samples = lessons.map((lesson, index) => {
    const { features, dense } = read(normalise(lesson.text))
    const margins = model.weigh(features, dense).slice()
    const times = new Map<number, number>()
    for (let gram = 0; gram < features.size; gram++) {
      const row = features.row[gram] as number
      times.set(row, (times.get(row) ?? 0) + 1)
    }
    const rows = Int32Array.from(times.keys()).sort()
    const values = Float32Array.from(
      rows,
      (row) => (1 + Math.log(times.get(row) as number)) * ((parts.idfs[row] as number) / IDF_STEPS),
    )
    const length = Math.hypot(...values) || 1
    onRead?.(index + 1)
    const said = targets.slice(index * heads.length, (index + 1) * heads.length)
    if (lesson.topics === null) said.fill(0, 0, TOPICS)
    const cost = lesson.from === '改标' ? COST_CORRECTED : COST_STOOD
    return {
      lesson,
      at: rows.map(placeOf),
      values: values.map((value) => value / length),
      margins,
      targets: said,
      cost,
    }
  })
  return { samples, table: [...places.keys()] }
}

const TOPICS = heads.indexOf('gov')

const labelledOf = ({ id, text, topics, gov, place }: Lesson): Labelled => ({
  id,
  text,
  topics: topics ?? [],
  gov,
  incident: null,
  place,
  draw: 'plain',
})

/** Folds that keep near-duplicates together. */
export const foldLessons = (lessons: readonly Lesson[]): Uint8Array => foldTexts(lessons.map(labelledOf))

/** Logistic loss around the shipped model's margins, by steps in an order drawn from the seed: same in, same out. */
export function fitDelta({ table }: Samples, samples: readonly Sample[]): Delta {
  const { calibrations } = readShipped().parts
  const delta: Delta = { weights: new Float32Array(table.length * ROW), biases: new Float32Array(ROW) }
  const order = Int32Array.from(samples.keys())
  const random = openRandom(SEED)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random)
    for (const index of order) stepOnce(delta, samples[index] as Sample, calibrations)
    const { weights } = delta
    for (let k = 0; k < weights.length; k++) weights[k] = (weights[k] as number) * (1 - SHRINK)
  }
  return delta
}

function stepOnce({ weights, biases }: Delta, sample: Sample, calibrations: readonly Calibration[]): void {
  const { at, values, targets, cost } = sample
  const margins = weighDelta({ weights, biases }, sample)
  const steps = new Float32Array(ROW)
  heads.forEach((_, head) => {
    const target = targets[head] as number
    if (target === 0) return
    const chance = probabilityOf(margins[head] as number, calibrations[head] as Calibration)
    steps[head] = STEP * cost * ((target > 0 ? 1 : 0) - chance)
    biases[head] = (biases[head] as number) + BIAS_SHARE * (steps[head] as number)
  })
  for (let k = 0; k < at.length; k++) {
    const value = values[k] as number
    for (let head = 0, from = (at[k] as number) * ROW; head < ROW; head++, from++)
      weights[from] = (weights[from] as number) + value * (steps[head] as number)
  }
}

/** Margins of a sample with what was learnt. */
export function weighDelta({ weights, biases }: Delta, { margins, at, values }: Sample): Float32Array {
  const sums = margins.slice()
  for (let head = 0; head < ROW; head++) sums[head] = (sums[head] as number) + (biases[head] as number)
  for (let k = 0; k < at.length; k++) {
    const value = values[k] as number
    for (let head = 0, from = (at[k] as number) * ROW; head < ROW; head++, from++)
      sums[head] = (sums[head] as number) + value * (weights[from] as number)
  }
  return sums
}

/** The delta as rows of bytes beside the shipped ones; rows that come out as they were are left out. */
export function packDelta(delta: Delta, { samples, table }: Samples): LocalParts {
  const { parts, sha256: base } = readShipped()
  const changed: { row: number; bytes: Int8Array }[] = []
  for (const [place, row] of [...table.entries()].sort(([, a], [, b]) => a - b)) {
    const before = parts.weights.subarray(row * ROW, (row + 1) * ROW)
    const idf = (parts.idfs[row] as number) / IDF_STEPS
    const bytes = before.map((byte, head) => {
      const scale = parts.scales[head]
      if (scale === undefined) return byte
      const share = byte * Math.abs(byte) + ((delta.weights[place * ROW + head] as number) * idf) / scale
      return Math.sign(share) * Math.min(BYTE_MAX, Math.round(Math.sqrt(Math.abs(share))))
    })
    if (bytes.some((byte, head) => byte !== before[head])) changed.push({ row, bytes })
  }
  const learnt = samples.map((one) => one.lesson.id).sort()
  const rows = Uint32Array.from(changed, (one) => one.row)
  const weights = new Int8Array(rows.length * ROW)
  changed.forEach(({ bytes }, index) => {
    weights.set(bytes, index * ROW)
  })
  const version = `${parts.version}+${idOf(samples)}`
  return { version, base, learnt, biases: [...delta.biases.slice(0, heads.length)], rows, weights }
}

/** `local-` and the first digits of the hash of what was learnt from, and on what: same data, same name. */
export function idOf(samples: readonly Sample[]): string {
  const hash = createHash('sha256').update(readShipped().sha256)
  for (const { lesson } of samples) hash.update(JSON.stringify(lesson))
  return `local-${hash.digest('hex').slice(0, 12)}`
}
