// Trains the model of early words: node packages/text/src/train/early.ts --data DIR [--out DIR]. Same data, same bytes.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { type Copy, normalise } from '../normalise.ts'
import { findWords } from '../tag/early.ts'
import {
  type EarlyParts,
  type Pressing,
  packEarly,
  pressing,
  runsOf,
  STRETCH_UNITS,
  useEarlyModel,
} from '../tag/early-model.ts'
import { ROW } from '../tag/model-file.ts'
import { readLabelled } from './data.ts'
import { fitWeights } from './fit.ts'
import type { Matrix } from './matrix.ts'

/** An invented text and what it tells of. */
export interface Sample {
  want: Pressing | 'none'
  text: string
}

const SEED = 20_161_212
const EPOCHS = 12
const FOLDS = 5
/** How much a text counts: one that tells of something, a look-alike, a stretch of an ordinary letter. */
const COST = 1
const COST_LOOK_ALIKE = 3
const COST_ORDINARY = 0.1
/** Share of look-alikes, and of ordinary letters, that one class may take for its own out of fold. */
const LOOK_ALIKES_MAX = 0.016
const ORDINARY_MAX = 0.0055

/** Of each text its stretches, half of one further each. */
interface Text {
  want: Sample['want'] | 'ordinary'
  copy: Copy
  stretches: Uint32Array[]
  fold: number
}

export interface TrainedEarly {
  bytes: Uint8Array
  figures: Record<string, number>
}

export function trainEarly(
  samples: readonly Sample[],
  ordinary: readonly string[],
  checked: readonly string[],
): TrainedEarly {
  const texts = [
    ...samples.map(({ want, text }, index) => readText(want, text, index)),
    ...ordinary.map((text, index) => readText('ordinary', text, index)),
  ]
  const held = checked.map((text, index) => readText('ordinary', text, index))
  const margins = new Map<Text, Float64Array>()
  const heldMargins: Float64Array[] = []
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = useEarlyModel({ ...fitParts(texts.filter((text) => text.fold !== fold)), thresholds: [0, 0, 0] })
    for (const text of texts)
      if (text.want !== 'ordinary' && text.fold === fold) margins.set(text, model.weigh(text.copy).slice())
    for (const text of held) if (text.fold === fold) heldMargins.push(model.weigh(text.copy).slice())
  }
  const marginsOf = (want: Text['want'], which: number) =>
    texts.flatMap((text) => (text.want === want ? [(margins.get(text) as Float64Array)[which] as number] : []))
  const thresholds = pressing.map((_, which) =>
    Math.max(
      leastAbove(marginsOf('none', which), LOOK_ALIKES_MAX),
      leastAbove(
        heldMargins.map((margin) => margin[which] as number),
        ORDINARY_MAX,
      ),
    ),
  )
  const says = (margin: ArrayLike<number>) =>
    thresholds.some((threshold, which) => (margin[which] as number) >= threshold)
  const share = (list: readonly ArrayLike<number>[]) => list.filter(says).length / list.length
  const figures: Record<string, number> = {}
  pressing.forEach((name, which) => {
    const all = marginsOf(name, which)
    figures[name] = all.length
    figures[`${name}Found`] = all.filter((margin) => margin >= (thresholds[which] as number)).length / all.length
  })
  const none = texts.filter((text) => text.want === 'none').map((text) => margins.get(text) as Float64Array)
  figures.none = none.length
  figures.noneMarked = share(none)
  figures.ordinary = held.length
  figures.ordinaryMarked = share(heldMargins)
  return { bytes: packEarly({ ...fitParts(texts), thresholds }), figures }
}

/** The least bound at or above which no more than a share of the margins lies. */
function leastAbove(margins: readonly number[], share: number): number {
  const sorted = margins.toSorted((a, b) => b - a)
  return (sorted[Math.floor(sorted.length * share)] as number) + Number.EPSILON * 1024
}

function readText(want: Text['want'], text: string, index: number): Text {
  const copy = normalise(text).bare
  const stretches: Uint32Array[] = []
  const step = want === 'ordinary' ? STRETCH_UNITS / 2 : copy.text.length
  for (let start = 0; start === 0 || start + step < copy.text.length; start += step) {
    const part = want === 'ordinary' ? copy.text.slice(start, start + STRETCH_UNITS) : copy.text
    stretches.push(Uint32Array.from(runsOf({ ...copy, text: part })))
  }
  return { want, copy, stretches, fold: index % FOLDS }
}

