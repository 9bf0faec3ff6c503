// Where in a text long patterns can match at all, told by the letters they can begin with: only there they are tried.

import { alternativesOf } from '../beginning.ts'
import { addWord, hasAny, type Letters, mayBegin, openLetters, placeOf, readLetters, unitAfter } from '../letters.ts'
import { addBranch, childOf, openTree, type Tree } from './tree.ts'

export interface Gate {
  /**
   * The first match of pattern `number` (its place in the list) from `from` on, as a search with the pattern would find
   * it in the text last given to `look`.
   */
  next(number: number, from: number): RegExpExecArray | null
  /** Finds the places at which any of the patterns may match; false: none matches anywhere. */
  look(text: string): boolean
}

/** An alternative of a pattern, with the bit of that. */
interface Way {
  bit: number
  /** Of the letters kept at each of these places one must be among those of the text. */
  needs: Int32Array[]
}

/** A bit for each: more patterns need a gate of their own. */
const PATTERNS_MAX = 30
const UNKNOWN = -1
/** Places for the pairs of a text, and for those that the words of all patterns begin with. */
const SEEN_BITS = 15
const BEGUN_BITS = 18

/** `sources` are patterns without flags. */
export function openGate(sources: readonly string[]): Gate {
  if (sources.length > PATTERNS_MAX) throw new Error(`${sources.length} patterns for one gate, ${PATTERNS_MAX} at most`)
  const patterns = sources.map((source) => new RegExp(source, 'y'))
  const { tree, begun, seen } = readWays(sources)
  let isRead = false
  let text = ''
  /** Places at which a pattern may match, and bits of those that may. */
  const places: number[] = []
  const bits: number[] = []
  let count = 0
  /** Bits of the patterns that can match from a step of the tree on in this text, once it was asked for. */
  const known = new Int32Array(tree.ends.length).fill(UNKNOWN)
  const isEnd = Uint8Array.from(tree.ends, (ways) => Math.min(1, ways.length))
  const asked: number[] = []
  let askedCount = 0
  const bitsOf = (step: number): number => {
    if (known[step] !== UNKNOWN) return known[step] as number
    if (!isRead) readLetters(seen, text)
    isRead = true
    let found = 0
    const ways = tree.ends[step] as Way[]
    for (let index = 0; index < ways.length; index++) {
      const way = ways[index] as Way
      if ((found & way.bit) === 0 && isOpen(way, seen)) found |= way.bit
    }
    known[step] = found
    asked[askedCount++] = step
    return found
  }
  const bitsAt = (place: number): number => {
    let found = 0
    let step = 0
    for (let at = place; at < text.length; at++) {
      step = childOf(tree, step, text.charCodeAt(at))
      if (step === 0) break
      if (isEnd[step] === 1) found |= bitsOf(step)
    }
    return found
  }
  return {
    look(given) {
      text = given
      isRead = false
      // Lists are written over and not cut: cut ones would be made anew for every text.
      for (let index = 0; index < askedCount; index++) known[asked[index] as number] = UNKNOWN
      askedCount = 0
      count = 0
      for (let at = 0; at < text.length; at++) {
        if (!mayBegin(begun, text.charCodeAt(at), unitAfter(text, at))) continue
        const found = bitsAt(at)
        if (found === 0) continue
        places[count] = at
        bits[count++] = found
      }
      return count > 0
    },
    next(number, from) {
      const pattern = patterns[number]!
      for (let index = 0; index < count; index++) {
        if (places[index]! < from || (bits[index]! & (1 << number)) === 0) continue
        pattern.lastIndex = places[index]!
        const match = pattern.exec(text)
        if (match !== null) return match
      }
      return null
    },
  }
}

interface Ways {
  tree: Tree<Way>
  /** What any of the patterns begins with. */
  begun: Letters
  /** Letters of the text last looked at, once they are asked for. */
  seen: Letters
}

function readWays(sources: readonly string[]): Ways {
  const seen = openLetters(SEEN_BITS)
  const begun = openLetters(BEGUN_BITS)
  const tree = openTree<Way>()
  sources.forEach((source, number) => {
    for (const { beginnings, needs } of alternativesOf(source)) {
      const places = needs.map((words) => Int32Array.from(words, (word) => placeOf(seen, word)))
      for (const beginning of beginnings) {
        addBranch(tree, beginning, { bit: 1 << number, needs: places })
        addWord(begun, beginning)
      }
    }
  })
  return { tree, begun, seen }
}

function isOpen({ needs }: Way, seen: Letters): boolean {
  for (let index = 0; index < needs.length; index++) if (!hasAny(seen, needs[index] as Int32Array)) return false
  return true
}
