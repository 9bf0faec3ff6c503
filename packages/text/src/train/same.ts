// Learns what makes two texts tell of one happening, from labelled pairs: counts of runs of letters, and weights.
//   node packages/text/src/train/same.ts --data DIR [--check]
// Ships counts by hash and weights only; the labelled texts stay outside. With --check nothing is written.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { Fingerprint } from '@huiying/domain/item'
import { normalise } from '../normalise.ts'
import { standApart } from '../same/apart.ts'
import { LETTERS_MAX } from '../same/fingerprint.ts'
import { BUCKET_BITS, COUNT_STEPS, GRAM_SIZES, type Grams, hashGram, packGrams, useGrams } from '../same/gram.ts'
import { likenessOf } from '../same/likeness.ts'
import { fingerprintOf, type SameModel, scoreLikeness } from '../same.ts'

interface Pair {
  a: string
  b: string
  at: string
  bt: string
  src: string
  label: 'same' | 'related' | 'different'
}

interface Learnt {
  prints: { a: Fingerprint; b: Fingerprint }[]
  values: number[][]
  same: boolean[]
  weights: number[]
}

type Fitted = Pick<SameModel, 'bias' | 'means' | 'scales' | 'weights'>

const FOLDS = 10
/** Penalty on the square of a weight: many of the values say nearly the same. */
const RIDGE = 20
/** An unrelated pair taken for one happening costs so many times a miss. */
const UNRELATED_WEIGHT = 4
const NEWTON_STEPS = 12
/** Of pairs of unrelated happenings at most so many in a hundred may be merged. */
const WRONG_MERGES_MAX_PERCENT = 1

function train(data: string, check: boolean): void {
  const pairs = readLines<Pair>(join(data, 'pairs.train.jsonl'))
  const grams = countGrams(data, pairs)
  useGrams(grams)
  const prints = pairs.map((pair) => ({ a: fingerprintOf(pair.a), b: fingerprintOf(pair.b) }))
  const values = pairs.map((pair, i) => {
    const { a, b } = prints[i] as { a: Fingerprint; b: Fingerprint }
    return likenessOf(a, b, { at: Date.parse(pair.at), bt: Date.parse(pair.bt) })
  })
  const same = pairs.map((pair) => pair.label === 'same')
  const weights = pairs.map((pair) => (pair.label === 'different' ? UNRELATED_WEIGHT : 1))
  const scores = scoreOutOfFold(pairs, { prints, values, same, weights })
  const threshold = pickThreshold(pairs, scores)
  report(pairs, scores, threshold)
  const model: SameModel = { version: 'same-2', ...fit(values, same, weights), threshold }
  const files = { 'same.grams': packGrams(grams), 'same.model.json': Buffer.from(`${JSON.stringify(model)}\n`) }
  for (const [name, bytes] of Object.entries(files)) {
    say(`${name} ${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`)
    if (!check) writeFileSync(new URL(`../../model/${name}`, import.meta.url), bytes)
  }
}

function readLines<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)
}

/** In how many texts each run of letters stands; every text gives its beginning, as fingerprints do. */
function countGrams(data: string, pairs: Pair[]): Grams {
  const headlines = gunzipSync(readFileSync(join(data, 'headlines.tsv.gz'))).toString('utf8')
  const texts = [
    ...headlines.split('\n').map((line) => line.split('\t')[2] ?? ''),
    ...readLines<{ text: string }>(join(data, 'topics.train.jsonl')).map((line) => line.text),
    ...pairs.flatMap((pair) => [pair.a, pair.b]),
  ].filter((text) => text !== '')
  const totals = { 1: newCounts(1), 2: newCounts(2), 3: newCounts(3) }
  for (const text of texts) {
    const letters = normalise(text).bare.text.toLowerCase().slice(0, LETTERS_MAX)
    for (const size of GRAM_SIZES) {
      const seen = new Set<number>()
      for (let at = 0; at + size <= letters.length; at++) seen.add(hashGram(letters, at, size))
      for (const gram of seen) totals[size][gram] = (totals[size][gram] as number) + 1
    }
  }
  const pack = (counts: Float64Array) =>
    Uint8Array.from(counts, (count) => Math.min(255, Math.round(COUNT_STEPS * Math.log1p(count))))
  return { texts: texts.length, counts: { 1: pack(totals[1]), 2: pack(totals[2]), 3: pack(totals[3]) } }
}

const newCounts = (size: 1 | 2 | 3): Float64Array => new Float64Array(1 << BUCKET_BITS[size])

