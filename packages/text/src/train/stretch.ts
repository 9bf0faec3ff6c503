// Fits a model of stretches to invented texts, look-alikes and ordinary letters. Same data, same bytes.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Copy, normalise } from '../normalise.ts'
import { ROW } from '../tag/model-file.ts'
import { openStretches, packStretches, runsOf, STRETCH_UNITS, type StretchParts } from '../tag/stretch-model.ts'
import { type Labelled, readLabelled } from './data.ts'
import { fitWeights } from './fit.ts'
import type { Matrix } from './matrix.ts'

/** An invented text and which class it is of, or `none`. */
export interface Sample {
  want: string
  text: string
}

export interface Plan {
  classes: readonly string[]
  samples: readonly Sample[]
  /** Letters to fit to, and others to set thresholds by. */
  ordinary: readonly string[]
  checked: readonly string[]
  /** Share of look-alikes, and of ordinary letters, that one class may take for its own out of fold. */
  lookAlikesMax: number
  ordinaryMax: number
  /** What else speaks for the classes, and the share of ordinary letters that it may be asked of, of each. */
  senses?: readonly RegExp[]
  sensedMax?: number
  /**
   * What may stand beside in a letter: each invented text is fitted to with the senses of one of
   * these too. Its letters are not counted: they would weigh as what they once stood beside.
   */
  frames?: readonly string[]
  /** Runs of less than this many of the 127 steps of a weight are left out: what is few stays near. */
  leastSteps?: number
}

const SEED = 20_161_212
const EPOCHS = 12
const FOLDS = 5
/** How much a text counts: one that tells of something, a look-alike, a stretch of an ordinary letter. */
const COST = 1
const COST_LOOK_ALIKE = 3
const COST_ORDINARY = 0.1
const ORDINARY = 'ordinary'
/** Columns of senses stand behind those of all runs; how much one counts beside a letter. */
const SENSE_COLUMN = 2 ** 32
const SENSE_VALUE = 2

/** Of each text its stretches, half of one further each. */
interface Text {
  want: string
  copy: Copy
  stretches: { runs: Uint32Array; senses: number[] }[]
  fold: number
}

export interface Trained {
  bytes: Uint8Array
  figures: Record<string, number>
}

export function trainStretches(plan: Plan): Trained {
  const { classes } = plan
  const read = (want: string) => (text: string, index: number) => readText(want, text, index, plan)
  const texts = [
    ...plan.samples.map(({ want, text }, index) => read(want)(text, index)),
    ...plan.ordinary.map(read(ORDINARY)),
  ]
  const held = plan.checked.map(read(ORDINARY))
  const margins = weighOutOfFold(texts, held, plan)
  const marginsOf = (list: readonly Text[]) => list.map((text) => margins.get(text) as Margins)
  const samplesOf = (want: string) => marginsOf(texts.filter((text) => text.want === want))
  const none = samplesOf('none')
  const ordinary = marginsOf(held)
  const floors = classes.map((_, which) =>
    plan.sensedMax === undefined
      ? Number.NEGATIVE_INFINITY
      : leastAbove(
          ordinary.map(({ letters }) => letters[which] as number),
          plan.sensedMax,
        ),
  )
  const marginOf = ({ letters, also }: Margins, which: number) =>
    (letters[which] as number) < (floors[which] as number)
      ? Number.NEGATIVE_INFINITY
      : (letters[which] as number) + (also[which] as number)
  const thresholds = classes.map((_, which) => {
    const of = (list: Margins[]) => list.map((margins) => marginOf(margins, which))
    return Math.max(leastAbove(of(none), plan.lookAlikesMax), leastAbove(of(ordinary), plan.ordinaryMax))
  })
  const says = (margins: Margins) => thresholds.some((threshold, which) => marginOf(margins, which) >= threshold)
  const share = (list: Margins[]) => list.filter(says).length / list.length
  const figures: Record<string, number> = {}
  classes.forEach((name, which) => {
    const all = samplesOf(name)
    figures[name] = all.length
    figures[`${name}Found`] =
      all.filter((margins) => marginOf(margins, which) >= (thresholds[which] as number)).length / all.length
  })
  figures.none = none.length
  figures.noneMarked = share(none)
  figures.ordinary = held.length
  figures.ordinaryMarked = share(ordinary)
  const parts = { ...fitParts(texts, plan), thresholds, ...(plan.senses === undefined ? {} : { floors }) }
  return { bytes: packStretches(parts), figures }
}

