// The ways in which long patterns can match: what each begins with, and what else must stand in a text then. Plain
// functions of them, no closures: where there are several gates, only such are compiled into their callers.

import { alternativesOf } from '../beginning.ts'
import { addWord, hasAny, type Letters, openLetters, placeOf, readLetters } from '../letters.ts'
import { childOf, plantTree, saidAt, stepAt, stepsOf, type Tree } from './tree.ts'

/** A bit for each: more patterns need a gate of their own. */
export const PATTERNS_MAX = 30
/** Of what stands at a step of the tree: there is more than these bits say, and the text must be asked. */
const ASK = 1 << PATTERNS_MAX
const PATTERNS = ASK - 1
const UNKNOWN = -1
/** Places for the pairs of a text, and for those that the words of all patterns begin with. */
const SEEN_BITS = 15
const BEGUN_BITS = 18
/** Ways of one gate: numbers of them, of their alternatives and sets are kept in two bytes. */
const WAYS_MAX = 2 ** 15 - 1
/** Parts an alternative may need: which of them are left to ask is one whole number. */
const NEEDS_MAX = 53

/** An alternative of a pattern at one of its beginnings. */
interface Way {
  /** Number of the pattern, and of the alternative among all of them. */
  pattern: number
  alternative: number
  /** Number of the set of all that must stand in the text besides the beginning; NO_NEEDS for none. */
  set: number
}

const NO_NEEDS = -1

/** What patterns can begin with, and what they need then; all ways lie in two lists, in the order of the steps. */
export interface Ways {
  /** It says at each step the bits of the patterns that need nothing more, with ASK where others do. */
  tree: Tree
  /** What any of the patterns begins with. */
  begun: Letters
  /** Letters of the text last looked at, once they are asked for. */
  seen: Letters
  /** Of the letters kept at each of these places one must be among those of the text. */
  needs: Int32Array[]
  /** Needs that all must be met. */
  sets: number[][]
  /** Of each step, and one more: the first of its ways. Small numbers, so that what is asked for lies near. */
  first: Uint16Array
  patternOf: Uint8Array
  alternativeOf: Uint16Array
  setOf: Int16Array
  /** Of each alternative: what it matches with. */
  sources: string[]
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
  const { tree, first, patternOf, setOf } = ways
  let found = 0
  let step = 0
  for (let at = place; at < text.length; at++) {
    step = childOf(tree, step, text.charCodeAt(at))
    if (step === 0) break
    const said = saidAt(tree, step)
    found |= said & PATTERNS
    if ((said & ASK) === 0) continue
    if (!ways.isRead) readText(ways, text)
    for (let way = first[step] as number; way < (first[step + 1] as number); way++) {
      const bit = 1 << (patternOf[way] as number)
      if ((found & bit) === 0 && isOpen(ways, setOf[way] as number)) found |= bit
    }
  }
  return found
}

/** Writes the alternatives of a pattern that can match there into `list`, in their order, and says how many. */
export function listAlternatives(ways: Ways, text: string, place: number, pattern: number, list: number[]): number {
  const { tree, first, patternOf, alternativeOf, setOf } = ways
  if (!ways.isRead) readText(ways, text)
  let count = 0
  let step = 0
  for (let at = place; at < text.length; at++) {
    step = childOf(tree, step, text.charCodeAt(at))
    if (step === 0) break
    for (let way = first[step] as number; way < (first[step + 1] as number); way++) {
      if (patternOf[way] !== pattern || !isOpen(ways, setOf[way] as number)) continue
      const alternative = alternativeOf[way] as number
      let slot = count++
      for (; slot > 0 && (list[slot - 1] as number) > alternative; slot--) list[slot] = list[slot - 1] as number
      list[slot] = alternative
    }
  }
  return count
}

function readText(ways: Ways, text: string): void {
  readLetters(ways.seen, text)
  ways.met.fill(UNKNOWN)
  ways.allMet.fill(UNKNOWN)
  ways.isRead = true
}

function isOpen({ allMet, met, sets, needs, seen }: Ways, set: number): boolean {
  if (set === NO_NEEDS) return true
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
  const waysOf = new Map<string, Way[]>()
  const needs = openNumbers((words: readonly string[]) => Int32Array.from(words, (word) => placeOf(seen, word)))
  const sets = openNumbers((numbers: readonly number[]) => [...numbers])
  const alternatives: string[] = []
  sources.forEach((source, pattern) => {
    for (const alternative of alternativesOf(source)) {
      const number = alternatives.push(alternative.source) - 1
      const asked = alternative.needs.map((words) => ({ words: new Set(words), need: needs.enter(words) }))
      if (asked.length > NEEDS_MAX)
        throw new Error(`${asked.length} needs, ${NEEDS_MAX} at most: ${alternative.source}`)
      // The beginnings of an alternative are thousands, and what they leave to ask are a few sets.
      const setOf = new Map<number, number>([[0, NO_NEEDS]])
      for (const beginning of alternative.beginnings) {
        // What it begins with stands in the text already.
        const inside = partsOf(beginning)
        const isLeft = ({ words }: { words: Set<string> }) => !inside.some((part) => words.has(part))
        const more = asked.reduce((sum, one, index) => (isLeft(one) ? sum + 2 ** index : sum), 0)
        const set = setOf.get(more) ?? sets.enter(asked.filter(isLeft).map(({ need }) => need))
        setOf.set(more, set)
        const way = { pattern, alternative: number, set }
        const known = waysOf.get(beginning)
        if (known) known.push(way)
        else waysOf.set(beginning, [way])
        addWord(begun, beginning)
      }
    }
  })
  const tree = plantTree(new Map([...waysOf].map(([beginning, ends]) => [beginning, bitsWithoutNeeds(ends)])))
  const met = new Int8Array(needs.list.length)
  const allMet = new Int8Array(sets.list.length)
  const lists = { ...layWays(tree, waysOf), needs: needs.list, sets: sets.list, sources: alternatives }
  return { tree, begun, seen, ...lists, isRead: false, met, allMet }
}

/** The ways of all steps one after the other. */
function layWays(tree: Tree, waysOf: ReadonlyMap<string, readonly Way[]>) {
  const ends = Array.from(waysOf, ([beginning, ways]) => ({ step: stepAt(tree, beginning), ways }))
  const size = ends.reduce((sum, { ways }) => sum + ways.length, 0)
  if (size > WAYS_MAX) throw new Error(`${size} ways for one gate, ${WAYS_MAX} at most`)
  const first = new Uint16Array(stepsOf(tree) + 1)
  for (const { step, ways } of ends) first[step + 1] = ways.length
  for (let step = 1; step < first.length; step++) first[step]! += first[step - 1]!
  const lists = { patternOf: new Uint8Array(size), alternativeOf: new Uint16Array(size), setOf: new Int16Array(size) }
  for (const { step, ways } of ends) {
    let place = first[step]!
    for (const { pattern, alternative, set } of ways) {
      lists.patternOf[place] = pattern
      lists.alternativeOf[place] = alternative
      lists.setOf[place++] = set
    }
  }
  return { first, ...lists }
}

/** The letters of a beginning, three at most, and each two of them that stand side by side. */
const partsOf = ([one = '', two = '', three = '']: string): string[] => [one, two, three, one + two, two + three]

function bitsWithoutNeeds(ways: readonly Way[]): number {
  return ways.reduce((bits, { pattern, set }) => bits | (set === NO_NEEDS ? 1 << pattern : ASK), 0)
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