/** Fits all classes on the runs of the invented texts; those of ordinary letters alone tell nothing of any of them. */
function fitParts(texts: readonly Text[]): Omit<EarlyParts, 'thresholds'> {
  const columns = new Map<number, number>()
  for (const { want, stretches } of texts)
    if (want !== 'ordinary')
      for (const stretch of stretches) for (const run of stretch) if (!columns.has(run)) columns.set(run, columns.size)
  const rows = texts.flatMap(({ want, stretches }) => stretches.map((stretch) => ({ want, stretch })))
  const matrix = fillMatrix(
    rows.map(({ stretch }) => stretch),
    columns,
  )
  const targets = Int8Array.from(rows.flatMap(({ want }) => pressing.map((name) => (want === name ? 1 : -1))))
  const costs = Float32Array.from(rows, ({ want }) =>
    want === 'ordinary' ? COST_ORDINARY : want === 'none' ? COST_LOOK_ALIKE : COST,
  )
  const weights = fitWeights({ matrix, targets, costs, epochs: EPOCHS, seed: SEED }, Array.from(rows.keys()))
  return { ...packWeights(weights, columns), biases: [...weights.slice(-ROW, -ROW + pressing.length)] }
}

function fillMatrix(rows: readonly Uint32Array[], columns: ReadonlyMap<number, number>): Matrix {
  const starts = new Int32Array(rows.length + 1)
  const found: number[] = []
  const values: number[] = []
  rows.forEach((row, at) => {
    const times = new Map<number, number>()
    for (const run of row) {
      const column = columns.get(run)
      if (column !== undefined) times.set(column, (times.get(column) ?? 0) + 1)
    }
    for (const [column, count] of times) {
      found.push(column)
      values.push(count)
    }
    starts[at + 1] = found.length
  })
  return {
    rows: rows.length,
    width: columns.size,
    starts,
    columns: Int32Array.from(found),
    values: Float32Array.from(values),
  }
}

const BYTE_MAX = 127

/** One byte a class: the square root of a weight's share of the largest. Runs stand in rising order. */
function packWeights(weights: Float32Array, columns: ReadonlyMap<number, number>) {
  const kept = [...columns].sort(([one], [other]) => one - other)
  const packed = new Int8Array(kept.length * pressing.length)
  const scales = pressing.map((_, which) => {
    const largest = kept.reduce(
      (most, [, column]) => Math.max(most, Math.abs(weights[column * ROW + which] as number)),
      0,
    )
    kept.forEach(([, column], row) => {
      const share = (weights[column * ROW + which] as number) / largest
      packed[row * pressing.length + which] = Math.sign(share) * Math.round(BYTE_MAX * Math.sqrt(Math.abs(share)))
    })
    return largest / BYTE_MAX ** 2
  })
  return { runs: Uint32Array.from(kept, ([run]) => run), weights: packed, scales }
}

/** The invented texts: those written for training, and the table that the words were mended by. */
export function readSamples(): { samples: Sample[]; sha256: string } {
  const files = ['./early.jsonl', '../tag/early-plain.jsonl'].map((name) =>
    readFileSync(new URL(name, import.meta.url), 'utf8'),
  )
  const samples = files.flatMap((file) =>
    file
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Sample),
  )
  return { samples, sha256: createHash('sha256').update(files.join('')).digest('hex') }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } })
  if (values.data === undefined) throw new Error('say where the labelled letters are: --data DIR')
  const out = values.out ?? fileURLToPath(new URL('../../model', import.meta.url))
  const letters = readLabelled(values.data)
  // What words find already may tell of a danger indeed: it is no example of an ordinary letter.
  const quiet = letters.filter(
    ({ text }) => !findWords(text).some(({ code }) => pressing.some((name) => name === code)),
  )
  const plain = quiet.filter(({ draw }) => draw === 'plain').map(({ text }) => text)
  const unsure = quiet.filter(({ draw }) => draw === 'unsure').map(({ text }) => text)
  const { samples, sha256 } = readSamples()
  const ordinary = [...plain.filter((_, index) => index % 2 === 0), ...unsure]
  const { bytes, figures } = trainEarly(
    samples,
    ordinary,
    plain.filter((_, index) => index % 2 === 1),
  )
  writeFileSync(join(out, 'early.model'), bytes)
  const letterSha = createHash('sha256')
    .update(readFileSync(join(values.data, 'topics.train.jsonl')))
    .digest('hex')
  const hash = createHash('sha256').update(bytes).digest('hex')
  const record = { sha256: hash, bytes: bytes.length, samples: sha256, letters: letterSha, seed: SEED, figures }
  writeFileSync(join(out, 'early.json'), `${JSON.stringify(record, null, 2)}\n`)
  process.stdout.write(`${JSON.stringify(record, null, 2)}\n`)
}
