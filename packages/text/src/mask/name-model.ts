// How usual letters are in family names, in given names and as words: what a bare name in a sentence is judged by.
import { readFileSync } from 'node:fs'

/** Costs are -ln of a share, in steps of 1 / STEPS, one byte each; NEVER where there is none. */
export const STEPS = 10
export const NEVER = 255
/** Costs of a letter, in this order: as a word, as a family name, first of two given letters, second, the only one. */
export const letterCosts = ['word', 'family', 'first', 'second', 'only'] as const
const COSTS = letterCosts.length

/** What the model's file holds, by rising unit and key. */
export interface NameParts {
  units: Uint16Array
  /** COSTS bytes a unit. */
  costs: Uint8Array
  /** Words of two to four letters by `wordKey`, and what each costs. */
  words: Uint32Array
  wordCosts: Uint8Array
}

export interface NameModel {
  /** ROW costs a unit, in the order of `letterCosts`. */
  letters: Uint8Array
  /** PACE gains a unit: how much less it costs as a family name, first, second and only given letter than as a word. */
  gains: Int16Array
  /** The cost of the word with this key, NEVER where it is none. */
  costOf(key: number): number
}

/** Gains of one unit lie together, in the order of costs without the first; NONE where there is none. */
export const PACE = 4
export const NONE = -1000
/** Costs of one unit lie together. */
export const ROW = 8
export const WORD = 0
export const FAMILY = 1
export const FIRST = 2
export const SECOND = 3
export const ONLY = 4

const UNITS = 0x10000
const UNIT_BITS = 16
const HASH = 0x9e3779b1
const HEAD_BYTES = 8

/** Two letters are their own key; a longer word's is the shorter one's mixed with the next letter. */
export const pairKey = (first: number, second: number): number => ((first << UNIT_BITS) | second) >>> 0
export const longerKey = (key: number, unit: number): number => {
  const mixed = Math.imul(key ^ Math.imul(unit, HASH), HASH)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

export function wordKey(word: string): number {
  let key = pairKey(word.charCodeAt(0), word.charCodeAt(1))
  for (let at = 2; at < word.length; at++) key = longerKey(key, word.charCodeAt(at))
  return key
}

const modelPath = new URL('../../model/name.model', import.meta.url)
let shipped: NameModel | undefined

/** The model shipped with the program: one for a thread. */
export function openNameModel(): NameModel {
  shipped ??= useNameModel(unpackNames(readFileSync(modelPath)))
  return shipped
}

function useNameModel({ units, costs, words, wordCosts }: NameParts): NameModel {
  const letters = new Uint8Array(UNITS * ROW).fill(NEVER)
  const gains = new Int16Array(UNITS * PACE).fill(NONE)
  units.forEach((unit, at) => {
    const own = costs.subarray(at * COSTS, at * COSTS + COSTS)
    letters.set(own, unit * ROW)
    for (let which = 1; which < COSTS; which++)
      if (own[which] !== NEVER) gains[unit * PACE + which - 1] = (own[WORD] as number) - (own[which] as number)
  })
  let size = 1
  while (size < words.length * 2) size *= 2
  const keys = new Uint32Array(size)
  const values = new Uint8Array(size)
  const mask = size - 1
  const placeOf = (key: number): number => {
    let at = (Math.imul(key, HASH) >>> 8) & mask
    while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask
    return at
  }
  words.forEach((key, index) => {
    const at = placeOf(key)
    keys[at] = key
    values[at] = wordCosts[index] as number
  })
  const costOf = (key: number): number => {
    const at = placeOf(key)
    return keys[at] === 0 ? NEVER : (values[at] as number)
  }
  return { letters, gains, costOf }
}

/** Both lengths, then the four lists as they stand in `NameParts`. */
export function packNames({ units, costs, words, wordCosts }: NameParts): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + units.length * (2 + COSTS) + words.length * 5)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, units.length, true)
  view.setUint32(4, words.length, true)
  let at = HEAD_BYTES
  for (const key of words) {
    view.setUint32(at, key, true)
    at += 4
  }
  for (const unit of units) {
    view.setUint16(at, unit, true)
    at += 2
  }
  bytes.set(costs, at)
  bytes.set(wordCosts, at + costs.length)
  return bytes
}

function unpackNames(bytes: Uint8Array): NameParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = view.getUint32(0, true)
  const size = view.getUint32(4, true)
  const unitsAt = HEAD_BYTES + size * 4
  const costsAt = unitsAt + count * 2
  const wordsAt = costsAt + count * COSTS
  return {
    words: Uint32Array.from({ length: size }, (_, at) => view.getUint32(HEAD_BYTES + at * 4, true)),
    units: Uint16Array.from({ length: count }, (_, at) => view.getUint16(unitsAt + at * 2, true)),
    costs: bytes.subarray(costsAt, wordsAt),
    wordCosts: bytes.subarray(wordsAt, wordsAt + size),
  }
}
