// Learns what makes two texts tell of one happening, from labelled pairs: counts of runs of letters, and weights.
//   node packages/text/src/train/same.ts --data DIR [--place] [--check]
// Ships counts by hash and weights only; the labelled texts stay outside. With --check nothing is written,
// with --place only what is weighed of brief letters from one place is fitted anew.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { Fingerprint } from '@huiying/domain/item'
import { normalise } from '../normalise.ts'
import { shareHome, standApart } from '../same/apart.ts'
import { LETTERS_MAX } from '../same/fingerprint.ts'
import { gistOf } from '../same/gist.ts'
import { BUCKET_BITS, COUNT_STEPS, GRAM_SIZES, type Grams, hashGram, packGrams, useGrams } from '../same/gram.ts'
import { likenessOf } from '../same/likeness.ts'
import { openMeaning } from '../same/meaning.ts'
import {
  areBrief,
  areShort,
  fingerprintOf,
  isOpen,
  type SameModel,
  scoreLikeness,
  type Weighing,
  withMeaning,
} from '../same.ts'
import { fitRidge } from './ridge.ts'

interface Pair {
  a: string
  b: string
  at: string
  bt: string
  src: string
  label: 'same' | 'related' | 'different'
}

/** A pair as it is learnt from: what is weighed, and how much a slip on it costs. */
interface Row {
  pair: Pair
  a: Fingerprint
  b: Fingerprint
  values: number[]
  is: boolean
  cost: number
}

const FOLDS = 10
/** Penalty on the square of a weight: many of the values say nearly the same. */
const RIDGE = 20
/** Of two numbers there is little to hold down. */
const PLACE_RIDGE = 0.3
/** As many are of one matter as are not: no threshold is better than an even chance, and a lower one merges more. */
const PLACE_THRESHOLD = 0.5
/** An unrelated pair taken for one happening costs so many times a miss. */
const UNRELATED_WEIGHT = 4
/** Share of the pairs of unrelated happenings that may be merged: about one in a hundred. */
const WRONG_MERGES_MAX = 0.011

async function train(data: string, check: boolean): Promise<void> {
  const pairs = readLines<Pair>(join(data, 'pairs.train.jsonl'))
  const grams = countGrams(data, pairs)
  useGrams(grams)
  const rows = pairs.map(readRow)
  const byLetters = scoreOutOfFold(rows)
  const letters: Weighing = { ...fitRidge(rows, RIDGE), threshold: pickThreshold(rows, byLetters) }
  const decided = byLetters.map((score) => score >= letters.threshold)
  report('by their letters', rows, decided)
  const short = [...rows.keys()].filter((i) => areShort((rows[i] as Row).a, (rows[i] as Row).b))
  const asked = await askMeaning(short.map((i) => rows[i] as Row))
  const scores = scoreOutOfFold(asked).map((score, k) => {
    const first = byLetters[short[k] as number] as number
    return isOpen(first) ? score : first
  })
  const meaning: Weighing = { ...fitRidge(asked, RIDGE), threshold: pickThreshold(asked, scores) }
  for (const [k, i] of short.entries()) decided[i] = (scores[k] as number) >= meaning.threshold
  report('and, of two short texts, by their meaning', rows, decided)
  const model: SameModel = { version: VERSION, letters, meaning, place: await weighPlace(rows) }
  put('same.grams', packGrams(grams), check)
  putModel(model, check)
}

/** The other weights stay as they are shipped. */
async function trainPlace(data: string, check: boolean): Promise<void> {
  const shipped = JSON.parse(readFileSync(fileOf(MODEL), 'utf8')) as SameModel
  const rows = readLines<Pair>(join(data, 'pairs.train.jsonl')).map(readRow)
  putModel({ ...shipped, version: VERSION, place: await weighPlace(rows) }, check)
}

const VERSION = 'same-4'
const MODEL = 'same.model.json'
const fileOf = (name: string): URL => new URL(`../../model/${name}`, import.meta.url)
const putModel = (model: SameModel, check: boolean): void =>
  put(MODEL, Buffer.from(`${JSON.stringify(model)}\n`), check)

function put(name: string, bytes: Buffer, check: boolean): void {
  say(`${name} ${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`)
  if (!check) writeFileSync(fileOf(name), bytes)
}

/**
 * Of two brief letters from one place how near they must be in meaning. There are few such pairs among the labelled
 * ones; most are invented.
 */
