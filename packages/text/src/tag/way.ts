// The ways in which long patterns can match: what each begins with, and what else must stand in a text then. Plain
// functions of them, no closures: where there are several gates, only such are compiled into their callers.

import { alternativesOf } from '../beginning.ts'
import { addWord, hasAny, type Letters, openLetters, placeOf, readLetters } from '../letters.ts'
import { addBranch, childOf, openTree, type Tree } from './tree.ts'

/** A bit for each: more patterns need a gate of their own. */
export const PATTERNS_MAX = 30
/** Of what stands at a step of the tree: there is more than these bits say, and the text must be asked. */
const ASK = 1 << PATTERNS_MAX
const PATTERNS = ASK - 1
const UNKNOWN = -1
/** Places for the pairs of a text, and for those that the words of all patterns begin with. */
const SEEN_BITS = 15
const BEGUN_BITS = 18

/** An alternative of a pattern at one of its beginnings. */
interface Way {
  /** Bit of the pattern. */
  bit: number
  /** Number of the set of all that must stand in the text besides the beginning; NO_NEEDS for none. */
  set: number
}

const NO_NEEDS = -1

/** What patterns can begin with, and what they need then; all ways lie in two lists, in the order of the steps. */
export interface Ways {
  tree: Tree<Way>
  /** What any of the patterns begins with. */
  begun: Letters
  /** Letters of the text last looked at, once they are asked for. */
  seen: Letters
  /** Of the letters kept at each of these places one must be among those of the text. */
  needs: Int32Array[]
  /** Needs that all must be met. */
  sets: number[][]
  /** Of each step of the tree: bits of the patterns that need nothing more, with ASK where others do. */
  says: Int32Array
  /** Of each step, and one more: the first of its ways that need more. */
  first: Int32Array
  bitOf: Int32Array
  setOf: Int32Array
  /** Whether the letters of the text being looked at are read. */
  isRead: boolean
  /** Whether that text has what is needed, and all of a set that is; UNKNOWN until it is asked for. */
  met: Int8Array
  allMet: Int8Array
}

/** Another text comes: what is known of the one before is forgotten once the new one is asked for anything. */
export function forgetText(ways: Ways): void {
  ways.isRead = false
}

/** Bits of the patterns that can match at a place of a text, given what else stands in it. */
export function bitsAt(ways: Ways, text: string, place: number): number {
  const { tree, says, first, bitOf, setOf } = ways
  let found = 0
  let step = 0
  for (let at = place; at < text.length; at++) {
    step = childOf(tree, step, text.charCodeAt(at))
    if (step === 0) break
    const said = says[step] as number
    found |= said & PATTERNS
    if ((said & ASK) === 0) continue
    if (!ways.isRead) readText(ways, text)
    for (let way = first[step] as number; way < (first[step + 1] as number); way++)
      if ((found & (bitOf[way] as number)) === 0 && isOpen(ways, setOf[way] as number)) found |= bitOf[way] as number
  }
  return found
}

function readText(ways: Ways, text: string): void {
  readLetters(ways.seen, text)
  ways.met.fill(UNKNOWN)
  ways.allMet.fill(UNKNOWN)
  ways.isRead = true
}

function isOpen({ allMet, met, sets, needs, seen }: Ways, set: number): boolean {
  if (allMet[set] !== UNKNOWN) return allMet[set] === 1
  allMet[set] = 1
  for (const need of sets[set] as number[]) {
    if (met[need] === UNKNOWN) met[need] = hasAny(seen, needs[need] as Int32Array) ? 1 : 0
    if (met[need] === 1) continue
    allMet[set] = 0
    break
  }
  return allMet[set] === 1
}

/** Reads the ways of patterns without flags, at most PATTERNS_MAX of them. */
export function readWays(sources: readonly string[]): Ways {
  const seen = openLetters(SEEN_BITS)
  const begun = openLetters(BEGUN_BITS)
  const tree = openTree<Way>()
  const needs = openNumbers((words: readonly string[]) => Int32Array.from(words, (word) => placeOf(seen, word)))
  const sets = openNumbers((numbers: readonly number[]) => [...numbers])
  sources.forEach((source, number) => {
    for (const alternative of alternativesOf(source))
      for (const beginning of alternative.beginnings) {
        // What it begins with stands in the text already.
        const more = alternative.needs.filter((words) => !words.some((word) => beginning.includes(word)))
        addBranch(tree, beginning, {
          bit: 1 << number,
          set: more.length === 0 ? NO_NEEDS : sets.enter(more.map(needs.enter)),
        })
        addWord(begun, beginning)
      }
  })
  const more = tree.ends.map((ways) => ways.filter(({ set }) => set !== NO_NEEDS))
  const says = Int32Array.from(tree.ends, (ways, step) => bitsWithoutNeeds(ways) | (more[step]?.length ? ASK : 0))
  let size = 0
  const first = Int32Array.from([0, ...more.map((ways) => (size += ways.length))])
  const bitOf = Int32Array.from(more.flat(), ({ bit }) => bit)
  const setOf = Int32Array.from(more.flat(), ({ set }) => set)
  const met = new Int8Array(needs.list.length)
  const allMet = new Int8Array(sets.list.length)
  const asked = { isRead: false, met, allMet }
  return { tree, begun, seen, needs: needs.list, sets: sets.list, says, first, bitOf, setOf, ...asked }
}

function bitsWithoutNeeds(ways: readonly Way[]): number {
  return ways.reduce((bits, { bit, set }) => (set === NO_NEEDS ? bits | bit : bits), 0)
}

/** Gives each different list a number, and keeps what is made of it at that number. */
function openNumbers<From, To>(make: (given: readonly From[]) => To) {
  const numberOf = new Map<string, number>()
  const list: To[] = []
  const enter = (given: readonly From[]): number => {
    const key = given.join()
    const number = numberOf.get(key) ?? list.push(make(given)) - 1
    numberOf.set(key, number)
    return number
  }
  return { list, enter }
}
