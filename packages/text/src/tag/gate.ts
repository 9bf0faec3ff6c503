// Where in a text long patterns can match at all, told by the letters they can begin with: only there they are tried.

import { mayBegin, unitAfter } from '../letters.ts'
import { bitsAt, forgetText, PATTERNS_MAX, readWays } from './way.ts'

export interface Gate {
  /**
   * The first match of pattern `number` (its place in the list) from `from` on, as a search with the pattern would find
   * it in the text last given to `look`.
   */
  next(number: number, from: number): RegExpExecArray | null
  /** Finds the places at which any of the patterns may match; false: none matches anywhere. */
  look(text: string): boolean
}

/** `sources` are patterns without flags. */
export function openGate(sources: readonly string[]): Gate {
  if (sources.length > PATTERNS_MAX) throw new Error(`${sources.length} patterns for one gate, ${PATTERNS_MAX} at most`)
  const patterns = sources.map((source) => new RegExp(source, 'y'))
  const ways = readWays(sources)
  let text = ''
  /** Places at which a pattern may match, bits of those that may, and all of these together. */
  const places: number[] = []
  const bits: number[] = []
  let count = 0
  let all = 0
  return {
    look(given) {
      text = given
      forgetText(ways)
      // Lists are written over and not cut: cut ones would be made anew for every text.
      count = 0
      all = 0
      let unit = unitAfter(text, -1)
      for (let at = 0; at < text.length; at++) {
        const next = unitAfter(text, at)
        const found = mayBegin(ways.begun, unit, next) ? bitsAt(ways, text, at) : 0
        unit = next
        if (found === 0) continue
        places[count] = at
        bits[count++] = found
        all |= found
      }
      return count > 0
    },
    next(number, from) {
      if ((all & (1 << number)) === 0) return null
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
