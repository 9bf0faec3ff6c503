// The model's dense features: senses of words, points of the topic dictionaries, places, and what kind of text it is.
import { senseWords } from './dictionary/sense.ts'
import { topicWords } from './dictionary/topic.ts'
import { addGram, type Features, hashPair } from './feature.ts'
import type { Hits, Lexicon, Meaning } from './lexicon.ts'
import type { PlaceReading } from './place.ts'
import type { WordScore } from './topic.ts'

const SENSES = Object.keys(senseWords).length

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

/** What the dense features are read from. */
export interface Found {
  hits: Hits
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

/** Fills `dense` and adds the pairs of senses that meet in the title to the grams. */
export function readDense(found: Found, lexicon: Lexicon, dense: Float32Array): void {
  dense.fill(0)
  fillDense(found, lexicon, dense, () => true)
  pairSenses(found, lexicon)
  pairNear(found, lexicon)
  readKind(found, dense)
}

/** The features of senses and dictionary points, of the words that `isKept` leaves; the other features stay. */
export function fillDense(
  found: Pick<Found, 'hits' | 'words' | 'features'>,
  lexicon: Lexicon,
  dense: Float32Array,
  isKept: (start: number, end: number) => boolean,
): void {
  dense.fill(0, 0, PLACES_AT)
  countSenses(found, lexicon, dense, isKept)
  for (let topic = 0; topic < topicWords.length; topic++) {
    let points = 0
    for (const hit of (found.words[topic] as WordScore).hits) if (isKept(hit.start, hit.end)) points += hit.points
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
  { hits, features }: Pick<Found, 'hits' | 'features'>,
  lexicon: Lexicon,
  dense: Float32Array,
  isKept: (start: number, end: number) => boolean,
): void {
  counts.fill(0)
  const { tags } = features
  for (let i = 0; i < hits.size; i++)
    for (const meaning of lexicon.meanings[hits.word[i] as number] as readonly Meaning[]) {
      if (meaning.kind !== 'sense' || !isKept(hits.start[i] as number, hits.end[i] as number)) continue
      const { sense } = meaning
      counts[sense] = (counts[sense] as number) + 1
      dense[senseFeature(sense, 1)] = SENSE_ANYWHERE
      if ((counts[sense] as number) >= OFTEN) dense[senseFeature(sense, 2)] = SENSE_OFTEN
      if (isInTitle(hits.start[i] as number, features)) dense[senseFeature(sense, 0)] = SENSE_TITLE
      if (tags.length > 0 && !isTagged(hits.start[i] as number, tags)) dense[senseFeature(sense, 3)] = SENSE_OUTSIDE
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

function pairSenses({ hits, features }: Found, lexicon: Lexicon): void {
  const paired: { sense: number; start: number; end: number }[] = []
  for (let i = 0; i < hits.size && paired.length < PAIRED_MAX; i++) {
    const start = hits.start[i] as number
    if (!isInTitle(start, features)) continue
    for (const meaning of lexicon.meanings[hits.word[i] as number] as readonly Meaning[])
      if (
        meaning.kind === 'sense' &&
        paired.length < PAIRED_MAX &&
        !paired.some(({ sense }) => sense === meaning.sense)
      )
        paired.push({ sense: meaning.sense, start, end: hits.end[i] as number })
  }
  for (const left of paired)
    for (const right of paired)
      if (left.sense < right.sense) {
        const start = Math.min(left.start, right.start)
        addGram(features, hashPair(left.sense, right.sense), start, Math.max(left.end, right.end))
      }
}

/** Senses at most this far apart are paired anywhere in the text. */
const NEAR_UNITS = 8
const NEAR_PAIRS_MAX = 400
const NEAR_SEED = 4096

function pairNear({ hits, features }: Found, lexicon: Lexicon): void {
  let pairs = 0
  const recent: { sense: number; start: number; end: number }[] = []
  for (let i = 0; i < hits.size && pairs < NEAR_PAIRS_MAX; i++) {
    const start = hits.start[i] as number
    const end = hits.end[i] as number
    for (const meaning of lexicon.meanings[hits.word[i] as number] as readonly Meaning[]) {
      if (meaning.kind !== 'sense') continue
      while (recent.length > 0 && (recent[0] as { end: number }).end + NEAR_UNITS < start) recent.shift()
      for (const other of recent) {
        if (other.sense === meaning.sense || other.end > start) continue
        addGram(features, hashPair(NEAR_SEED + other.sense, meaning.sense), other.start, end)
        pairs++
      }
      recent.push({ sense: meaning.sense, start, end })
    }
  }
}
