// What stands beside a bare name, weighed in nats: words for persons, what persons do, offices and places.
import { anyOf } from '../casualty/pattern.ts'
import {
  beforeName,
  behindFirst,
  behindName,
  behindPlace,
  estateEnds,
  estateWords,
} from '../dictionary/name-context.ts'
import { officeBefore } from './beside.ts'
import { isHan } from './shape.ts'

type Weights = readonly (readonly [number, string])[]

/** Weights at or below this say that here is no private person, and nothing outweighs them. */
export const VETO = -30
const MARK = 1.2
const BESIDE_UNITS = 5
const OFFICE_UNITS = 24

const weigh = (...lists: Weights[]): Map<string, number> =>
  new Map(
    lists.flat().flatMap(([weight, words]) =>
      words
        .trim()
        .split(/\s+/)
        .map((word): [string, number] => [word, weight]),
    ),
  )

const before = weigh(behindPlace, beforeName)
const behind = weigh(behindName, behindFirst)

/** By the letter right beside a name: no word that it belongs to weighs more. */
const mostBefore = mostOf(before, -1)
const mostBehind = mostOf(behind, 0)

function mostOf(words: ReadonlyMap<string, number>, at: number): Float32Array {
  const most = new Float32Array(0x10000)
  for (let unit = 0; unit < most.length; unit++) if (unit < 0x4e00 || unit > 0x9fa5) most[unit] = MARK
  for (const [word, weight] of words) {
    const unit = (word.at(at) as string).charCodeAt(0)
    most[unit] = Math.max(most[unit] as number, weight)
  }
  return most
}

/** No less than what stands beside the letters from `start` to `end` weighs: a look at one letter to either side. */
export const mostBeside = (text: string, start: number, end: number): number =>
  (start > 0 ? (mostBefore[text.charCodeAt(start - 1)] as number) : MARK) +
  (end < text.length ? (mostBehind[text.charCodeAt(end)] as number) : MARK)

/** 为何, 对于, 双方: the letter before makes a word of the family name. */
const joined = new RegExp(
  [
    '[为任如]何|[由对关属位处基鉴至等高低终过优]于|[同当及按准临小随平]时|[百十千几]万|[们本全一二三四五六那这个]班',
    '[对双甲乙我各地警校院官供资买卖远]方',
  ].join('|'),
  'y',
)

export function weightBefore(text: string, at: number): number {
  const mark = text[at - 1]
  if ((mark === '、' || mark === '和') && officeBefore.test(text.slice(Math.max(0, at - OFFICE_UNITS), at))) return VETO
  if (!isHan(text, at - 1)) return MARK
  joined.lastIndex = at - 1
  if (joined.test(text)) return VETO
  for (let units = Math.min(at, BESIDE_UNITS); units > 0; units--) {
    const weight = before.get(text.slice(at - units, at))
    if (weight !== undefined) return weight
  }
  return 0
}

export function weightBehind(text: string, end: number): number {
  if (!isHan(text, end)) return MARK
  for (let units = BESIDE_UNITS; units > 0; units--) {
    const weight = behind.get(text.slice(end, end + units))
    if (weight !== undefined) return weight
  }
  return 0
}

/** 宁川霞佳苑, 林莲名都, 柏洲和新村: the letters stand in the name of an estate; 林翠花和花园里的人 is two things. */
const estate = new RegExp(
  `.?.?${anyOf`${estateEnds}`}|(?:.[^和与跟同在住去到从来给的是把被向对由进出回离为]?)?${anyOf`${estateWords}`}`,
  'y',
)

/** 雷峰大道, 楚政发（2018）: the last letter is one of a place's or a paper's, or what follows is the end of an estate's. */
export function endsInPlace(text: string, end: number): boolean {
  if ((behind.get(text.slice(end - 1, end + 1)) ?? 0) <= VETO) return true
  if (text[end - 1] === '发' && /[([〔【]/.test(text[end] ?? '')) return true
  estate.lastIndex = end - 1
  return estate.test(text)
}
