// Which words carried a decision: without them the model would not have made it.

import type { Copy } from '../normalise.ts'
import type { Model } from './model.ts'
import type { Reading } from './reading.ts'
import { DENSE_SIZE, fillDense, POINT_STEPS, pointFeature, SENSE_STEPS, SENSES, senseFeature } from './sense.ts'

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
  const { threshold } = decision
  const { gone, left, dense, shares, inWord } = takeScratch(copy.text.length)
  shareUnits(shares, model, reading, copy, decision)
  const spans = cutSpans(shares, inWord, reading, copy)
  const count = Math.min(spans.length, SPANS_MAX)
  dense.set(reading.dense)
  let excess = decision.margin - threshold + SAFETY
  let taken = 0
  while (taken < count && excess > 0) {
    for (let share = 0; taken < count && share < excess; taken++) {
      const span = bringStrongest(spans, taken)
      gone.fill(1, span.start, span.end)
      share += span.share
    }
    sumUp(gone, copy.text.length, left)
    fillDense(reading, dense, left)
    excess = model.weighWithout(reading.features, left, dense) - threshold + SAFETY
  }
  return spans.slice(0, taken)
}

/** Arrays for a text of so many units, all 0; shared, the next decision takes them over. */
function takeScratch(units: number): Scratch {
  if (scratch.gone.length <= units) scratch = newScratch(Math.max(units + 1, scratch.gone.length * 2))
  scratch.gone.fill(0, 0, units + 1)
  return scratch
}

interface Scratch {
  gone: Uint8Array
  inWord: Uint8Array
  left: Int32Array
  shares: Float64Array
  dense: Float32Array
}

const newScratch = (size: number): Scratch => ({
  gone: new Uint8Array(size),
  inWord: new Uint8Array(size),
  left: new Int32Array(size + 1),
  shares: new Float64Array(size + 1),
  dense: new Float32Array(DENSE_SIZE),
})
/** Longer texts make room for themselves. */
const SCRATCH_UNITS = 4096
let scratch = newScratch(SCRATCH_UNITS)

/** How many units up to each are gone. */
function sumUp(gone: Uint8Array, units: number, sums: Int32Array): void {
  for (let i = 0; i <= units; i++) sums[i + 1] = (sums[i] as number) + (gone[i] as number)
}

/** The strongest of the spans from one on, which it changes places with; of equal ones the first in the text. */
function bringStrongest(spans: Span[], from: number): Span {
  let best = from
  for (let at = from + 1; at < spans.length; at++) {
    const { share, start } = spans[at] as Span
    const held = spans[best] as Span
    if (share > held.share || (share === held.share && start < held.start)) best = at
  }
  const strongest = spans[best] as Span
  spans[best] = spans[from] as Span
  spans[from] = strongest
  return strongest
}

/**
 * What each unit of the bare copy gave: its part of every run it stands in, and of the words it belongs to. What begins
 * to give at a unit and ends to at another is written there and summed up at the end, however long it is.
 */
function shareUnits(shares: Float64Array, model: Model, reading: Reading, copy: Copy, { head, topic }: Decision): void {
  shares.fill(0, 0, copy.text.length + 1)
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
  let sum = 0
  for (let unit = 0; unit < copy.text.length; unit++) {
    sum += shares[unit] as number
    shares[unit] = sum / GRAINS
  }
}

const counts = new Uint16Array(SENSES)

/** Shares are summed up in whole grains: exact in any order, so that equal words have equal shares. */
const GRAINS = 2 ** 32
/** Grains of each of so many units. */
const PARTS = [0, GRAINS, GRAINS / 2, GRAINS / 3, GRAINS / 4]

function spread(shares: Float64Array, start: number, end: number, share: number): void {
  addPart(shares, start, end, Math.floor((share * GRAINS) / (end - start)))
}

function addPart(shares: Float64Array, start: number, end: number, part: number): void {
  shares[start] = (shares[start] as number) + part
  shares[end] = (shares[end] as number) - part
}

function spreadGrams(units: Float64Array, model: Model, { features }: Reading, head: number): void {
  const { runOf, shares } = model.sharesOf(head)
  const { start, end, size } = features
  for (let gram = 0; gram < size; gram++) {
    const from = start[gram] as number
    const to = end[gram] as number
    const share = shares[runOf[gram] as number] as number
    // Nearly all are short: a product is there sooner than a quotient, and what rounds to the nearest is guessed wrong.
    if (to - from < PARTS.length) addPart(units, from, to, Math.floor(share * (PARTS[to - from] as number)))
    else if (to - from <= SPAN_UNITS_MAX) spread(units, from, to, share)
  }
}

/** Runs of units that spoke for the decision, widened to the dictionary word they cut through; in their order. */
function cutSpans(shares: Float64Array, inWord: Uint8Array, { hits }: Reading, copy: Copy): Span[] {
  let most = 0
  for (let unit = 0; unit < copy.text.length; unit++) most = Math.max(most, shares[unit] as number)
  const least = most * UNIT_SHARE_MIN
  inWord.fill(0, 0, copy.text.length + 1)
  for (let i = 0; i < hits.size; i++)
    for (let unit = (hits.start[i] as number) + 1; unit < (hits.end[i] as number); unit++) inWord[unit] = 1
  const spans: Span[] = []
  let free = 0
  for (let unit = 0; unit < copy.text.length; unit++) {
    if ((shares[unit] as number) <= least) continue
    let start = unit
    while (start > free && inWord[start] === 1) start--
    let end = unit
    let share = 0
    while (
      end < copy.text.length &&
      end - start < SPAN_UNITS_MAX &&
      ((shares[end] as number) > least || inWord[end] === 1)
    )
      share += shares[end++] as number
    if (end > unit) {
      spans.push({ start, end, share })
      free = end
    }
    unit = Math.max(unit, end - 1)
  }
  return spans
}
