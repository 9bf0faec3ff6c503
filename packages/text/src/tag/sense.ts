// The model's dense features: senses of words, points of the topic dictionaries, places, and what kind of text it is.
import { senseWords } from '../dictionary/sense.ts'
import { topicWords } from '../dictionary/topic.ts'
import { addGram, type Features, hashPair } from './feature.ts'
import type { Hits, Lexicon } from './lexicon.ts'
import type { PlaceReading } from './place.ts'
import type { WordHit, WordScore } from './topic.ts'

export const SENSES = Object.keys(senseWords).length

/** Points of a topic's dictionary that each are a feature of their own. */
const pointSteps = [1, 3, 6, 12]
export const POINT_STEPS = pointSteps.length
export const SENSE_STEPS = 4
const PLACES_AT = SENSES * SENSE_STEPS + topicWords.length * POINT_STEPS
const KIND_AT = PLACES_AT + 6
export const DENSE_SIZE = KIND_AT + 9

/** Strength of a sense that stands in the title, anywhere, several times, and outside the tags of a text with tags. */
const SENSE_TITLE = 0.12
const SENSE_ANYWHERE = 0.09
const SENSE_OFTEN = 0.12
const SENSE_OUTSIDE = 0.12
const STEP = 0.1
const OFTEN = 3
/** Senses in the title that are paired with each other; more would only be noise. */
const PAIRED_MAX = 14
const lengthSteps = [12, 18, 26, 40, 80, 160]

/** The senses that stand in a text, in its order; shared arrays that the next reading overwrites. */
export interface SenseHits {
  size: number
  sense: Int32Array
  start: Int32Array
  end: Int32Array
}

/** What the dense features are read from. */
export interface Found {
  senses: SenseHits
  words: readonly WordScore[]
  places: PlaceReading
  features: Features
}

export function senseFeature(sense: number, step: number): number {
  return sense * SENSE_STEPS + step
}

export function pointFeature(topic: number, step: number): number {
  return SENSES * SENSE_STEPS + topic * POINT_STEPS + step
}

/** A text with more senses than this is a word list. */
const SENSE_HITS_MAX = 4096

