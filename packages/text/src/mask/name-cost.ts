// What letters cost as a name and as words: -ln of a share, in steps of 1 / STEPS. Plain numbers, asked for each place.
import { compounds, plainSurnames } from '../dictionary/name.ts'
import { markLetters } from '../letters.ts'
import {
  FAMILY,
  FIRST,
  longerKey,
  type NameModel,
  NEVER,
  NONE,
  ONLY,
  openNameModel,
  PACE,
  pairKey,
  ROW,
  SECOND,
  STEPS,
  WORD,
} from './name-model.ts'

/** Of the share of words that are names, of names with one given letter and with two. */
const NAME_COST = 55
const ONE_GIVEN_COST = 16
const TWO_GIVEN_COST = 3
const COMPOUND_COST = 60
/** A letter that no dictionary has. */
const UNKNOWN_COST = 180
/** To bear the names of both parents, the second a usual one. */
const BOTH_COST = 35
const OTHER_FAMILY_MAX = 65
/** Costs above which letters are no name: behind a family name that may be a word, behind one that hardly is. */
export const USUAL_COST_MAX = 270
const PLAIN_COST_MAX = 330
export const NO_NAME = 1000
const WORD_UNITS = 4
/** Letters to either side of a name that are cut into words with it. */
const WINDOW_UNITS = 2
/** 安静 and 高昂 are words of two letters that cost less. */
const USUAL_WORD_COST_MAX = 135

/** Gains of letters alone, in steps, from which on it is worth while to look closer: of three letters, of two. */
const GAIN_THREE_MIN = 0
const GAIN_TWO_MIN = -20
/** Gains of one letter less than this are not looked at. */
const FAMILY_GAIN_MIN = -25
const GIVEN_GAIN_MIN = -20

const PLAIN = 1
const COMPOUND = 2
const roles = new Uint8Array(0x10000)
const families = new Set(compounds.map((word) => pairKey(word.charCodeAt(0), word.charCodeAt(1))))
markLetters(roles, plainSurnames, PLAIN)
markLetters(roles, compounds, COMPOUND)

const unitAt = (text: string, at: number): number => (at < text.length ? text.charCodeAt(at) : 0)

/** Whether the letter is a family name that is hardly ever a word. */
export const isPlainFamily = (text: string, at: number): boolean => ((roles[unitAt(text, at)] as number) & PLAIN) !== 0

const isCompound = (text: string, at: number): boolean =>
  ((roles[unitAt(text, at)] as number) & COMPOUND) !== 0 &&
  families.has(pairKey(unitAt(text, at), unitAt(text, at + 1)))

const lettersWhere = (holds: (row: number, gains: Int16Array) => boolean): string[] => {
  const { gains } = openNameModel()
  return Array.from({ length: gains.length / PACE }, (_, unit) => unit)
    .filter((unit) => holds(unit * PACE, gains))
    .map((unit) => String.fromCharCode(unit))
}

/** What names begin with; 和 and 来 are family names, and so much more often words that nothing makes them one. */
export const beginLetters = (): string[] => [
  ...compounds.map((word) => word[0] as string),
  ...lettersWhere((row, gains) => (gains[row] as number) >= FAMILY_GAIN_MIN),
]

/** What may follow: letters of given names, second ones of family names of two, the family name of the other parent. */
export const nextLetters = (): string[] => [
  ...compounds.map((word) => word[1] as string),
  ...plainSurnames,
  ...lettersWhere((row, gains) => Math.max(gains[row + 1] as number, gains[row + 3] as number) >= GIVEN_GAIN_MIN),
]

/** Whether a name may begin here, by the letters alone. */
export function mayBegin({ gains }: NameModel, text: string, at: number): boolean {
  const family = gains[text.charCodeAt(at) * PACE] as number
  const row = text.charCodeAt(at + 1) * PACE
  if (family + (gains[row + 3] as number) - NAME_COST - ONE_GIVEN_COST >= GAIN_TWO_MIN) return true
  const third = at + 2 < text.length ? (gains[text.charCodeAt(at + 2) * PACE + 2] as number) : NONE
  if (family + (gains[row + 1] as number) + third - NAME_COST - TWO_GIVEN_COST >= GAIN_THREE_MIN) return true
  return isLong(text, at)
}

/** Whether a name of four letters may begin here. */
export const isLong = (text: string, at: number): boolean => isCompound(text, at) || isBoth(text, at)

/** Two family names that are hardly ever words side by side: 张杨. */
const isBoth = (text: string, at: number): boolean => isPlainFamily(text, at) && isPlainFamily(text, at + 1)

