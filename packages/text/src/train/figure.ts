// How good a model is on texts it did not see: per head, with the interval that chance leaves.
import { openRandom } from '@huiying/runtime/random'
import type { Calibration } from '../tag/model-file.ts'
import { heads, TOPIC_HEADS } from '../tag/model-file.ts'
import { calibrationError, f1Of, type Judged, type Tally } from './calibrate.ts'

export interface FigureLine {
  head: string
  /** Texts of which it is true. */
  n: number
  precision: number
  recall: number
  f1: number
  /** 2.5 % and 97.5 % of f1 over resampled texts. */
  interval: [number, number]
  accuracy: number
  calibrationError: number
}

const RESAMPLES = 300
const RESAMPLE_SEED = 7

/** One line a head, then one of all topics together. `judged[head]` lists the same texts in the same order. */
export function readFigures(judged: readonly Judged[][], calibrations: readonly Calibration[]): FigureLine[] {
  const lines = judged.map((list, head) => {
    const calibration = calibrations[head] as Calibration
    const marks = list.map((one) => mark([one], [calibration]))
    return toLine(heads[head] as string, marks, calibrationError(list, calibration))
  })
  const topics = judged.slice(0, TOPIC_HEADS)
  const texts = (topics[0] as Judged[]).map((_, i) =>
    mark(
      topics.map((list) => list[i] as Judged),
      calibrations,
    ),
  )
  const mean = lines.slice(0, TOPIC_HEADS).reduce((sum, line) => sum + line.calibrationError, 0) / TOPIC_HEADS
  return [...lines, toLine('micro', texts, round(mean))]
}

interface Mark extends Tally {
  right: number
  asked: number
}

function mark(judged: readonly Judged[], calibrations: readonly Calibration[]): Mark {
  const found = { tp: 0, fp: 0, fn: 0, right: 0, asked: judged.length }
  judged.forEach(({ margin, is }, k) => {
    const { slope, offset, threshold } = calibrations[k] as Calibration
    const says = 1 / (1 + Math.exp(-(slope * margin + offset))) >= threshold
    if (says && is) found.tp++
    else if (says) found.fp++
    else if (is) found.fn++
    if (says === is) found.right++
  })
  return found
}

function toLine(head: string, marks: readonly Mark[], error: number): FigureLine {
  const all = addUp(marks)
  const random = openRandom(RESAMPLE_SEED)
  const scores = Array.from({ length: RESAMPLES }, () =>
    f1Of(addUp(marks.map(() => marks[Math.floor(random() * marks.length)] as Mark))),
  ).sort((a, b) => a - b)
  const at = (share: number) => round(scores[Math.floor(share * (RESAMPLES - 1))] as number)
  return {
    head,
    n: all.tp + all.fn,
    precision: round(all.tp / (all.tp + all.fp || 1)),
    recall: round(all.tp / (all.tp + all.fn || 1)),
    f1: round(f1Of(all)),
    interval: [at(0.025), at(0.975)],
    accuracy: round(all.right / (all.asked || 1)),
    calibrationError: round(error),
  }
}

function addUp(marks: readonly Mark[]): Mark {
  const sum = { tp: 0, fp: 0, fn: 0, right: 0, asked: 0 }
  for (const one of marks) {
    sum.tp += one.tp
    sum.fp += one.fp
    sum.fn += one.fn
    sum.right += one.right
    sum.asked += one.asked
  }
  return sum
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