export function openSenses(): SenseHits {
  const [sense, start, end] = [0, 1, 2].map(() => new Int32Array(SENSE_HITS_MAX)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  return { size: 0, sense, start, end }
}

export function listSenses(hits: Hits, lexicon: Lexicon, found: SenseHits): void {
  let size = 0
  for (let i = 0; i < hits.size; i++) {
    const senses = lexicon.senses[hits.word[i] as number] as Int32Array | null
    if (senses === null) continue
    for (let k = 0; k < senses.length && size < SENSE_HITS_MAX; k++) {
      found.sense[size] = senses[k] as number
      found.start[size] = hits.start[i] as number
      found.end[size++] = hits.end[i] as number
    }
  }
  found.size = size
}

/** Fills `dense` and adds the pairs of senses that meet in the title, or stand side by side, to the grams. */
export function readDense(found: Found, dense: Float32Array): void {
  dense.fill(0)
  fillDense(found, dense, null)
  pairSenses(found)
  pairNear(found)
  readKind(found, dense)
}

/**
 * The features of senses and dictionary points, of the words that `left` says are whole (how many units up to each are
 * gone); the other features stay.
 */
export function fillDense(
  found: Pick<Found, 'senses' | 'words' | 'features'>,
  dense: Float32Array,
  left: Int32Array | null,
): void {
  dense.fill(0, 0, PLACES_AT)
  countSenses(found, dense, left)
  for (let topic = 0; topic < topicWords.length; topic++) {
    const { hits } = found.words[topic] as WordScore
    let points = 0
    for (let k = 0; k < hits.length; k++) {
      const hit = hits[k] as WordHit
      if (left === null || left[hit.start] === left[hit.end]) points += hit.points
    }
    if (points === 0) continue
    for (let step = 0; step < pointSteps.length; step++)
      if (points >= (pointSteps[step] as number)) dense[pointFeature(topic, step)] = STEP
  }
}

function readKind({ places, features }: Found, dense: Float32Array): void {
  const { homeCount, abroadCount } = places
  if (homeCount > 0) dense[PLACES_AT] = STEP
  if (homeCount > 2) dense[PLACES_AT + 1] = STEP
  if (abroadCount > 0) dense[PLACES_AT + 2] = STEP
  if (abroadCount > 2) dense[PLACES_AT + 3] = STEP
  if (abroadCount > homeCount) dense[PLACES_AT + 4] = STEP
  if (homeCount + abroadCount === 0) dense[PLACES_AT + 5] = STEP
  const size = lengthSteps.findIndex((step) => features.units < step)
  dense[KIND_AT + (size < 0 ? lengthSteps.length : size)] = STEP
  if (features.tags.length > 0) dense[KIND_AT + 7] = STEP
  if (features.tags.length > 2) dense[KIND_AT + 8] = STEP
}

const counts = new Uint16Array(SENSES)

function countSenses(
  { senses, features }: Pick<Found, 'senses' | 'features'>,
  dense: Float32Array,
  left: Int32Array | null,
): void {
  counts.fill(0)
  const { tags } = features
  for (let i = 0; i < senses.size; i++) {
    const start = senses.start[i] as number
    if (left !== null && left[start] !== left[senses.end[i] as number]) continue
    const sense = senses.sense[i] as number
    const count = (counts[sense] as number) + 1
    counts[sense] = count
    dense[senseFeature(sense, 1)] = SENSE_ANYWHERE
    if (count >= OFTEN) dense[senseFeature(sense, 2)] = SENSE_OFTEN
    if (isInTitle(start, features)) dense[senseFeature(sense, 0)] = SENSE_TITLE
    if (tags.length > 0 && !isTagged(start, tags)) dense[senseFeature(sense, 3)] = SENSE_OUTSIDE
  }
}

function isInTitle(unit: number, { titleStart, titleEnd }: Features): boolean {
  return unit >= titleStart && unit < titleEnd
}

function isTagged(unit: number, tags: readonly number[]): boolean {
  for (let i = 0; i < tags.length; i += 2)
    if (unit >= (tags[i] as number) && unit < (tags[i + 1] as number)) return true
  return false
}

/** The first hits of the senses that are paired. */
const paired = new Int32Array(PAIRED_MAX)

function pairSenses({ senses, features }: Found): void {
  const { sense, start, end } = senses
  const count = listPaired(senses, features)
  for (let one = 0; one < count; one++)
    for (let other = 0; other < count; other++) {
      const [left, right] = [paired[one] as number, paired[other] as number]
      if ((sense[left] as number) >= (sense[right] as number)) continue
      const from = Math.min(start[left] as number, start[right] as number)
      const to = Math.max(end[left] as number, end[right] as number)
      addGram(features, hashPair(sense[left] as number, sense[right] as number), from, to)
    }
}

function listPaired({ size, sense, start }: SenseHits, features: Features): number {
  let count = 0
  for (let i = 0; i < size && count < PAIRED_MAX; i++) {
    if (!isInTitle(start[i] as number, features)) continue
    let known = false
    for (let one = 0; one < count; one++) known ||= sense[paired[one] as number] === sense[i]
    if (!known) paired[count++] = i
  }
  return count
}

/** Senses at most this far apart are paired anywhere in the text. */
const NEAR_UNITS = 8
const NEAR_PAIRS_MAX = 400
const NEAR_SEED = 4096

function pairNear({ senses, features }: Found): void {
  const { sense, start, end } = senses
  let pairs = 0
  let first = 0
  for (let i = 0; i < senses.size && pairs < NEAR_PAIRS_MAX; i++) {
    while (first < i && (end[first] as number) + NEAR_UNITS < (start[i] as number)) first++
    for (let other = first; other < i; other++) {
      if (sense[other] === sense[i] || (end[other] as number) > (start[i] as number)) continue
      const hash = hashPair(NEAR_SEED + (sense[other] as number), sense[i] as number)
      addGram(features, hash, start[other] as number, end[i] as number)
      pairs++
    }
  }
}