/** What the letters give a text, by class, and what the senses of the stretch of that class give besides. */
interface Margins {
  letters: number[]
  also: number[]
}

/** Of every invented text and every letter held back, by a model that did not see its fold. */
function weighOutOfFold(texts: readonly Text[], held: readonly Text[], plan: Plan): Map<Text, Margins> {
  const margins = new Map<Text, Margins>()
  const { senses = [] } = plan
  for (let fold = 0; fold < FOLDS; fold++) {
    const parts = fitParts(
      texts.filter((text) => text.fold !== fold),
      plan,
    )
    const model = openStretches([{ ...parts, thresholds: [] }])
    for (const text of [...texts.filter(({ want }) => want !== ORDINARY), ...held]) {
      if (text.fold !== fold) continue
      const letters = plan.classes.map((_, which) => model.weigh(text.copy, which))
      const also = plan.classes.map((_, which) => {
        // Each class is strongest somewhere else.
        model.weigh(text.copy, which)
        const found = sensesIn(model.around(text.copy), senses)
        return found.reduce((sum, sense) => sum + (parts.senses?.[which * senses.length + sense] as number), 0)
      })
      margins.set(text, { letters, also })
    }
  }
  return margins
}

const sensesIn = (text: string, senses: readonly RegExp[]): number[] =>
  senses.flatMap((sense, which) => (sense.test(text) ? [which] : []))

/** The least bound at or above which no more than a share of the margins lies. */
function leastAbove(margins: readonly number[], share: number): number {
  const sorted = margins.toSorted((a, b) => b - a)
  return (sorted[Math.floor(sorted.length * share)] as number) + Number.EPSILON * 1024
}

function readText(want: string, text: string, index: number, { senses = [], frames = [] }: Plan): Text {
  const copy = normalise(text).bare
  const stretches: Text['stretches'] = []
  const read = (part: string, framed = part) =>
    stretches.push({ runs: Uint32Array.from(runsOf({ ...copy, text: part })), senses: sensesIn(framed, senses) })
  const step = want === ORDINARY ? STRETCH_UNITS / 2 : copy.text.length
  for (let start = 0; start === 0 || start + step < copy.text.length; start += step) {
    const part = want === ORDINARY ? copy.text.slice(start, start + STRETCH_UNITS) : copy.text
    read(part)
  }
  if (frames.length > 0 && want !== ORDINARY) read(copy.text, copy.text + frames[index % frames.length])
  return { want, copy, stretches, fold: index % FOLDS }
}

/** Fits all classes on the runs of the invented texts; those of ordinary letters alone tell nothing of any of them. */
function fitParts(texts: readonly Text[], { classes, senses, leastSteps = 0 }: Plan): Omit<StretchParts, 'thresholds'> {
  const columns = new Map<number, number>()
  for (const { want, stretches } of texts)
    if (want !== ORDINARY)
      for (const { runs } of stretches) for (const run of runs) if (!columns.has(run)) columns.set(run, columns.size)
  const runs = columns.size
  for (const which of (senses ?? []).keys()) columns.set(SENSE_COLUMN + which, runs + which)
  const rows = texts.flatMap(({ want, stretches }) => stretches.map((stretch) => ({ want, stretch })))
  const matrix = fillMatrix(
    rows.map(({ stretch }) => stretch),
    columns,
  )
  const targets = Int8Array.from(rows.flatMap(({ want }) => classes.map((name) => (want === name ? 1 : -1))))
  const costs = Float32Array.from(rows, ({ want }) =>
    want === ORDINARY ? COST_ORDINARY : want === 'none' ? COST_LOOK_ALIKE : COST,
  )
  const weights = fitWeights({ matrix, targets, costs, epochs: EPOCHS, seed: SEED }, Array.from(rows.keys()))
  const biases = [...weights.slice(-ROW, classes.length - ROW)]
  const packed = leaveOut(packWeights(weights, columns, classes), classes.length, leastSteps)
  if (senses === undefined) return { ...packed, biases }
  return {
    ...packed,
    biases,
    senses: classes.flatMap((_, which) =>
      senses.map((_, sense) => SENSE_VALUE * (weights[(runs + sense) * ROW + which] as number)),
    ),
  }
}

