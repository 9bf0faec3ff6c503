// Whether two texts tell of the same happening: exact reposts first, then what the model says of how alike they are.
import { readFileSync } from 'node:fs'
import type { Fingerprint } from '@huiying/domain/item'
import { meetByRoad, shareHome, standApart } from './same/apart.ts'
import { FINGERPRINT_VERSION, fingerprintOf } from './same/fingerprint.ts'
import { gistOf } from './same/gist.ts'
import { betweenMs, likenessOf, pairCosine, type Times } from './same/likeness.ts'
import { tellOther } from './same/matter.ts'
import { type Meaning, openMeaning } from './same/meaning.ts'

export { fingerprintOf } from './same/fingerprint.ts'

export interface Comparison {
  same: boolean
  /** Calibrated probability that both tell of one happening. */
  score: number
  reasons: string[]
}

/** Weighs numbers: the score is 1 / (1 + exp(-(bias + Σ weight × (value - mean) / scale))). */
export interface Weighing {
  bias: number
  means: number[]
  scales: number[]
  weights: number[]
  /** Least score of `same`. */
  threshold: number
}

/** Trained by train/same.ts: how the letters are weighed, how with them what the texts mean, and that of one place. */
export interface SameModel {
  version: string
  letters: Weighing
  meaning: Weighing
  place: Weighing
}

/** How far apart two tellings of one happening may be: letters about one standing grievance come for weeks. */
export const SAME_WINDOW_MS = 30 * 24 * 60 * 60 * 1000
/** Texts less alike than this are not looked at further; no pair judged the same was (train, lowest 0.077). */
const COSINE_MIN = 0.05
/** What is left of the score of two texts that are alike but for the place or the matter. */
const APART_SHARE = 0.3
/** Scores of the letters between these leave the matter open: there the meaning of two short texts is asked as well. */
const DOUBT = { from: 0.2, to: 0.9 }
/**
 * Headlines and posts say one thing in few words, and two of them may share none. Longer texts have letters enough to
 * go by, and of two about one estate the network cannot tell whether they want the same (three joins of letters won,
 * four more wrong).
 */
const SHORT_LETTERS_MAX = 60
/** Of two letters from one estate that are no longer, only what they mean tells whether they want the same. */
const BRIEF_LETTERS_MAX = 90

const path = new URL('../model/same.model.json', import.meta.url)
let shipped: SameModel | undefined
const shippedMeaning = openMeaning()

/** Why the meaning cannot be asked on this machine, so that letters alone decide; undefined while nothing is wrong. */
export const meaningFault = (): Error | undefined => shippedMeaning.fault()

/** By their letters, and where these leave it open between two short texts by their meaning too. */
export async function compareFingerprints(
  a: Fingerprint,
  b: Fingerprint,
  times: Times = {},
  meaning: Meaning = shippedMeaning,
): Promise<Comparison> {
  // The tracker finds nothing older either: what happens again after so long is another case.
  if (betweenMs(times) > SAME_WINDOW_MS) return { same: false, score: 0, reasons: ['相隔超过 30 天'] }
  if (a.exact === b.exact) return { same: true, score: 1, reasons: ['文字相同'] }
  if (a.version !== FINGERPRINT_VERSION || b.version !== FINGERPRINT_VERSION) {
    return { same: false, score: 0, reasons: ['早前版本的指纹，只比全文'] }
  }
  const cosine = pairCosine(a, b)
  if (cosine < COSINE_MIN) return { same: false, score: cosine, reasons: ['用词几无相同'] }
  shipped ??= JSON.parse(readFileSync(path, 'utf8')) as SameModel
  const values = likenessOf(a, b, times)
  const byLetters = scoreLikeness(shipped.letters, values)
  if (standApart(a, b)) return { same: false, score: byLetters * APART_SHARE, reasons: ['说的是两个地方'] }
  if (tellOther(a, b)) return { same: false, score: byLetters * APART_SHARE, reasons: ['说的是两件事'] }
  if (meetByRoad(a, b)) return { same: false, score: byLetters * APART_SHARE, reasons: ['只有路名相同'] }
  const ofPlace = areBrief(a, b) && shareHome(a, b)
  const isAsked = ofPlace || (areShort(a, b) && isOpen(byLetters))
  const nearness = isAsked ? await meaning.cosine(a.letters, b.letters) : null
  if (nearness === null) return judge(a, b, shipped.letters, byLetters)
  if (!ofPlace) return judge(a, b, shipped.meaning, scoreLikeness(shipped.meaning, withMeaning(values, nearness)))
  const ofGist = (await meaning.cosine(gistOf(a, b), gistOf(b, a))) ?? nearness
  return judge(a, b, shipped.place, scoreLikeness(shipped.place, [nearness, ofGist]))
}

function judge(a: Fingerprint, b: Fingerprint, { threshold }: Weighing, score: number): Comparison {
  return { same: score >= threshold, score, reasons: reasonsOf(a, b, score) }
}

export const areBrief = (a: Fingerprint, b: Fingerprint): boolean =>
  a.letters.length <= BRIEF_LETTERS_MAX && b.letters.length <= BRIEF_LETTERS_MAX

export const areShort = (a: Fingerprint, b: Fingerprint): boolean =>
  a.letters.length <= SHORT_LETTERS_MAX && b.letters.length <= SHORT_LETTERS_MAX

export const isOpen = (byLetters: number): boolean => byLetters > DOUBT.from && byLetters < DOUBT.to

/** The numbers that are weighed where the meaning was asked. */
export const withMeaning = (values: number[], nearness: number): number[] => [...values, nearness, nearness * nearness]

export function scoreLikeness(model: Omit<Weighing, 'threshold'>, values: number[]): number {
  let margin = model.bias
  for (let i = 0; i < values.length; i++) {
    const scaled = ((values[i] as number) - (model.means[i] as number)) / (model.scales[i] as number)
    margin += (model.weights[i] as number) * scaled
  }
  return 1 / (1 + Math.exp(-margin))
}

function reasonsOf(a: Fingerprint, b: Fingerprint, score: number): string[] {
  const place = a.places.find((one) => b.places.some((other) => one.endsWith(other) || other.endsWith(one)))
  const number = a.numbers.find((one) => b.numbers.includes(one))
  return [
    `同一事件的可能 ${Math.round(score * 100)}%`,
    ...(place === undefined ? [] : [`同一地点：${place}`]),
    ...(number === undefined ? [] : [`同一数字：${number}`]),
  ]
}

/** Those of `others` that are most alike in words, at most `max`: the whole judgement costs ten times this look. */
export function mostAlike<T extends { fingerprint: Fingerprint }>(one: Fingerprint, others: T[], max: number): T[] {
  return others
    .map((other) => ({ other, cosine: pairCosine(one, other.fingerprint) }))
    .filter(({ cosine }) => cosine >= COSINE_MIN)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, max)
    .map(({ other }) => other)
}

/** The command's form: two texts with their times. */
export function compareTexts(a: string, b: string, times: Times = {}): Promise<Comparison> {
  return compareFingerprints(fingerprintOf(a), fingerprintOf(b), times)
}