/** What two to four letters cost as a name, NO_NAME where they are none. */
export function nameCost({ letters }: NameModel, text: string, at: number, units: number): number {
  if (at + units > text.length) return NO_NAME
  const double = units > 2 && isCompound(text, at)
  let family = double ? COMPOUND_COST : (letters[text.charCodeAt(at) * ROW + FAMILY] as number)
  let given = at + (double ? 2 : 1)
  if (units === 4 && !double) {
    const other = letters[text.charCodeAt(given) * ROW + FAMILY] as number
    if (other > OTHER_FAMILY_MAX || !isBoth(text, at)) return NO_NAME
    family += other + BOTH_COST
    given++
  }
  if (family === NEVER) return NO_NAME
  const row = text.charCodeAt(given) * ROW
  const isLast = given === at + units - 1
  const first = letters[row + (isLast ? ONLY : FIRST)] as number
  const second = isLast ? 0 : (letters[text.charCodeAt(given + 1) * ROW + SECOND] as number)
  if (first === NEVER || second === NEVER) return NO_NAME
  const cost = NAME_COST + (isLast ? ONE_GIVEN_COST : TWO_GIVEN_COST) + family + first + second
  return cost > (isPlainFamily(text, at) || double ? PLAIN_COST_MAX : USUAL_COST_MAX) ? NO_NAME : cost
}

/** About what the letters of a name cost as words, not much less than they do among those around. */
export function lettersCost({ letters, costOf }: NameModel, text: string, at: number, units: number): number {
  const first = text.charCodeAt(at)
  const second = text.charCodeAt(at + 1)
  const one = letters[first * ROW + WORD] as number
  const two = letters[second * ROW + WORD] as number
  const both = costOf(pairKey(first, second))
  const pair = Math.min(one + two, both)
  let cost = pair
  if (units > 2) {
    const third = text.charCodeAt(at + 2)
    const three = letters[third * ROW + WORD] as number
    const later = Math.min(two + three, costOf(pairKey(second, third)))
    cost = Math.min(pair + three, one + later)
    if (both !== NEVER) cost = Math.min(cost, costOf(longerKey(pairKey(first, second), third)))
    if (units > 3) cost += letters[text.charCodeAt(at + 3) * ROW + WORD] as number
  }
  if (at === 0) return cost
  const before = text.charCodeAt(at - 1)
  const joined = costOf(pairKey(before, first))
  return joined === NEVER ? cost : Math.min(cost, cost - one - (letters[before * ROW + WORD] as number) + joined)
}

export const isUsualWord = (model: NameModel, text: string, at: number): boolean =>
  model.costOf(pairKey(unitAt(text, at), unitAt(text, at + 1))) < USUAL_WORD_COST_MAX

const isHan = (unit: number): boolean => unit >= 0x4e00 && unit <= 0x9fa5

/** How much more the letters from a name's window cost as words than with the name in them, in nats. */
export function gainOf(model: NameModel, text: string, at: number, units: number, cost: number): number {
  let from = at
  while (from > at - WINDOW_UNITS && from > 0 && isHan(text.charCodeAt(from - 1))) from--
  const end = at + units
  let to = end
  while (to < end + WINDOW_UNITS && to < text.length && isHan(text.charCodeAt(to))) to++
  const asWords = cutCost(model, text, from, to)
  // The cut of what stands before the name is the beginning of the same cut.
  const before = cuts[at - from] as number
  return (asWords - before - cost - cutCost(model, text, end, to)) / STEPS
}

const UNREACHED = 0x7fffffff
const cuts = new Int32Array(WINDOW_UNITS * 2 + WORD_UNITS + 1)

/** The least that the letters from `from` to `to` cost as words; `cuts` keeps the same for all their beginnings. */
function cutCost({ letters, costOf }: NameModel, text: string, from: number, to: number): number {
  const length = to - from
  cuts.fill(UNREACHED, 0, length + 1)
  cuts[0] = 0
  for (let at = 0; at < length; at++) {
    const sum = cuts[at] as number
    const unit = text.charCodeAt(from + at)
    const alone = letters[unit * ROW + WORD] as number
    const single = sum + (alone === NEVER ? UNKNOWN_COST : alone)
    if (single < (cuts[at + 1] as number)) cuts[at + 1] = single
    let key = unit
    for (let units = 2; units <= WORD_UNITS && at + units <= length; units++) {
      const next = text.charCodeAt(from + at + units - 1)
      key = units === 2 ? pairKey(unit, next) : longerKey(key, next)
      const word = costOf(key)
      if (word !== NEVER && sum + word < (cuts[at + units] as number)) cuts[at + units] = sum + word
    }
  }
  return cuts[length] as number
}