function fillMatrix(rows: readonly Text['stretches'][number][], columns: ReadonlyMap<number, number>): Matrix {
  const starts = new Int32Array(rows.length + 1)
  const found: number[] = []
  const values: number[] = []
  rows.forEach((row, at) => {
    const times = new Map<number, number>()
    for (const run of row.runs) {
      const column = columns.get(run)
      if (column !== undefined) times.set(column, (times.get(column) ?? 0) + 1)
    }
    for (const [column, count] of times) {
      found.push(column)
      values.push(count)
    }
    for (const which of row.senses) {
      found.push(columns.get(SENSE_COLUMN + which) as number)
      values.push(SENSE_VALUE)
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
function packWeights(weights: Float32Array, columns: ReadonlyMap<number, number>, classes: readonly string[]) {
  const kept = [...columns].filter(([run]) => run < SENSE_COLUMN).sort(([one], [other]) => one - other)
  const packed = new Int8Array(kept.length * classes.length)
  const scales = classes.map((_, which) => {
    const largest = kept.reduce(
      (most, [, column]) => Math.max(most, Math.abs(weights[column * ROW + which] as number)),
      0,
    )
    kept.forEach(([, column], row) => {
      const share = (weights[column * ROW + which] as number) / largest
      packed[row * classes.length + which] = Math.sign(share) * Math.round(BYTE_MAX * Math.sqrt(Math.abs(share)))
    })
    return largest / BYTE_MAX ** 2
  })
  return { runs: Uint32Array.from(kept, ([run]) => run), weights: packed, scales }
}

/** Without the runs that weigh too little in every class. */
function leaveOut<Packed extends Pick<StretchParts, 'runs' | 'weights'>>(
  packed: Packed,
  classes: number,
  leastSteps: number,
): Packed {
  const weighs = (row: number) =>
    packed.weights.subarray(row * classes, (row + 1) * classes).some((steps) => Math.abs(steps) >= leastSteps)
  return {
    ...packed,
    runs: packed.runs.filter((_, row) => weighs(row)),
    weights: packed.weights.filter((_, at) => weighs(Math.floor(at / classes))),
  }
}

/** Lines of files beside this one, and what stands for all of them. */
export function readLines<Line>(names: readonly string[]): { lines: Line[]; sha256: string } {
  const files = names.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  const lines = files.flatMap((file) =>
    file
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  )
  return { lines, sha256: createHash('sha256').update(files.join('')).digest('hex') }
}

/** Letters that words say nothing of: to fit to, and every other of those drawn plainly to set bounds by. */
export function readOrdinary(folder: string, isTold: (text: string) => boolean) {
  const quiet = readLabelled(folder).filter(({ text }) => !isTold(text))
  const textsOf = (draw: Labelled['draw']) => quiet.filter((letter) => letter.draw === draw).map(({ text }) => text)
  const plain = textsOf('plain')
  return {
    ordinary: [...plain.filter((_, index) => index % 2 === 0), ...textsOf('unsure')],
    checked: plain.filter((_, index) => index % 2 === 1),
  }
}

/** Writes `<name>.model` and beside it what it was made of and what it gave. */
export function recordModel(name: string, { data, out }: { data: string; out: string }, samples: string, it: Trained) {
  writeFileSync(join(out, `${name}.model`), it.bytes)
  const shaOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  const letters = shaOf(readFileSync(join(data, 'topics.train.jsonl')))
  const { bytes, figures } = it
  const record = { sha256: shaOf(bytes), bytes: bytes.length, samples, letters, seed: SEED, figures }
  writeFileSync(join(out, `${name}.json`), `${JSON.stringify(record, null, 2)}\n`)
  process.stdout.write(`${JSON.stringify(record, null, 2)}\n`)
}

/** `--data DIR [--out DIR]` of a program that fits a model. */
export function readFolders(): { data: string; out: string } {
  const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } })
  if (values.data === undefined) throw new Error('say where the labelled letters are: --data DIR')
  return { data: values.data, out: values.out ?? fileURLToPath(new URL('../../model', import.meta.url)) }
}
