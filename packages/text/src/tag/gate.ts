// Where in a text long patterns can match at all, told by the letters they can begin with: only there they are tried.

import { countFirst } from '../halving.ts'
import { mayBegin, unitAfter } from '../letters.ts'
import { bitsAt, forgetText, listAlternatives, PATTERNS_MAX, readWays } from './way.ts'

export interface Gate {
  /**
   * The first match of pattern `number` (its place in the list) from `from` on, as a search with the pattern would find
   * it in the text last given to `look`; a loose one as a search with the loose pattern would. None begins amid a
   * number: what is said of 13天 is not said of 3天, and telephone numbers are long.
   */
  next(number: number, from: number, isLoose?: boolean): RegExpExecArray | null
  /** Finds the places at which any of the patterns may match; false: none matches anywhere. */
  look(text: string): boolean
}

/**
 * `sources` are patterns without flags. `loosen` makes of an alternative of them the one that a loose search goes by:
 * it may begin with nothing that the given one cannot begin with, and need no less.
 */
export function openGate(sources: readonly string[], loosen = (source: string) => source): Gate {
  if (sources.length > PATTERNS_MAX) throw new Error(`${sources.length} patterns for one gate, ${PATTERNS_MAX} at most`)
  const ways = readWays(sources)
  const strictOf = openPatterns(ways.sources, (source) => source)
  const looseOf = openPatterns(ways.sources, loosen)
  const alternatives: number[] = []
  let text = ''
  /** Places at which a pattern may match, bits of those that may, and all of these together. */
  const places: number[] = []
  const bits: number[] = []
  let count = 0
  let all = 0
  return {
    look(given) {
      // Who asks for other patterns of the text just looked at is told at once.
      if (given === text) return count > 0
      text = given
      forgetText(ways)
      // Lists are written over and not cut: cut ones would be made anew for every text.
      count = 0
      all = 0
      let before = 0
      let unit = unitAfter(text, -1)
      for (let at = 0; at < text.length; at++) {
        const next = unitAfter(text, at)
        const isAmid = isDigit(unit) && isDigit(before)
        const found = !isAmid && mayBegin(ways.begun, unit, next) ? bitsAt(ways, text, at) : 0
        before = unit
        unit = next
        if (found === 0) continue
        places[count] = at
        bits[count++] = found
        all |= found
      }
      return count > 0
    },
    next(number, from, isLoose = false) {
      if ((all & (1 << number)) === 0) return null
      const patternOf = isLoose ? looseOf : strictOf
      for (let index = countFirst(count, (at) => places[at]! < from); index < count; index++) {
        if ((bits[index]! & (1 << number)) === 0) continue
        const tried = listAlternatives(ways, text, places[index]!, number, alternatives)
        for (let which = 0; which < tried; which++) {
          const pattern = patternOf(alternatives[which]!)
          pattern.lastIndex = places[index]!
          const match = pattern.exec(text)
          if (match !== null) return match
        }
      }
      return null
    },
  }
}

/** A pattern for each alternative, made when it is first tried: most never are. */
function openPatterns(sources: readonly string[], made: (source: string) => string) {
  const patterns: (RegExp | undefined)[] = sources.map(() => undefined)
  return (alternative: number): RegExp => {
    patterns[alternative] ??= new RegExp(made(sources[alternative]!), 'y')
    return patterns[alternative]
  }
}

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39
