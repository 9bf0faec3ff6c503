// Where in a text long patterns can match at all, told by the letters they can begin with: only there they are tried.
import { alternativesOf } from './beginning.ts'
import { openLetters, unitAfter } from './letters.ts'
import { openTree } from './tree.ts'

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
  const seen = openLetters(SEEN_BITS)
  const begun = openLetters(BEGUN_BITS)
  const tree = openTree<Way>()
  sources.forEach((source, number) => {
    for (const { beginnings, needs } of alternativesOf(source)) {
      const way = { bit: 1 << number, needs: needs.map((words) => Int32Array.from(words, seen.placeOf)) }
      for (const beginning of beginnings) {
        tree.add(beginning, way)
        if (beginning.length === 1) begun.addUnit(beginning.charCodeAt(0))
        else begun.addPair(beginning.charCodeAt(0), beginning.charCodeAt(1))
      }
    }
  })
  let isRead = false
  let text = ''
  /** Places at which a pattern may match, and bits of those that may. */
  const places: number[] = []
  const bits: number[] = []
  let count = 0
  /** Bits of the patterns that can match from a step of the tree on in this text, once it was asked for. */
  const known = new Int32Array(tree.size()).fill(UNKNOWN)
  const asked: number[] = []
  let askedCount = 0
  const isOpen = ({ needs }: Way): boolean => {
    for (let index = 0; index < needs.length; index++) if (!seen.hasAny(needs[index] as Int32Array)) return false
    return true
  }
  const bitsOf = (step: number): number => {
    if (known[step] !== UNKNOWN) return known[step] as number
    if (!isRead) seen.read(text)
    isRead = true
    let found = 0
    const ways = tree.endsAt(step)
    for (let index = 0; index < ways.length; index++) {
      const way = ways[index] as Way
      if ((found & way.bit) === 0 && isOpen(way)) found |= way.bit
    }
    known[step] = found
    asked[askedCount++] = step
    return found
  }
  const bitsAt = (place: number): number => {
    let found = 0
    let step = 0
    for (let at = place; at < text.length; at++) {
      step = tree.child(step, text.charCodeAt(at))
      if (step === 0) break
      if (tree.endsAt(step).length > 0) found |= bitsOf(step)
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
        if (!begun.mayBegin(text.charCodeAt(at), unitAfter(text, at))) continue
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
