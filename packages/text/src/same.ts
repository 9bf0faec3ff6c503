// Whether two texts tell of the same happening: exact reposts first, then what the model says of how alike they are.
import { readFileSync } from 'node:fs'
import type { Fingerprint } from '@huiying/domain/item'
import { standApart } from './same/apart.ts'
import { FINGERPRINT_VERSION, fingerprintOf } from './same/fingerprint.ts'
import { likenessOf, pairCosine, type Times } from './same/likeness.ts'

export { fingerprintOf } from './same/fingerprint.ts'

export interface Comparison {
  same: boolean
  /** Calibrated probability that both tell of one happening. */
  score: number
  reasons: string[]
}

/** Trained by train/same.ts: the score is 1 / (1 + exp(-(bias + Σ weight × (value - mean) / scale))). */
export interface SameModel {
  version: string
  bias: number
  means: number[]
  scales: number[]
  weights: number[]
  /** Least score of `same`. */
  threshold: number
}

/** Texts less alike than this are not looked at further; no pair judged the same was (train, lowest 0.077). */
export const COSINE_MIN = 0.05
/** What is left of the score of two texts that are alike but for the place. */
const APART_SHARE = 0.3

const path = new URL('../model/same.model.json', import.meta.url)
let shipped: SameModel | undefined

export function compareFingerprints(a: Fingerprint, b: Fingerprint, times: Times = {}): Comparison {
  if (a.exact === b.exact) return { same: true, score: 1, reasons: ['文字相同'] }
  if (a.version !== FINGERPRINT_VERSION || b.version !== FINGERPRINT_VERSION) {
    return { same: false, score: 0, reasons: ['早前版本的指纹，只比全文'] }
  }
  const cosine = pairCosine(a, b)
  if (cosine < COSINE_MIN) return { same: false, score: cosine, reasons: ['用词几无相同'] }
  shipped ??= JSON.parse(readFileSync(path, 'utf8')) as SameModel
  const score = scoreLikeness(shipped, likenessOf(a, b, times))
  if (standApart(a, b)) return { same: false, score: score * APART_SHARE, reasons: ['说的是两个地方'] }
  return { same: score >= shipped.threshold, score, reasons: reasonsOf(a, b, score) }
}

export function scoreLikeness(
  model: Pick<SameModel, 'bias' | 'means' | 'scales' | 'weights'>,
  values: number[],
): number {
  let margin = model.bias
  for (let i = 0; i < values.length; i++) {
    const scaled = ((values[i] as number) - (model.means[i] as number)) / (model.scales[i] as number)
    margin += (model.weights[i] as number) * scaled
  }
  return 1 / (1 + Math.exp(-margin))
}

function reasonsOf(a: Fingerprint, b: Fingerprint, score: number): string[] {
  const place = a.places.find((one) => b.places.some((other) => one.endsWith(other) || other.endsWith(one)))
  const number = a.numbers.find((one) => b.numbers.includes(one))
  return [
    `同一事件的可能 ${Math.round(score * 100)}%`,
    ...(place === undefined ? [] : [`同一地点：${place}`]),
    ...(number === undefined ? [] : [`同一数字：${number}`]),
  ]
}

/** The command's form: two texts with their times. */
export function compareTexts(a: string, b: string, times: Times = {}): Comparison {
  return compareFingerprints(fingerprintOf(a), fingerprintOf(b), times)
}
