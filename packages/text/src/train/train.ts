// Trains the topic model: node packages/text/src/train/train.ts --data DIR [--out DIR]. Same data, same bytes.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import {
  type Calibration,
  hashModel,
  heads,
  IDF_STEPS,
  packModel,
  packWeights,
  ROW,
  TOPIC_HEADS,
} from '../tag/model-file.ts'
import { DENSE_SIZE } from '../tag/sense.ts'
import { chooseThreshold, fitCurve, type Judged } from './calibrate.ts'
import { FOLDS, foldTexts, type Labelled, readInvented, readLabelled, readTargets } from './data.ts'
import { type FigureLine, readFigures } from './figure.ts'
import { type Fit, type FoldJob, fitWeights } from './fit.ts'
import { buildMatrix, type Vocabulary } from './matrix.ts'

const SEED = 20_161_212
const EPOCHS = 8
/** How much a text counts: those drawn where an earlier model was unsure are harder than life. */
const costs = { plain: 1, unsure: 0.7, invented: 1 } as const
const THREADS = 2
/** Runs kept in the shipped model, so that it stays under 10 MB. */
const GRAMS_MAX = 450_000

export interface Trained {
  bytes: Uint8Array
  figures: FigureLine[]
}

/** Trains on the texts given; `version` is written into the model and stands in every verdict. */
export async function train(items: readonly Labelled[], version: string): Promise<Trained> {
  const folds = foldTexts(items)
  const targets = readTargets(items)
  const { matrix, vocabulary } = buildMatrix(items.map((item) => item.text))
  const costOf = Float32Array.from(items, ({ draw }) => costs[draw])
  const fit: Fit = { matrix, targets, costs: costOf, epochs: EPOCHS, seed: SEED }
  const margins = new Float32Array(new SharedArrayBuffer(items.length * heads.length * 4))
  await Promise.all(
    Array.from({ length: THREADS }, (_, thread) => {
      const out = Array.from({ length: FOLDS }, (_, fold) => fold).filter((fold) => fold % THREADS === thread)
      return runFolds({ fit, folds, out, margins })
    }),
  )
  const plain = items.flatMap((item, i) => (item.draw === 'plain' ? [i] : []))
  const judgedOf = (head: number): Judged[] =>
    plain.flatMap((i) => {
      const target = targets[i * heads.length + head] as number
      return target === 0 ? [] : [{ margin: margins[i * heads.length + head] as number, is: target > 0 }]
    })
  const calibrations = heads.map((_, head) => calibrate(judgedOf(head), head))
  const weights = fitWeights(fit, Array.from(items.keys()))
  const bytes = packModel({ version, calibrations, ...keepRuns(weights, vocabulary) })
  return {
    bytes,
    figures: readFigures(
      heads.map((_, head) => judgedOf(head)),
      calibrations,
    ),
  }
}

function calibrate(judged: Judged[], head: number): Calibration {
  const curve = fitCurve(judged)
  const threshold =
    head < TOPIC_HEADS
      ? chooseThreshold(judged.map(({ margin }) => 1 / (1 + Math.exp(-(curve.slope * margin + curve.offset)))))
      : 0.5
  return { ...curve, threshold }
}

function runFolds(job: FoldJob): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./fit.ts', import.meta.url), { workerData: job })
    worker.once('message', () => resolve())
    worker.once('error', reject)
  })
}

/** The runs kept, the most frequent first; those in few texts go first when there are too many. */
function keepRuns(weights: Float32Array, { hashes, idfs }: Vocabulary) {
  const columns = Array.from(hashes.keys()).sort((a, b) => (idfs[a] as number) - (idfs[b] as number) || a - b)
  const kept = columns.slice(0, GRAMS_MAX)
  const rows = new Float32Array(kept.length * ROW)
  kept.forEach((column, row) => {
    const idf = (idfs[column] as number) / IDF_STEPS
    for (let head = 0; head < heads.length; head++)
      rows[row * ROW + head] = (weights[column * ROW + head] as number) * idf
  })
  return {
    hashes: Uint32Array.from(kept, (column) => hashes[column] as number),
    idfs: Uint8Array.from(kept, (column) => idfs[column] as number),
    ...packWeights(rows),
    dense: weights.slice(hashes.length * ROW, (hashes.length + DENSE_SIZE + 1) * ROW),
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } })
  if (values.data === undefined) throw new Error('say where the labelled texts are: --data DIR')
  const out = values.out ?? fileURLToPath(new URL('../../model', import.meta.url))
  const source = createHash('sha256')
    .update(readFileSync(join(values.data, 'topics.train.jsonl')))
    .digest('hex')
  const { invented, sha256: samples } = readInvented()
  const texts = [...readLabelled(values.data), ...invented]
  const { bytes, figures } = await train(texts, `topic-${source.slice(0, 8)}-2`)
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'topic.model'), bytes)
  const record = { sha256: hashModel(bytes), bytes: bytes.length, data: source, samples, seed: SEED, figures }
  writeFileSync(join(out, 'topic.json'), `${JSON.stringify(record, null, 2)}\n`)
  process.stdout.write(`${JSON.stringify(record, null, 2)}\n`)
}
