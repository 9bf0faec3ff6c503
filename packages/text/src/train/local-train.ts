// Makes a local model from lessons, and compares it with the one in use on lessons that neither had learnt from.
import type { ModelFacts, ModelFigure } from '@huiying/domain/model'
import { normalise } from '../normalise.ts'
import { openLexicon } from '../tag/lexicon.ts'
import { probabilityOf } from '../tag/model.ts'
import { type Calibration, GOV_HEAD, hashModel, heads, TOPIC_HEADS } from '../tag/model-file.ts'
import { openReader } from '../tag/reading.ts'
import { f1Of, type Tally } from './calibrate.ts'
import { FOLDS } from './data.ts'
import {
  fitDelta,
  foldLessons,
  idOf,
  type Lesson,
  packDelta,
  readSamples,
  type Sample,
  weighDelta,
} from './local-fit.ts'
import { packLocal, readShipped, unpackLocal, useLocal } from './local-model.ts'

/** Fewer corrected texts, or fewer kinds of text among them, teach chance and not the book. */
const LESSONS_MIN = 30
const GROUPS_MIN = 20

export interface TrainedLocal extends ModelFacts {
  bytes: Uint8Array
}

export class TooFewLessons extends Error {}

/** Trains and compares. Throws TooFewLessons, in words for the person, when there is too little to learn from. */
export function trainLocal(
  lessons: readonly Lesson[],
  active: Uint8Array | null,
  say: (step: string) => void = () => undefined,
): TrainedLocal {
  const sorted = [...lessons].sort((a, b) => (a.id < b.id ? -1 : 1))
  const folds = foldLessons(sorted)
  const corrected = sorted.filter((one) => one.from === '改标')
  refuseFew(corrected)
  say(`改标 ${corrected.length} 条，研判后未改 ${sorted.length - corrected.length} 条`)
  const all = readSamples(sorted, (count) => {
    if (count % SAY_EVERY === 0) say(`已读 ${count}/${sorted.length}`)
  })
  const { samples } = all
  const fresh = new Map<Sample, Float32Array>()
  for (let fold = 0; fold < FOLDS; fold++) {
    const out = samples.filter((_, index) => folds[index] === fold)
    const delta = fitDelta(
      all,
      samples.filter((_, index) => folds[index] !== fold),
    )
    for (const sample of out) fresh.set(sample, weighDelta(delta, sample))
    say(`留出第 ${fold + 1}/${FOLDS} 份比较`)
  }
  const local = packDelta(fitDelta(all, samples), all)
  const bytes = packLocal(local)
  const held = heldBack(samples, active)
  return {
    id: idOf(samples),
    version: local.version,
    bytes,
    sha256: hashModel(bytes),
    base: local.base,
    corrected: corrected.length,
    stood: sorted.length - corrected.length,
    figures: figuresOf(held, fresh),
    changed: changedOf(held, fresh),
  }
}

const SAY_EVERY = 500

function refuseFew(corrected: readonly Lesson[]): void {
  const groups = new Set(corrected.map((one) => normalise(one.text).bare.text.slice(0, GROUP_UNITS))).size
  if (corrected.length >= LESSONS_MIN && groups >= GROUPS_MIN) return
  throw new TooFewLessons(
    `改标过的信息只有 ${corrected.length} 条（不重复的 ${groups} 种），至少要 ${LESSONS_MIN} 条、${GROUPS_MIN} 种才训练：` +
      '少了学到的是偶然。现用模型不变；已有的更正照常生效，请继续在案件页改标',
  )
}

/** Texts that begin with the same letters are one kind. */
const GROUP_UNITS = 40

interface Held {
  sample: Sample
  /** Margins of the model in use. */
  active: Float32Array
}

/** The lessons that the model in use has not learnt from; all of them when it is the shipped one. */
function heldBack(samples: readonly Sample[], active: Uint8Array | null): Held[] {
  if (active === null || unpackLocal(active).base !== readShipped().sha256)
    return samples.map((sample) => ({ sample, active: sample.margins }))
  const model = useLocal(active)
  const known = new Set(unpackLocal(active).learnt)
  const read = openReader(openLexicon(), model.findRow)
  return samples
    .filter(({ lesson }) => !known.has(lesson.id))
    .map((sample) => {
      const { features, dense } = read(normalise(sample.lesson.text))
      return { sample, active: model.weigh(features, dense).slice() }
    })
}

const says = (margins: Float32Array, head: number): boolean => {
  const calibration = readShipped().parts.calibrations[head] as Calibration
  return probabilityOf(margins[head] as number, calibration) >= calibration.threshold
}

/** Only what people corrected is counted: what was let stand would praise whichever model had said it. */
function figuresOf(held: readonly Held[], fresh: Map<Sample, Float32Array>): ModelFigure[] {
  const told = held.filter(({ sample }) => sample.lesson.from === '改标')
  const figure = (name: string, of: readonly number[]): ModelFigure => {
    const tallies = { active: newTally(), fresh: newTally() }
    let [n, yes] = [0, 0]
    for (const { sample, active } of told) {
      for (const head of of) {
        const target = sample.targets[head] as number
        if (target === 0) continue
        n++
        if (target > 0) yes++
        count(tallies.active, says(active, head), target > 0)
        count(tallies.fresh, says(fresh.get(sample) as Float32Array, head), target > 0)
      }
    }
    return { name, yes, n, active: scoreOf(tallies.active), fresh: scoreOf(tallies.fresh) }
  }
  const topics = Array.from({ length: TOPIC_HEADS }, (_, head) => head)
  return [
    figure('全部主题', topics),
    ...topics.map((head) => figure(heads[head] as string, [head])).filter((one) => one.n > 0),
    figure('gov', [GOV_HEAD]),
  ]
}

const newTally = (): Tally => ({ tp: 0, fp: 0, fn: 0 })
const scoreOf = (tally: Tally): number | null => (tally.tp + tally.fp + tally.fn === 0 ? null : f1Of(tally))

function count(tally: Tally, said: boolean, is: boolean): void {
  if (said && is) tally.tp++
  else if (said) tally.fp++
  else if (is) tally.fn++
}

/** How many of the texts that were let stand a model tags otherwise than they stand. */
function changedOf(held: readonly Held[], fresh: Map<Sample, Float32Array>): TrainedLocal['changed'] {
  const stood = held.filter(({ sample }) => sample.lesson.from === '研判')
  const differs = (sample: Sample, margins: Float32Array) =>
    Array.from({ length: TOPIC_HEADS }, (_, head) => head).some((head) => {
      const target = sample.targets[head] as number
      return target !== 0 && says(margins, head) !== target > 0
    })
  return {
    n: stood.length,
    active: stood.filter(({ sample, active }) => differs(sample, active)).length,
    fresh: stood.filter(({ sample }) => differs(sample, fresh.get(sample) as Float32Array)).length,
  }
}
