// Fits linear classifiers for all heads at once: squared hinge loss with an L2 bound, by dual coordinate descent.
import { parentPort, workerData } from 'node:worker_threads'
import { openRandom } from '@huiying/runtime/random'
import { ROW } from '../tag/model-file.ts'
import type { Matrix } from './matrix.ts'

export interface Fit {
  matrix: Matrix
  /** +1, -1 or 0 (not known) for each head of each row; ROW heads at most. */
  targets: Int8Array
  /** How much each row counts (the bound on its slack). */
  costs: Float32Array
  epochs: number
  seed: number
}

/** How many heads are fitted together. */
const headsOf = ({ matrix, targets }: Fit): number => targets.length / matrix.rows

/**
 * Weights, ROW floats a column, biases last. Rows are visited in an order drawn anew each epoch from the seed, so the
 * same data gives the same bytes.
 */
export function fitWeights(fit: Fit, rows: readonly number[]): Float32Array {
  const { matrix, targets, costs, epochs, seed } = fit
  const width = headsOf(fit)
  const { starts, columns, values } = matrix
  const weights = new Float32Array((matrix.width + 1) * ROW)
  const biasAt = matrix.width * ROW
  const slack = new Float64Array(matrix.rows * width)
  const order = Int32Array.from(rows)
  const random = openRandom(seed)
  const steps = new Float64Array(width)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (const row of order) {
      const from = starts[row] as number
      const to = starts[row + 1] as number
      const cost = costs[row] as number
      steps.fill(0)
      let square = 1
      for (let k = from; k < to; k++) {
        const value = values[k] as number
        square += value * value
        for (let head = 0, at = (columns[k] as number) * ROW; head < width; head++, at++)
          steps[head] = (steps[head] as number) + value * (weights[at] as number)
      }
      let moved = false
      for (let head = 0; head < width; head++) {
        const margin = (steps[head] as number) + (weights[biasAt + head] as number)
        steps[head] = 0
        const target = targets[row * width + head] as number
        if (target === 0) continue
        const damp = 0.5 / cost
        const held = slack[row * width + head] as number
        const next = Math.max(0, held - (target * margin - 1 + damp * held) / (square + damp))
        if (next === held) continue
        steps[head] = (next - held) * target
        slack[row * width + head] = next
        moved = true
      }
      if (!moved) continue
      for (let k = from; k < to; k++) {
        const value = values[k] as number
        for (let head = 0, at = (columns[k] as number) * ROW; head < width; head++, at++)
          weights[at] = (weights[at] as number) + value * (steps[head] as number)
      }
      for (let head = 0; head < width; head++)
        weights[biasAt + head] = (weights[biasAt + head] as number) + (steps[head] as number)
    }
  }
  return weights
}

/** Margins of the rows given, at `row × heads + head` of the result. */
function weighRows(fit: Fit, weights: Float32Array, rows: readonly number[], margins: Float32Array): void {
  const { matrix } = fit
  const { starts, columns, values } = matrix
  const width = headsOf(fit)
  for (const row of rows)
    for (let head = 0; head < width; head++) {
      let margin = weights[matrix.width * ROW + head] as number
      for (let k = starts[row] as number; k < (starts[row + 1] as number); k++)
        margin += (values[k] as number) * (weights[(columns[k] as number) * ROW + head] as number)
      margins[row * width + head] = margin
    }
}

export function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1))
    const held = order[i] as number
    order[i] = order[other] as number
    order[other] = held
  }
}

/** As a worker: fits one fold after the other and writes the margins of the rows left out. */
export interface FoldJob {
  fit: Fit
  folds: Uint8Array
  /** Folds to leave out, one after the other. */
  out: number[]
  margins: Float32Array
}

if (parentPort) {
  const { fit, folds, out, margins } = workerData as FoldJob
  for (const fold of out) {
    const rows = Array.from(folds.keys())
    const weights = fitWeights(
      fit,
      rows.filter((row) => folds[row] !== fold),
    )
    weighRows(
      fit,
      weights,
      rows.filter((row) => folds[row] === fold),
      margins,
    )
  }
  parentPort.postMessage('done')
}
