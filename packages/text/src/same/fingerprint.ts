// What of a text is kept to find and judge other tellings of the same happening: its exact form, its index keys, its
// first letters, and the places and numbers it names.
import { hash } from 'node:crypto'
import type { Fingerprint } from '@huiying/domain/item'
import { beginningsOf } from '../beginning.ts'
import { addWord, mayBegin, openLetters, unitAfter } from '../letters.ts'
import { type Normalised, normalise } from '../normalise.ts'
import { findAreas } from './area.ts'
import { RANKS, rarityRank } from './gram.ts'
import { hanStart } from './han.ts'
import { findSpots, isVeiled } from './spot.ts'

/** Stored fingerprints of another version are compared by their exact text only, until their item is read again. */
export const FINGERPRINT_VERSION = 2
/** Letters and digits kept of a text, from its beginning. */
export const LETTERS_MAX = 240
/** Letters of the first sentence at most: a headline, or what stands for a letter's title. */
const TITLE_MAX = 40
const TITLE_MIN = 6
/** Index keys of a text: its places, and the rarest pairs of letters of its beginning. */
const PLACE_KEYS = 3
const RARE_KEYS = 16
const RARE_WITHIN = 90
/** A headline has few words: fewer keys of it, but of pairs that overlap, so that 车祸 is not hidden by 汽车. */
const SHORT_LETTERS = 40
const SHORT_KEYS = 10
const PLACES_MAX = 12
const NUMBERS_MAX = 12

/** Named places fine enough to tell two happenings apart: estates, schools, villages, firms, roads. */
export const placeKinds =
  '花园|家园|新村|新城|小区|雅苑|公寓|华府|名都|佳苑|壹号|园区|社区|小学|中学|[一二三四五六七八九十][小中]|幼儿园|大学|学院|医院|公司|集团|村|镇|街道|工业园|公园|大厦|广场|车站'
const roadKinds = '路|街|巷|大道'
/** What such a name is: letters before its kind. */
export const placeSource = `\\p{Script=Han}{2,8}?(?:${placeKinds})|\\p{Script=Han}{2,4}(?:${roadKinds})`
const NAME_LETTERS = { least: 2, most: 8 }
const placeAt = new RegExp(placeSource, 'uy')
const KIND_BITS = 12
/** What kinds begin with: where none does, no name ends. */
const kindLetters = openLetters(KIND_BITS)
for (const letters of beginningsOf(`${placeKinds}|${roadKinds}`)) addWord(kindLetters, letters)
const fillers =
  /^(?:市长|领导|您好|你好|尊敬的|我们|我是|本人|位于|地处|居住|青河市|青河|住在|请问|咨询|投诉|举报|关于|反映|建议|希望|[A-Z]\d*[市区县])+/u
const numberPattern =
  /(?<![\d.])\d+(?:\.\d+)?[万亿千百]{0,2}[余多]?(?:%|[人名例元岁个件死伤年月日号栋期线站点时米吨级届集])?/g
