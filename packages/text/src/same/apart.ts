// Whether two texts speak of different places: each names one at its beginning that the other does not know at all.
import type { Fingerprint } from '@huiying/domain/item'
import { isRoad, placeKinds } from './fingerprint.ts'
import { CORE_UNITS, isHome, isTown, isVeiled, type Shape, shapeOf, spotCore } from './spot.ts'

/** What a text is about stands in its title; of a short one at least so many letters are looked at. */
const BEGINNING_MIN = 20
const kindAtEnd = new RegExp(`(?:${placeKinds})$`)
const areaKind = /[市区县省镇]$/
/** Cut from a sentence rather than a name, or a name of anything. */
const noName =
  /[的了在到是与及把被让给为将从向对于我你他们该此等各每晚]|[们业户民方]和|农村|道路|公路|修路|马路|小路|水路|铁路|线路$/

export const standApart = (a: Fingerprint, b: Fingerprint): boolean => namesApart(namesOf(a), namesOf(b))

/** As standApart, for one text that is held against many. */
export function namesApart(one: Names, other: Names): boolean {
  // Two estates on one road are two places, one estate on two roads is one: roads count where an estate is missing.
  const finer = one.fine.length > 0 && other.fine.length > 0
  return (
    apart(finer ? one.fine : one.all, finer ? other.fine : other.all, one, other) ||
    (!finer && veiledApart(one, other)) ||
    apart(one.areas, other.areas, one, other)
  )
}

/** Whether an estate, a village or a school that one of them names at its beginning stands in the other. */
export const shareHome = (a: Fingerprint, b: Fingerprint): boolean => livesIn(a, b.letters) || livesIn(b, a.letters)

const livesIn = ({ spots = [] }: Fingerprint, letters: string): boolean =>
  spots.some((spot) => isHome(spot) && letters.includes(spotCore(spot)))

/** What an estate has for itself: who names only its road may live in any of that road. */
const ofEstate = /电梯|物业|业委会|业主|车位|停车费|外墙|楼顶|屋顶|顶楼|楼道|单元|门禁|房产证|产权证|交房|收房|烂尾/

/** Whether of a matter of one estate one text names the estate, covered or not, and the other nothing but its road. */
export function meetByRoad(a: Fingerprint, b: Fingerprint): boolean {
  const [one, other] = [namesOf(a), namesOf(b)]
  const isFine = (names: Names) => names.fine.length > 0 || names.isVeiled
  if (isFine(one) === isFine(other) || one.all.length === 0 || other.all.length === 0) return false
  return ofEstate.test(a.letters) && ofEstate.test(b.letters)
}

/** Where a name is covered, its length and its kind are left to tell by. */
function veiledApart(one: Names, other: Names): boolean {
  if (!one.isVeiled && !other.isVeiled) return false
  const [a, b] = [one.spots.map(shapeOf), other.spots.map(shapeOf)]
  return a.length > 0 && b.length > 0 && !a.some((name) => b.some((known) => mayBe(name, known) || mayBe(known, name)))
}

/** A name that is seen may have something before it that is none of it. */
const mayBe = (name: Shape, known: Shape): boolean =>
  name.kind === known.kind &&
  known.isVeiled &&
  (name.length === known.length || (!name.isVeiled && name.length > known.length))

/** What a text names at its beginning, and its letters, in which others' names are looked for. */
export interface Names {
  letters: string
  /** Which pairs of letters stand in it, a bit each: most names are told to be missing without a search. */
  pairs: Uint32Array
  fine: Core[]
  /** `fine`, then towns and roads. */
  all: Core[]
  areas: Core[]
  /** Those a covered name is held against where one is among them. */
  spots: readonly string[]
  isVeiled: boolean
}

/** A name, and what else names it: of a masked city any of its districts, of a masked district its city. */
interface Core {
  text: string
  /** The bit of its first two letters. */
  pair: number
  inCity: RegExp | null
  city: string | null
}

/** Where the names of a fingerprint lie: on itself, for a thousand turns ask for them, and no JSON tells of them. */
const made = Symbol('names')

/** One text is held against many: its names are made ready once. */
export function namesOf(fingerprint: Fingerprint & { [made]?: Names }): Names {
  const known = fingerprint[made]
  if (known !== undefined) return known
  const { fine, coarse } = placeCores(fingerprint)
  const { spots = [] } = fingerprint
  const names = {
    letters: fingerprint.letters,
    pairs: pairsOf(fingerprint.letters),
    fine,
    all: [...fine, ...coarse],
    areas: areaCores(fingerprint),
    spots,
    isVeiled: spots.some(isVeiled),
  }
  fingerprint[made] = names
  return names
}