/** Each pair scored by a model that saw no pair sharing a text with it. */
function scoreOutOfFold(pairs: Pair[], { prints, values, same, weights }: Learnt): number[] {
  const folds = foldsOf(pairs)
  const scores = new Array<number>(pairs.length)
  for (let fold = 0; fold < FOLDS; fold++) {
    const kept = (i: number) => folds[i] !== fold
    const model = fit(
      values.filter((_, i) => kept(i)),
      same.filter((_, i) => kept(i)),
      weights.filter((_, i) => kept(i)),
    )
    values.forEach((row, i) => {
      const { a, b } = prints[i] as { a: Fingerprint; b: Fingerprint }
      if (!kept(i)) scores[i] = standApart(a, b) ? 0 : scoreLikeness(model, row)
    })
  }
  return scores
}

/** Pairs that share a text, directly or through others, lie in one fold. */
function foldsOf(pairs: Pair[]): number[] {
  const parent = new Map<string, string>()
  const rootOf = (text: string): string => {
    let root = text
    while ((parent.get(root) ?? root) !== root) root = parent.get(root) as string
    return root
  }
  for (const { a, b } of pairs) parent.set(rootOf(a), rootOf(b))
  return pairs.map(({ a }) => createHash('sha256').update(rootOf(a)).digest().readUInt32LE(0) % FOLDS)
}

/** Logistic regression with a ridge, by Newton's method: no chance in it, the same data give the same weights. */
function fit(rows: number[][], same: boolean[], counts: number[]): Fitted {
  const width = (rows[0] as number[]).length
  const means = Array.from({ length: width }, (_, k) => average(rows.map((row) => row[k] as number)))
  const scales = means.map((mean, k) => Math.sqrt(average(rows.map((row) => ((row[k] as number) - mean) ** 2))) || 1)
  const scaled = rows.map((row) => [
    ...row.map((value, k) => (value - (means[k] as number)) / (scales[k] as number)),
    1,
  ])
  let weights = new Array<number>(width + 1).fill(0)
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const hessian = weights.map((_, k) => weights.map((__, l) => (k === l && k < width ? RIDGE : 0)))
    const slope = weights.map((weight, k) => (k < width ? -RIDGE * weight : 0))
    scaled.forEach((row, i) => {
      const chance = 1 / (1 + Math.exp(-dot(row, weights)))
      const count = counts[i] as number
      const spread = count * chance * (1 - chance)
      const missing = count * ((same[i] ? 1 : 0) - chance)
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

const say = (line: string): boolean => process.stdout.write(`${line}\n`)
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

/** The threshold of the best F1 out of fold among those that merge few enough unrelated pairs. */
function pickThreshold(pairs: Pair[], scores: number[]): number {
  let best = { f1: 0, threshold: 1 }
  for (let threshold = 0.2; threshold < 0.99; threshold = Number((threshold + 0.01).toFixed(2))) {
    const { f1, wrong } = measure(pairs, scores, threshold)
    if (Math.round(wrong.different * 100) <= WRONG_MERGES_MAX_PERCENT && f1 > best.f1) best = { f1, threshold }
  }
  return best.threshold
}

function measure(pairs: Pair[], scores: number[], threshold: number) {
  const share = (label: Pair['label']) => {
    const asked = pairs.flatMap((pair, i) => (pair.label === label ? [(scores[i] as number) >= threshold] : []))
    return { merged: asked.filter(Boolean).length, of: asked.length }
  }
  const [same, related, different] = [share('same'), share('related'), share('different')]
  const f1 = (2 * same.merged) / (same.merged + related.merged + different.merged + same.of)
  const rate = (one: { merged: number; of: number }) => one.merged / Math.max(1, one.of)
  return { f1, recall: rate(same), wrong: { related: rate(related), different: rate(different) } }
}

function report(pairs: Pair[], scores: number[], threshold: number): void {
  const show = (name: string, src: string | null, at: number) => {
    const kept = pairs.map((_, i) => i).filter((i) => src === null || pairs[i]?.src === src)
    const of = (i: number) => pairs[i] as Pair
    const { f1, recall, wrong } = measure(
      kept.map(of),
      kept.map((i) => scores[i] as number),
      at,
    )
    say(
      `${name.padEnd(10)} at ${at} F1 ${f1.toFixed(3)} recall ${recall.toFixed(3)} ` +
        `merged wrongly: related ${wrong.related.toFixed(3)} different ${wrong.different.toFixed(3)} n ${kept.length}`,
    )
  }
  show('all', null, threshold)
  for (const src of new Set(pairs.map((pair) => pair.src))) show(src, src, threshold)
}

const { values: args } = parseArgs({ options: { data: { type: 'string' }, check: { type: 'boolean' } } })
if (args.data === undefined) throw new Error('usage: train/same.ts --data DIR [--check]')
train(args.data, args.check === true)