/** What platforms hang on to a post and nobody wrote. */
const trimmings = /https?:\/\/[\w./?=&%#-]+|收起全文d?|展开全文c?|O?网页链接|L[^\s，。！？,!?]{1,14}视频/g

export function fingerprintOf(given: string | Normalised): Fingerprint {
  const { bare, plain, figures } = typeof given === 'string' ? normalise(given) : given
  const said = plain.text.replace(trimmings, ' ').trim()
  const first = said.slice(0, LETTERS_MAX * 2)
  const letters = lettersOf(first).slice(0, LETTERS_MAX)
  const places = findPlaces(first)
  const spots = findSpots(first)
  // Two form letters whose names are covered are alike to the letter; how long the names are tells them apart.
  const exact = hash('sm3', bare.text + spots.filter(isVeiled).join('')).slice(0, 32)
  const named = places.filter((place) => !isRoad(place))
  return {
    areas: findAreas(first).slice(0, PLACES_MAX),
    bands: [...named.slice(0, PLACE_KEYS).map((place) => `p${place.slice(-4)}`), ...rarestPairs(letters)],
    exact,
    letters,
    numbers: [...new Set(figures.text.slice(0, LETTERS_MAX * 2).match(numberPattern) ?? [])].slice(0, NUMBERS_MAX),
    places,
    spots,
    title: titleLength(first, letters),
    version: FINGERPRINT_VERSION,
  }
}

/** A road alone names no happening, but two roads are two places. */
export const isRoad = (place: string): boolean => /(?:路|街|巷|大道)$/.test(place)

const letterOrDigit = /[\p{L}\p{N}]/u

/** Letters and digits only, lower-cased; Han letters, which nearly all are, are told without a pattern. */
function lettersOf(text: string): string {
  const lower = text.toLowerCase()
  let kept = ''
  let from = 0
  for (let at = 0; at < lower.length; ) {
    const unit = lower.charCodeAt(at)
    if (unit >= 0x4e00 && unit <= 0x9fff) {
      at++
      continue
    }
    const letter = String.fromCodePoint(lower.codePointAt(at) as number)
    if (!letterOrDigit.test(letter)) {
      kept += lower.slice(from, at)
      from = at + letter.length
    }
    at += letter.length
  }
  return kept + lower.slice(from)
}

function titleLength(first: string, letters: string): number {
  const quoted = /^[^\p{L}]*【([^】]{6,60})】/u.exec(first)
  const sentence = quoted?.[1] ?? first.split(/[。！？!?\n；]/, 1)[0] ?? ''
  return Math.min(letters.length, TITLE_MAX, Math.max(TITLE_MIN, lettersOf(sentence).length))
}

function findPlaces(text: string): string[] {
  const found = placeNames(text).map((name) => name.replace(fillers, ''))
  return [...new Set(found.filter((place) => place.length >= 3))].slice(0, PLACES_MAX)
}

/** Names as a search with `placeSource` finds them; it is tried only where a kind follows near enough. */
export function placeNames(text: string): string[] {
  // A letter of two units puts the kind further away than letters are counted.
  if (/[\ud800-\udfff]/.test(text)) return text.match(new RegExp(placeSource, 'gu')) ?? []
  const names: string[] = []
  let kind = 0
  for (let at = 0; ; ) {
    if (kind < at + NAME_LETTERS.least) kind = nextKind(text, at + NAME_LETTERS.least)
    if (kind < 0) return names
    at = hanStart(text, kind, Math.max(at, kind - NAME_LETTERS.most))
    if (at + NAME_LETTERS.least > kind) continue
    placeAt.lastIndex = at
    const name = placeAt.exec(text)?.[0]
    if (name !== undefined) names.push(name)
    at += name?.length ?? 1
  }
}

function nextKind(text: string, from: number): number {
  for (let at = from; at < text.length; at++)
    if (mayBegin(kindLetters, text.charCodeAt(at), unitAfter(text, at))) return at
  return -1
}

/** The rarest pairs of the beginning, in a long text apart: two tellings of one happening share one of them. */
function rarestPairs(letters: string): string[] {
  const isShort = letters.length <= SHORT_LETTERS
  const most = isShort ? SHORT_KEYS : RARE_KEYS
  const apart = isShort ? 0 : 1
  const end = Math.min(letters.length, RARE_WITHIN) - 1
  listByRank(letters, end)
  const keys: string[] = []
  const pairs: number[] = []
  for (let rank = 0; rank < RANKS; rank++) {
    for (let at = firstOf[rank] as number; at !== NONE; at = nextOf[at] as number) {
      // The same pair further on is no second key.
      if (passed[at] === 1 || pairs.includes(pairOf[at] as number)) continue
      for (let near = Math.max(0, at - apart); near <= at + apart; near++) passed[near] = 1
      keys.push(`w${letters.slice(at, at + 2)}`)
      if (pairs.push(pairOf[at] as number) === most) return keys
    }
  }
  return keys
}

/** Places of pairs, while one text is read: the first of each rank, the next of the same, and those passed over. */
const firstOf = new Int16Array(RANKS)
const nextOf = new Int16Array(RARE_WITHIN)
const passed = new Uint8Array(RARE_WITHIN)
/** The two letters of each pair as one number. */
const pairOf = new Int32Array(RARE_WITHIN)
const UNIT_BITS = 16
const NONE = -1

function listByRank(letters: string, end: number): void {
  firstOf.fill(NONE)
  passed.fill(0)
  let second = end > 0 ? letters.charCodeAt(end) : 0
  for (let at = end - 1; at >= 0; at--) {
    const first = letters.charCodeAt(at)
    const counts = isDigit(first) || isDigit(second)
    pairOf[at] = (first << UNIT_BITS) | second
    second = first
    if (counts) continue
    const rank = rarityRank(letters, at, 2)
    nextOf[at] = firstOf[rank] as number
    firstOf[rank] = at
  }
}

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39
