// What speaks for and against two texts telling of one happening, as numbers for the model, in one fixed order.
import type { Fingerprint } from '@huiying/domain/item'
import { alignmentOf, runsOf } from './alignment.ts'
import { isRoad } from './fingerprint.ts'
import { GRAM_SIZES } from './gram.ts'
import { type GramSet, hasGram, type Outline, outlineOf, pairsOf } from './outline.ts'

export interface Times {
  /** UTC milliseconds; unknown counts as the same moment. */
  at?: number
  bt?: number
}

const DAY_MS = 86_400_000

/** Between the two; where one is unknown, nothing. */
export const betweenMs = ({ at, bt }: Times): number => (at === undefined || bt === undefined ? 0 : Math.abs(at - bt))

/** Both longer than this: letters and long posts, whose words agree by chance more often. */
const LONG_LETTERS = 60

/** The numbers of a pair, always in the same order; which text comes first makes no difference. */
export function likenessOf(one: Fingerprint, other: Fingerprint, times: Times = {}): number[] {
  const [a, b] = inOrder(one, other)
  const outlineA = outlineOf(a)
  const outlineB = outlineOf(b)
  const days = betweenMs(times) / DAY_MS
  return [
    ...agreementOf(outlineA, outlineB),
    ...rareShared(outlineA, outlineB),
    ...titleAgreement(outlineA, outlineB),
    ...cosineOf(outlineA.what, outlineB.what),
    ...cosineOf(outlineA.whatTitle, outlineB.whatTitle),
    ...runsOf(outlineA.beginning, outlineB.beginning, a.letters),
    ...alignmentOf(outlineA.beginning, outlineB.beginning),
    ...placesOf(a, b),
    ...numbersOf(a.numbers, b.numbers),
    Math.log1p(a.letters.length),
    Math.log1p(b.letters.length),
    a.letters.length / Math.max(1, b.letters.length),
    Math.log1p(days),
    days > 7 ? 1 : 0,
    a.letters.length > LONG_LETTERS ? 1 : 0,
  ]
}

/** Cosine of the pairs of letters: cheap, and near 0 for what has nothing in common. */
export function pairCosine(one: Fingerprint, other: Fingerprint): number {
  const [a, b] = [pairsOf(one), pairsOf(other)]
  const { square } = a.hashes.length < b.hashes.length ? sharedOf(a, b) : sharedOf(b, a)
  return square / Math.sqrt(Math.max(1e-9, a.square * b.square))
}

/** Of what both have: the sum of its rarity, and of its square. */
function sharedOf(a: GramSet, b: GramSet): { sum: number; square: number } {
  let sum = 0
  let square = 0
  for (let at = 0; at < a.hashes.length; at++) {
    if (!hasGram(b, a.hashes[at] as number)) continue
    const rare = a.rarities[at] as number
    sum += rare
    square += rare * rare
  }
  return { sum, square }
}

/** The shorter first; of equal length by their letters. */
function inOrder(one: Fingerprint, other: Fingerprint): [Fingerprint, Fingerprint] {
  const difference = one.letters.length - other.letters.length || (one.letters < other.letters ? -1 : 1)
  return difference <= 0 ? [one, other] : [other, one]
}

/** Per size: cosine, share of the poorer and of the richer text that both have, and how much that is. */
function agreementOf(a: Outline, b: Outline): number[] {
  return GRAM_SIZES.flatMap((size) => {
    const [one, other] = [a.grams[size], b.grams[size]]
    const { sum, square } = sharedOf(one, other)
    const cosine = square / Math.sqrt(Math.max(1e-9, one.square * other.square))
    const poorer = sum / Math.max(1e-9, Math.min(one.sum, other.sum))
    const richer = sum / Math.max(1e-9, Math.max(one.sum, other.sum))
    return [cosine, Math.sqrt(cosine), poorer, richer, Math.log1p(sum)]
  })
}

/** The three rarest pairs of letters that both have, and the two rarest of the shorter that the other lacks. */
function rareShared(a: Outline, b: Outline): number[] {
  const agreeing = [0, 0, 0, 0, 0]
  const lacking = [0, 0, 0, 0, 0]
  const { hashes, rarities } = a.grams[2]
  for (let at = 0; at < hashes.length; at++) {
    keepRarest(hasGram(b.grams[2], hashes[at] as number) ? agreeing : lacking, rarities[at] as number)
  }
  return [agreeing[0], agreeing[1], agreeing[3], lacking[0], lacking[1], lacking[4]] as number[]
}

/** Puts a value in its place among the highest so far, highest first; the lowest falls out. */
function keepRarest(rarest: number[], value: number): void {
  let at = rarest.length - 1
  if (value <= (rarest[at] as number)) return
  for (; at > 0 && (rarest[at - 1] as number) < value; at--) rarest[at] = rarest[at - 1] as number
  rarest[at] = value
}

/** Cosine, and the share of the poorer side that both have. */
function cosineOf(a: GramSet, b: GramSet): [number, number] {
  const { sum, square } = sharedOf(a, b)
  const poorer = Math.max(1e-9, Math.min(a.sum, b.sum))
  return [square / Math.sqrt(Math.max(1e-9, a.square * b.square)), sum / poorer]
}

function titleAgreement(a: Outline, b: Outline): number[] {
  const agreeing = sharedOf(a.title, b.title).sum
  const inBody = sharedOf(a.title, b.grams[2]).sum
  const outOfBody = sharedOf(b.title, a.grams[2]).sum
  const least = Math.max(1e-9, Math.min(a.title.sum, b.title.sum))
  return [agreeing / least, Math.max(inBody / Math.max(1e-9, a.title.sum), outOfBody / Math.max(1e-9, b.title.sum))]
}

/** Places and areas: whether one is named on both sides, both name some and none meets, each has its own. */
function placesOf(a: Fingerprint, b: Fingerprint): number[] {
  const fine = meetingOf(
    a.places.filter((place) => !isRoad(place)),
    b.places.filter((place) => !isRoad(place)),
  )
  const roads = meetingOf(a.places.filter(isRoad), b.places.filter(isRoad))
  return [...fine, ...roads, ...meetingOf(a.areas, b.areas)]
}

/** 1 or 0 each: one is named on both sides; both name some and none meets; each names one that the other does not. */
function meetingOf(a: string[], b: string[]): [number, number, number] {
  const meets = (place: string, others: string[]) =>
    others.some((other) => place.endsWith(other) || other.endsWith(place) || place.startsWith(other))
  const agreeing = a.some((place) => meets(place, b))
  const own = a.some((place) => !meets(place, b)) && b.some((place) => !meets(place, a))
  return [agreeing ? 1 : 0, a.length > 0 && b.length > 0 && !agreeing ? 1 : 0, own ? 1 : 0]
}

function numbersOf(a: string[], b: string[]): number[] {
  const agreeing = a.filter((number) => b.includes(number)).length
  const own = a.some((number) => !b.includes(number)) && b.some((number) => !a.includes(number))
  return [Math.log1p(agreeing), own ? 1 : 0, a.length > 0 && b.length > 0 && agreeing === 0 ? 1 : 0]
}
