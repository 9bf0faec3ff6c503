// Whether two texts tell of the same happening: exact reposts, then what is told where, with numbers and time held
// against it.
import { createHash } from 'node:crypto'
import type { Fingerprint } from '@huiying/domain/item'
import { normalise } from './normalise.ts'

export interface Comparison {
  same: boolean
  /** 0 to 1. */
  score: number
  reasons: string[]
}

/** Two-character windows kept of a text, the title's first. */
const TERMS_MAX = 160
/** Index keys of a text: its smallest windows by hash, one key each. */
const BANDS = 8
const SAME_SCORE = 0.42
/** Without a place named on both sides the words alone must agree this far. */
const SAME_SCORE_UNPLACED = 0.74
const DAY_MS = 86_400_000

/** Named places fine enough to tell two happenings apart: estates, schools, villages, roads with a number. */
const placeKinds =
  '花园|家园|新村|小区|雅苑|公寓|华府|名都|佳苑|壹号|园区|社区|小学|中学|[一二三四五六七八九十][小中]|村|镇|街道|工业园|大厦|广场'
const placePattern = new RegExp(`\\p{Script=Han}{2,8}?(?:${placeKinds})|\\p{Script=Han}{2,4}(?:路|街|巷|大道)`, 'gu')
const fillers = /^(?:市长|领导|您好|你好|尊敬的|我们|青河市|青河|住在|请问|反映|关于)+/u

export function fingerprintOf(text: string): Fingerprint {
  const { bare, plain } = normalise(text)
  const exact = createHash('sm3').update(bare.text).digest('hex').slice(0, 32)
  const windows = new Set<string>()
  const letters = bare.text
  for (let at = 0; at + 1 < letters.length && windows.size < TERMS_MAX; at++) windows.add(letters.slice(at, at + 2))
  const terms = [...windows]
  const hashes = terms
    .map((term) => ({ term, hash: hashOf(term) }))
    .sort((a, b) => a.hash - b.hash || (a.term < b.term ? -1 : 1))
  const found = [...plain.text.matchAll(placePattern)].map((match) => match[0].replace(fillers, ''))
  const places = [...new Set(found.filter((place) => place.length >= 3))].slice(0, 12)
  // What names a place is looked for there; only a text without one is looked for by its words.
  const named = places.filter((place) => !isRoad(place))
  const keys = named.length > 0 ? named.map((place) => `p${place}`) : hashes.map((one) => `w${one.term}`)
  return { exact, bands: keys.slice(0, BANDS), terms, places }
}

/** FNV-1a over the code units; only its order matters. */
function hashOf(term: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < term.length; at++) hash = Math.imul(hash ^ term.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

export function compareFingerprints(
  a: Fingerprint,
  b: Fingerprint,
  times: { at?: number; bt?: number } = {},
): Comparison {
  if (a.exact === b.exact) return { same: true, score: 1, reasons: ['文字相同'] }
  const agreeing = countBoth(a.terms, b.terms)
  const cosine = agreeing / Math.sqrt(Math.max(1, a.terms.length) * Math.max(1, b.terms.length))
  const meeting = namedOf(a).filter((place) =>
    namedOf(b).some((other) => place.endsWith(other) || other.endsWith(place)),
  )
  const conflict = standApart(namedOf(a), namedOf(b)) || standApart(a.places.filter(isRoad), b.places.filter(isRoad))
  const days = Math.abs((times.at ?? 0) - (times.bt ?? 0)) / DAY_MS
  const score = Math.max(0, Math.min(1, cosine + (meeting.length > 0 ? 0.12 : 0) - (days > 7 ? 0.06 : 0)))
  const enough = meeting.length > 0 ? score >= SAME_SCORE : score >= SAME_SCORE_UNPLACED
  const reasons = [...(meeting.length > 0 ? [`同一地点：${meeting[0]}`] : []), `用词相近 ${Math.round(cosine * 100)}%`]
  return { same: !conflict && enough, score: conflict ? Math.min(score, 0.3) : score, reasons }
}

/** A road alone names no happening, but two roads are two places. */
const isRoad = (place: string): boolean => /(?:路|街|巷|大道)$/.test(place)

const namedOf = ({ places }: Fingerprint): string[] => places.filter((place) => !isRoad(place))

function standApart(a: string[], b: string[]): boolean {
  const meet = a.some((place) => b.some((other) => place.endsWith(other) || other.endsWith(place)))
  return a.length > 0 && b.length > 0 && !meet
}

function countBoth(a: string[], b: string[]): number {
  const known = new Set(a)
  let both = 0
  for (const term of b) if (known.has(term)) both++
  return both
}

/** The command's form: two texts with their times. */
export function compareTexts(a: string, b: string, times: { at?: number; bt?: number } = {}): Comparison {
  return compareFingerprints(fingerprintOf(a), fingerprintOf(b), times)
}