function apart(a: Core[], b: Core[], ofA: Names, ofB: Names): boolean {
  if (a.length === 0 || b.length === 0) return false
  return !isAnyNamed(a, ofB) && !isAnyNamed(b, ofA)
}

function isAnyNamed(all: Core[], { letters, pairs }: Names): boolean {
  for (const { text, pair, inCity, city } of all) {
    if (hasBit(pairs, pair) && letters.includes(text)) return true
    if (inCity?.test(letters) || (city !== null && letters.includes(city))) return true
  }
  return false
}

/** Of 240 letters one pair in nine is taken for there when it is not: then the search tells. */
const PAIR_BITS = 11
const WORD_BITS = 32
/** Knuth's multiplier, 2³² over the golden ratio: neighbours come far apart. */
const SPREAD = 2_654_435_761

const pairAt = (text: string, at: number): number =>
  Math.imul((text.charCodeAt(at) << 16) | text.charCodeAt(at + 1), SPREAD) >>> (WORD_BITS - PAIR_BITS)

const hasBit = (bits: Uint32Array, at: number): boolean => (bits[at >>> 5]! & (1 << (at & 31))) !== 0

function pairsOf(letters: string): Uint32Array {
  const bits = new Uint32Array(2 ** PAIR_BITS / WORD_BITS)
  for (let at = 0; at + 1 < letters.length; at++) {
    const pair = pairAt(letters, at)
    bits[pair >>> 5]! |= 1 << (pair & 31)
  }
  return bits
}

/** A市 covers A3区: whoever names the city may mean the district, and the other way round. */
const maskedCity = /^[a-z](?=市$)/
const maskedPart = /^[a-z](?=\d{1,2}[市区县镇]$)/

function coreOf(text: string): Core {
  const pair = pairAt(text, 0)
  const city = maskedCity.exec(text)?.[0]
  if (city !== undefined) return { text, pair, inCity: new RegExp(`${city}\\d{1,2}[市区县镇]`), city: null }
  const part = maskedPart.exec(text)?.[0]
  return { text, pair, inCity: null, city: part === undefined ? null : `${part}市` }
}

/** What stands before an estate's own name: its town, road, number, or 住在. */
const before = /^.*[市县区镇乡村路街道号住于在](?=..)/u

const nameOf = (place: string): string => place.replace(kindAtEnd, '').replace(before, '')

const townAtEnd = /(?:镇|街道)$/

/** Of one town's schools the number is the name: they stand among the spots. */
const numberedSchool = /[一二三四五六七八九十][小中]$/

/** What tells a place from others of its kind: 锦绣 of 锦绣家园, 柳树巷 of 青河市柳树巷; coarse: roads and towns. */
function placeCores({ letters, title, places, spots = [] }: Fingerprint): { fine: Core[]; coarse: Core[] } {
  const beginning = letters.slice(0, Math.max(title, BEGINNING_MIN))
  const found: { fine: Core[]; coarse: Core[] } = { fine: [], coarse: [] }
  for (const place of places) {
    if (noName.test(place.slice(-5)) || numberedSchool.test(place)) continue
    const onRoad = isRoad(place)
    const core = onRoad ? place.slice(-3) : nameOf(place).slice(-CORE_UNITS)
    const kept = onRoad || townAtEnd.test(place) ? found.coarse : found.fine
    if (core.length > 1 && beginning.includes(core)) kept.push(coreOf(core))
  }
  for (const spot of spots) {
    const core = spotCore(spot)
    if (!isVeiled(spot) && !isTown(spot) && !found.fine.some(({ text }) => text === core)) found.fine.push(coreOf(core))
  }
  return found
}

function areaCores({ areas, letters, title }: Fingerprint): Core[] {
  const beginning = letters.slice(0, title)
  const cores: Core[] = []
  // One loop: an empty list is of another kind to the compiler, which began anew at each step of a chain.
  for (const one of areas) {
    const area = one.toLowerCase()
    if (beginning.includes(area)) cores.push(coreOf(area.length > 2 ? area.replace(areaKind, '') : area))
  }
  return cores
}
