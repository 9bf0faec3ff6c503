// From margins out of fold to probabilities and thresholds, and the figures that say how good they are.
import type { Calibration } from '../tag/model-file.ts'

export interface Judged {
  margin: number
  is: boolean
}

const STEPS = 60
const STEP_MAX = 2
const RIDGE = 1e-3

/** Platt's logistic curve through (margin, yes/no), by Newton's method. */
export function fitCurve(judged: readonly Judged[]): { slope: number; offset: number } {
  let slope = 1
  let offset = 0
  for (let step = 0; step < STEPS; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, RIDGE, 0, RIDGE]
    for (const { margin, is } of judged) {
      const p = 1 / (1 + Math.exp(-(slope * margin + offset)))
      const error = p - (is ? 1 : 0)
      const spread = p * (1 - p)
      g0 += error * margin
      g1 += error
      h00 += spread * margin * margin
      h01 += spread * margin
      h11 += spread
    }
    const scale = h00 * h11 - h01 * h01
    const toSlope = (h11 * g0 - h01 * g1) / scale
    const toOffset = (h00 * g1 - h01 * g0) / scale
    const bound = Math.min(1, STEP_MAX / Math.hypot(toSlope, toOffset))
    slope -= toSlope * bound
    offset -= toOffset * bound
  }
  return { slope, offset }
}

export interface Tally {
  tp: number
  fp: number
  fn: number
}

export function f1Of({ tp, fp, fn }: Tally): number {
  return tp === 0 ? 0 : (2 * tp) / (2 * tp + fp + fn)
}

/**
 * The threshold on the probability that gives the best expected F1 with these probabilities taken at their word; less
 * shaken by chance than the best on the labels themselves.
 */
export function chooseThreshold(probabilities: readonly number[]): number {
  const sorted = [...probabilities].sort((a, b) => b - a)
  const all = sorted.reduce((sum, p) => sum + p, 0)
  let found = 0
  let best = { f1: -1, threshold: 0.5 }
  sorted.forEach((p, i) => {
    found += p
    const f1 = (2 * found) / (i + 1 + all)
    if (f1 > best.f1) best = { f1, threshold: (p + (sorted[i + 1] ?? p)) / 2 }
  })
  return Math.min(0.5, Math.max(0.3, best.threshold))
}

/** Expected calibration error over ten bins of equal width. */
export function calibrationError(judged: readonly Judged[], curve: Pick<Calibration, 'slope' | 'offset'>): number {
  const bins = Array.from({ length: 10 }, () => ({ sum: 0, yes: 0 }))
  for (const { margin, is } of judged) {
    const p = 1 / (1 + Math.exp(-(curve.slope * margin + curve.offset)))
    const bin = bins[Math.min(9, Math.floor(p * 10))] as { sum: number; yes: number }
    bin.sum += p
    bin.yes += is ? 1 : 0
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.sum - bin.yes), 0) / judged.length
}
