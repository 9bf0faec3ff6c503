// What speaks for and against two texts telling of one happening, as numbers for the model, in one fixed order.
import type { Fingerprint } from '@huiying/domain/item'
import { isRoad } from './fingerprint.ts'
import { GRAM_SIZES, type GramSize, hashGram, rarity } from './gram.ts'

export interface Times {
  /** UTC milliseconds; unknown counts as the same moment. */
  at?: number
  bt?: number
}

const DAY_MS = 86_400_000
/** Letters of each side that are laid beside one another unit by unit. */
const ALIGNED_MAX = 60
/** Letters of each side that are searched for a common run. */
const RUN_WITHIN = 120
/** Both longer than this: letters and long posts, whose words agree by chance more often. */
const LONG_LETTERS = 60

interface Read {
  grams: Record<GramSize, Map<number, number>>
  title: Map<number, number>
  /** Pairs of letters without the places: what happened, not where. */
  what: Map<number, number>
  whatTitle: Map<number, number>
  /** Sums over the grams: rarity, and rarity squared. */
  sums: Record<GramSize, number>
  squares: Record<GramSize, number>
}

const reads = new WeakMap<Fingerprint, Read>()

/** The numbers of a pair, always in the same order; which text comes first makes no difference. */
export function likenessOf(one: Fingerprint, other: Fingerprint, times: Times = {}): number[] {
  const [a, b] = inOrder(one, other)
  const readA = readOf(a)
  const readB = readOf(b)
  const days = Math.abs((times.at ?? 0) - (times.bt ?? 0)) / DAY_MS
  return [
    ...agreementOf(readA, readB),
    ...rareShared(readA, readB),
    ...titleAgreement(readA, readB),
    ...cosineOf(readA.what, readB.what),
    ...cosineOf(readA.whatTitle, readB.whatTitle),
    ...runsOf(a.letters, b.letters),
    ...alignmentOf(a.letters.slice(0, ALIGNED_MAX), b.letters.slice(0, ALIGNED_MAX)),
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
  const a = readOf(one)
  const b = readOf(other)
  let square = 0
  for (const [gram, weight] of a.grams[2]) if (b.grams[2].has(gram)) square += weight * weight
  return square / Math.sqrt(Math.max(1e-9, a.squares[2] * b.squares[2]))
}

/** The shorter first; of equal length by their letters. */
function inOrder(one: Fingerprint, other: Fingerprint): [Fingerprint, Fingerprint] {
  const difference = one.letters.length - other.letters.length || (one.letters < other.letters ? -1 : 1)
  return difference <= 0 ? [one, other] : [other, one]
}

function readOf(fingerprint: Fingerprint): Read {
  const known = reads.get(fingerprint)
  if (known !== undefined) return known
  const { letters } = fingerprint
  const grams = { 1: gramsOf(letters, 1), 2: gramsOf(letters, 2), 3: gramsOf(letters, 3) }
  const sums = { 1: 0, 2: 0, 3: 0 }
  const squares = { 1: 0, 2: 0, 3: 0 }
  for (const size of GRAM_SIZES) {
    for (const weight of grams[size].values()) {
      sums[size] += weight
      squares[size] += weight * weight
    }
  }
  const title = letters.slice(0, fingerprint.title)
  const names = [...fingerprint.places, ...fingerprint.areas].map((name) => name.toLowerCase())
  const read = {
    grams,
    title: gramsOf(title, 2),
    what: gramsOf(without(letters, names), 2),
    whatTitle: gramsOf(without(title, names), 2),
    sums,
    squares,
  }
  reads.set(fingerprint, read)
  return read
}

/** The letters with every name blanked; a blank is in no pair that two texts share but a blank. */
function without(letters: string, names: string[]): string {
  return names.reduce((left, name) => left.replaceAll(name, ' '), letters).replace(/ +/g, ' ')
}

function gramsOf(letters: string, size: GramSize): Map<number, number> {
  const grams = new Map<number, number>()
  for (let at = 0; at + size <= letters.length; at++) {
    grams.set(hashGram(letters, at, size), rarity(letters, at, size))
  }
  return grams
}

/** Per size: cosine, share of the poorer and of the richer text that both have, and how much that is. */
function agreementOf(a: Read, b: Read): number[] {
  return GRAM_SIZES.flatMap((size) => {
    let sum = 0
    let square = 0
    for (const [gram, weight] of a.grams[size]) {
      if (!b.grams[size].has(gram)) continue
      sum += weight
      square += weight * weight
    }
    const cosine = square / Math.sqrt(Math.max(1e-9, a.squares[size] * b.squares[size]))
    const poorer = sum / Math.max(1e-9, Math.min(a.sums[size], b.sums[size]))
    const richer = sum / Math.max(1e-9, Math.max(a.sums[size], b.sums[size]))
    return [cosine, Math.sqrt(cosine), poorer, richer, Math.log1p(sum)]
  })
}

/** The three rarest pairs of letters that both have, and the two rarest of the shorter that the other lacks. */
function rareShared(a: Read, b: Read): number[] {
  const agreeing: number[] = []
  const lacking: number[] = []
  for (const [gram, weight] of a.grams[2]) (b.grams[2].has(gram) ? agreeing : lacking).push(weight)
  const descending = (x: number, y: number) => y - x
  agreeing.sort(descending)
  lacking.sort(descending)
  return [agreeing[0] ?? 0, agreeing[1] ?? 0, agreeing[3] ?? 0, lacking[0] ?? 0, lacking[1] ?? 0, lacking[4] ?? 0]
}

/** Cosine, and the share of the poorer side that both have. */
function cosineOf(a: Map<number, number>, b: Map<number, number>): [number, number] {
  let square = 0
  let agreeing = 0
  for (const [gram, weight] of a) {
    if (!b.has(gram)) continue
    square += weight * weight
    agreeing += weight
  }
  const sum = (grams: Map<number, number>, power: number) => {
    let total = 0
    for (const weight of grams.values()) total += weight ** power
    return total
  }
  const poorer = Math.max(1e-9, Math.min(sum(a, 1), sum(b, 1)))
  return [square / Math.sqrt(Math.max(1e-9, sum(a, 2) * sum(b, 2))), agreeing / poorer]
}

function titleAgreement(a: Read, b: Read): number[] {
  let agreeing = 0
  let ofA = 0
  let ofB = 0
  let inBody = 0
  let outOfBody = 0
  for (const [gram, weight] of a.title) {
    ofA += weight
    if (b.title.has(gram)) agreeing += weight
    if (b.grams[2].has(gram)) inBody += weight
  }
  for (const [gram, weight] of b.title) {
    ofB += weight
    if (a.grams[2].has(gram)) outOfBody += weight
  }
  const least = Math.max(1e-9, Math.min(ofA, ofB))
  return [agreeing / least, Math.max(inBody / Math.max(1e-9, ofA), outOfBody / Math.max(1e-9, ofB))]
}

/** The longest run of letters that both beginnings have: its length, its share of the shorter, its rarity. */
function runsOf(wholeA: string, wholeB: string): number[] {
  const a = wholeA.slice(0, RUN_WITHIN)
  const b = wholeB.slice(0, RUN_WITHIN)
  let best = 0
  let bestEnd = 0
  let row = new Uint16Array(b.length + 1)
  let next = new Uint16Array(b.length + 1)
  for (let i = 0; i < a.length; i++) {
    const unit = a.charCodeAt(i)
    for (let j = 0; j < b.length; j++) {
      const length = b.charCodeAt(j) === unit ? (row[j] as number) + 1 : 0
      next[j + 1] = length
      if (length > best) {
        best = length
        bestEnd = i + 1
      }
    }
    ;[row, next] = [next, row]
  }
  let rare = 0
  for (let at = bestEnd - best; at + 2 <= bestEnd; at++) rare += rarity(a, at, 2)
  return [Math.log1p(best), best / Math.max(1, a.length), Math.log1p(rare)]
}

/**
 * The beginnings laid beside one another: the share that agrees in order, what was put in place of something else, and
 * what was only added.
 */
function alignmentOf(a: string, b: string): number[] {
  const width = b.length + 1
  const best = new Float32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i * width + j] =
        a.charCodeAt(i) === b.charCodeAt(j)
          ? (best[(i + 1) * width + j + 1] as number) + rarity(a, i, 1)
          : Math.max(best[(i + 1) * width + j] as number, best[i * width + j + 1] as number)
    }
  }
  let replaced = 0
  let added = 0
  let largest = 0
  const gap = { a: 0, b: 0 }
  const close = () => {
    const both = Math.min(gap.a, gap.b)
    replaced += both
    added += gap.a + gap.b - 2 * both
    largest = Math.max(largest, both)
    gap.a = gap.b = 0
  }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a.charCodeAt(i) === b.charCodeAt(j)) {
      close()
      i++
      j++
    } else if (
      j >= b.length ||
      (i < a.length && (best[(i + 1) * width + j] as number) >= (best[i * width + j + 1] as number))
    ) {
      gap.a += rarity(a, i++, 1)
    } else gap.b += rarity(b, j++, 1)
  }
  close()
  const agreeing = best[0] as number
  return [
    (2 * agreeing) / Math.max(1e-9, 2 * agreeing + 2 * replaced + added),
    replaced / Math.max(1e-9, agreeing + replaced),
    Math.log1p(largest),
  ]
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
