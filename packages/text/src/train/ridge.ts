// Logistic regression with a ridge: how much each of a few numbers says for a yes.

/** A case that is learnt from: what is weighed, whether it is a yes, and how much a slip on it costs. */
export interface Weighed {
  values: number[]
  is: boolean
  cost: number
}

/** Each value less its mean and by its scale, times its weight; the sum and `bias` are log odds. */
export interface Fitted {
  bias: number
  means: number[]
  scales: number[]
  weights: number[]
}

const NEWTON_STEPS = 12

/** Logistic regression with a ridge, by Newton's method: no chance in it, the same data give the same weights. */
export function fitRidge(rows: readonly Weighed[], ridge: number): Fitted {
  const table = rows.map(({ values }) => values)
  const width = (table[0] as number[]).length
  const means = Array.from({ length: width }, (_, k) => average(table.map((row) => row[k] as number)))
  const scales = means.map((mean, k) => Math.sqrt(average(table.map((row) => ((row[k] as number) - mean) ** 2))) || 1)
  const scaled = table.map((row) => [
    ...row.map((value, k) => (value - (means[k] as number)) / (scales[k] as number)),
    1,
  ])
  let weights = new Array<number>(width + 1).fill(0)
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const hessian = weights.map((_, k) => weights.map((__, l) => (k === l && k < width ? ridge : 0)))
    const slope = weights.map((weight, k) => (k < width ? -ridge * weight : 0))
    scaled.forEach((row, i) => {
      const chance = 1 / (1 + Math.exp(-dot(row, weights)))
      const { cost, is } = rows[i] as Weighed
      const spread = cost * chance * (1 - chance)
      const missing = cost * ((is ? 1 : 0) - chance)
      for (let k = 0; k <= width; k++) {
        const value = row[k] as number
        slope[k] = (slope[k] as number) + missing * value
        const line = hessian[k] as number[]
        for (let l = 0; l <= k; l++) line[l] = (line[l] as number) + spread * value * (row[l] as number)
      }
    })
    const move = solve(hessian, slope)
    weights = weights.map((weight, k) => weight + (move[k] as number))
  }
  const rounded = weights.map((weight) => Number(weight.toPrecision(6)))
  return {
    bias: rounded[width] as number,
    means: means.map((mean) => Number(mean.toPrecision(6))),
    scales: scales.map((scale) => Number(scale.toPrecision(6))),
    weights: rounded.slice(0, width),
  }
}

const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const dot = (a: number[], b: number[]): number => a.reduce((sum, value, k) => sum + value * (b[k] as number), 0)

/** Cholesky; only the lower half of the matrix is filled. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length
  const lower = matrix.map((row) => row.slice())
  const at = (k: number, l: number) => (lower[k] as number[])[l] as number
  for (let k = 0; k < size; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = at(k, l)
      for (let m = 0; m < l; m++) sum -= at(k, m) * at(l, m)
      ;(lower[k] as number[])[l] = k === l ? Math.sqrt(Math.max(1e-12, sum)) : sum / at(l, l)
    }
  }
  const forward: number[] = []
  for (let k = 0; k < size; k++) {
    let sum = right[k] as number
    for (let m = 0; m < k; m++) sum -= at(k, m) * (forward[m] as number)
    forward.push(sum / at(k, k))
  }
  const result = new Array<number>(size)
  for (let k = size - 1; k >= 0; k--) {
    let sum = forward[k] as number
    for (let m = k + 1; m < size; m++) sum -= at(m, k) * (result[m] as number)
    result[k] = sum / at(k, k)
  }
  return result
}
