// Which words carried a decision: without them the model would not have made it.
import type { Model } from './model.ts'
import type { Copy } from './normalise.ts'
import type { Reading } from './reading.ts'
import { fillDense, POINT_STEPS, pointFeature, SENSE_STEPS, SENSES, senseFeature } from './sense.ts'

/** A range of units of the bare copy, and what it gave to the decision. */
export interface Span {
  start: number
  end: number
  share: number
}

/** What was decided: the head, the dictionary of its topic, the margin it got and the one it needed. */
export interface Decision {
  head: number
  topic: number
  margin: number
  threshold: number
}

/** More words than this hide the telling ones. */
const SPANS_MAX = 24
const SPAN_UNITS_MAX = 10
/** A unit that gave less than this share of the strongest one is no evidence. */
const UNIT_SHARE_MIN = 0.12
/** Spans are added until the margin is this much below the threshold, for what moves up when words are gone. */
const SAFETY = 0.12

/**
 * The words without which the decision would fall, strongest first; of the text that `model` weighed last. Fewer than
 * needed when no more words speak for it.
 */
export function findSpans(model: Model, reading: Reading, copy: Copy, decision: Decision): Span[] {
  const { head, threshold } = decision
  const spans = cutSpans(shareUnits(model, reading, copy, decision), reading, copy).slice(0, SPANS_MAX)
  const gone = new Uint8Array(copy.text.length + 1)
  const dense = reading.dense.slice()
  let excess = decision.margin - threshold + SAFETY
  let taken = 0
  while (taken < spans.length && excess > 0) {
    for (let share = 0; taken < spans.length && share < excess; taken++) {
      const span = spans[taken] as Span
      gone.fill(1, span.start, span.end)
      share += span.share
    }
    const left = sumUp(gone)
    fillDense(reading, dense, left)
    excess = model.weighWithout(reading.features, head, left, dense) - threshold + SAFETY
  }
  return spans.slice(0, taken)
}

/** How many units up to each are gone. */
function sumUp(gone: Uint8Array): Int32Array {
  const sums = new Int32Array(gone.length + 1)
  for (let i = 0; i < gone.length; i++) sums[i + 1] = (sums[i] as number) + (gone[i] as number)
  return sums
}

/** What each unit of the bare copy gave: its part of every run it stands in, and of the words it belongs to. */
function shareUnits(model: Model, reading: Reading, copy: Copy, { head, topic }: Decision): Float64Array {
  const shares = new Float64Array(copy.text.length + 1)
  spreadGrams(shares, model, reading, head)
  const { dense, senses, words } = reading
  counts.fill(0)
  for (let i = 0; i < senses.size; i++)
    counts[senses.sense[i] as number] = (counts[senses.sense[i] as number] as number) + 1
  for (let i = 0; i < senses.size; i++) {
    const sense = senses.sense[i] as number
    let share = 0
    for (let step = 0; step < SENSE_STEPS; step++) {
      const feature = senseFeature(sense, step)
      share += (dense[feature] as number) * model.denseWeight(feature, head)
    }
    spread(shares, senses.start[i] as number, senses.end[i] as number, share / (counts[sense] as number))
  }
  const own = words[topic]
  if (own && own.points > 0) {
    let share = 0
    for (let step = 0; step < POINT_STEPS; step++) {
      const feature = pointFeature(topic, step)
      share += (dense[feature] as number) * model.denseWeight(feature, head)
    }
    for (const hit of own.hits) spread(shares, hit.start, hit.end, (share * hit.points) / own.points)
  }
  return shares
}

const counts = new Uint16Array(SENSES)

function spread(shares: Float64Array, start: number, end: number, share: number): void {
  const part = share / (end - start)
  for (let unit = start; unit < end; unit++) shares[unit] = (shares[unit] as number) + part
}

function spreadGrams(units: Float64Array, model: Model, { features }: Reading, head: number): void {
  const { runOf, shares } = model.sharesOf(head)
  const { start, end, size } = features
  for (let gram = 0; gram < size; gram++) {
    const share = shares[runOf[gram] as number] as number
    const from = start[gram] as number
    const to = end[gram] as number
    if (share !== 0 && to - from <= SPAN_UNITS_MAX) spread(units, from, to, share)
  }
}

/** Runs of units that spoke for the decision, widened to the dictionary word they cut through; strongest first. */
function cutSpans(shares: Float64Array, { hits }: Reading, copy: Copy): Span[] {
  let most = 0
  for (const share of shares) most = Math.max(most, share)
  const least = most * UNIT_SHARE_MIN
  const inWord = new Uint8Array(copy.text.length + 1)
  for (let i = 0; i < hits.size; i++)
    for (let unit = (hits.start[i] as number) + 1; unit < (hits.end[i] as number); unit++) inWord[unit] = 1
  const spans: Span[] = []
  for (let unit = 0; unit < copy.text.length; unit++) {
    if ((shares[unit] as number) <= least) continue
    let start = unit
    while (start > (spans.at(-1)?.end ?? 0) && inWord[start] === 1) start--
    let end = unit
    let share = 0
    while (
      end < copy.text.length &&
      end - start < SPAN_UNITS_MAX &&
      ((shares[end] as number) > least || inWord[end] === 1)
    )
      share += shares[end++] as number
    if (end > unit) spans.push({ start, end, share })
    unit = Math.max(unit, end - 1)
  }
  return spans.sort((a, b) => b.share - a.share || a.start - b.start)
}