async function weighPlace(labelled: Row[]): Promise<Weighing> {
  const invented = readLines<Pair>(new URL('same.jsonl', import.meta.url)).map(readRow)
  const rows = [...labelled, ...invented].filter(({ a, b }) => areBrief(a, b) && shareHome(a, b) && !standApart(a, b))
  const [whole, gist] = [await askMeaning(rows), await askMeaning(rows, gistOf)]
  const nearness = ({ values }: Row) => values.at(-2) as number
  const asked = whole.map((row, i) => ({ ...row, cost: 1, values: [nearness(row), nearness(gist[i] as Row)] }))
  const scores = scoreOutOfFold(asked, PLACE_RIDGE)
  const decided = scores.map((score) => score >= PLACE_THRESHOLD)
  report('brief letters of one place, by their meaning', asked, decided)
  return { ...fitRidge(asked, PLACE_RIDGE), threshold: PLACE_THRESHOLD }
}

function readRow(pair: Pair): Row {
  const [a, b] = [fingerprintOf(pair.a), fingerprintOf(pair.b)]
  const values = likenessOf(a, b, { at: Date.parse(pair.at), bt: Date.parse(pair.bt) })
  const cost = pair.label === 'different' ? UNRELATED_WEIGHT : 1
  return { pair, a, b, values, is: pair.label === 'same', cost }
}

/** The rows with how near the two texts are in meaning. */
async function askMeaning(rows: Row[], lettersOf: typeof gistOf = (one) => one.letters): Promise<Row[]> {
  const meaning = openMeaning()
  const asked: Row[] = []
  for (const row of rows) {
    const nearness = await meaning.cosine(lettersOf(row.a, row.b), lettersOf(row.b, row.a))
    if (nearness === null) throw meaning.fault()
    asked.push({ ...row, values: withMeaning(row.values, nearness) })
  }
  return asked
}

function readLines<T>(path: string | URL): T[] {
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
function scoreOutOfFold(rows: Row[], ridge = RIDGE): number[] {
  const folds = foldsOf(rows)
  const scores = new Array<number>(rows.length)
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = fitRidge(
      rows.filter((_, i) => folds[i] !== fold),
      ridge,
    )
    rows.forEach(({ a, b, values }, i) => {
      if (folds[i] === fold) scores[i] = standApart(a, b) ? 0 : scoreLikeness(model, values)
    })
  }
  return scores
}

/** Pairs that share a text, directly or through others, lie in one fold. */
function foldsOf(rows: Row[]): number[] {
  const parent = new Map<string, string>()
  const rootOf = (text: string): string => {
    let root = text
    while ((parent.get(root) ?? root) !== root) root = parent.get(root) as string
    return root
  }
  for (const { pair } of rows) parent.set(rootOf(pair.a), rootOf(pair.b))
  return rows.map(({ pair: { a } }) => createHash('sha256').update(rootOf(a)).digest().readUInt32LE(0) % FOLDS)
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`)
/** The threshold of the best F1 out of fold among those that merge few enough unrelated pairs. */
function pickThreshold(rows: Row[], scores: number[]): number {
  let best = { f1: 0, threshold: 1 }
  for (let threshold = 0.2; threshold < 0.99; threshold = Number((threshold + 0.01).toFixed(2))) {
    const decided = scores.map((score) => score >= threshold)
    const { f1, wrong } = measure(rows, decided)
    if (wrong.different <= WRONG_MERGES_MAX && f1 > best.f1) best = { f1, threshold }
  }
  return best.threshold
}

function measure(rows: Row[], decided: boolean[]) {
  const share = (label: Pair['label']) => {
    const asked = rows.flatMap(({ pair }, i) => (pair.label === label ? [decided[i] as boolean] : []))
    return { merged: asked.filter(Boolean).length, of: asked.length }
  }
  const [same, related, different] = [share('same'), share('related'), share('different')]
  const f1 = (2 * same.merged) / (same.merged + related.merged + different.merged + same.of)
  const rate = (one: { merged: number; of: number }) => one.merged / Math.max(1, one.of)
  return { f1, recall: rate(same), wrong: { related: rate(related), different: rate(different) } }
}

function report(title: string, rows: Row[], decided: boolean[]): void {
  say(title)
  const show = (name: string, kept: number[]) => {
    const { f1, recall, wrong } = measure(
      kept.map((i) => rows[i] as Row),
      kept.map((i) => decided[i] as boolean),
    )
    say(
      `${name.padEnd(10)} F1 ${f1.toFixed(3)} recall ${recall.toFixed(3)} ` +
        `merged wrongly: related ${wrong.related.toFixed(3)} different ${wrong.different.toFixed(3)} n ${kept.length}`,
    )
  }
  const all = [...rows.keys()]
  show('all', all)
  for (const src of new Set(rows.map(({ pair }) => pair.src)))
    show(
      src,
      all.filter((i) => rows[i]?.pair.src === src),
    )
}

const { values: args } = parseArgs({
  options: { data: { type: 'string' }, place: { type: 'boolean' }, check: { type: 'boolean' } },
})
if (args.data === undefined) throw new Error('usage: train/same.ts --data DIR [--place] [--check]')
await (args.place === true ? trainPlace : train)(args.data, args.check === true)
