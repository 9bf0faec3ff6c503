// Where in a text long patterns can match at all, told by the letters they can begin with: only there they are tried.
import { beginningsOf } from './beginning.ts'

export interface Gate {
  /**
   * The first match of pattern `number` (its place in the list) from `from` on, as a search with the pattern would find
   * it in the text last given to `look`.
   */
  next(number: number, from: number): RegExpExecArray | null
  /** Finds the places at which any of the patterns may match; false: none matches anywhere. */
  look(text: string): boolean
}

interface Step {
  /** A bit for each pattern that can begin with the letters up to here. */
  bits: number
  next: Map<number, Step> | null
}

/** A bit for each: more patterns need a gate of their own. */
const PATTERNS_MAX = 30
const UNITS = 0x10000

/** `sources` are patterns without flags. */
export function openGate(sources: readonly string[]): Gate {
  if (sources.length > PATTERNS_MAX) throw new Error(`${sources.length} patterns for one gate, ${PATTERNS_MAX} at most`)
  const patterns = sources.map((source) => new RegExp(source, 'y'))
  const roots: (Step | undefined)[] = new Array(UNITS).fill(undefined)
  const alone = new Uint8Array(UNITS)
  const inPair = new Uint8Array(UNITS)
  for (const [number, source] of sources.entries())
    for (const beginning of beginningsOf(source)) {
      addBeginning(roots, beginning, 1 << number)
      const [first, second] = [beginning.charCodeAt(0), beginning.charCodeAt(1)]
      if (beginning.length === 1) alone[first] = 1
      else inPair[placeOf(first, second)] = 1
    }
  let text = ''
  const places: number[] = []
  const bits: number[] = []
  return {
    look(given) {
      text = given
      places.length = 0
      bits.length = 0
      let unit = text.charCodeAt(0)
      for (let at = 0; at < text.length; at++) {
        const first = unit
        unit = text.charCodeAt(at + 1)
        if (inPair[placeOf(first, unit)] === 0 && alone[first] === 0) continue
        const root = roots[first]
        const found = root === undefined ? 0 : follow(root, text, at + 1)
        if (found === 0) continue
        places.push(at)
        bits.push(found)
      }
      return places.length > 0
    },
    next(number, from) {
      const pattern = patterns[number]!
      for (let index = 0; index < places.length; index++) {
        if (places[index]! < from || (bits[index]! & (1 << number)) === 0) continue
        pattern.lastIndex = places[index]!
        const match = pattern.exec(text)
        if (match !== null) return match
      }
      return null
    },
  }
}

/** A place for every two letters, shared with others: it rules out most of a text and decides nothing. */
const placeOf = (first: number, second: number): number => (Math.imul(first, 0x9e37) ^ second) & (UNITS - 1)

function addBeginning(roots: (Step | undefined)[], beginning: string, bit: number): void {
  const first = beginning.charCodeAt(0)
  let step = roots[first] ?? { bits: 0, next: null }
  roots[first] = step
  for (let at = 1; at < beginning.length; at++) {
    step.next ??= new Map()
    const unit = beginning.charCodeAt(at)
    const next: Step = step.next.get(unit) ?? { bits: 0, next: null }
    step.next.set(unit, next)
    step = next
  }
  step.bits |= bit
}

function follow(root: Step, text: string, from: number): number {
  let { bits } = root
  let step: Step | undefined = root
  for (let at = from; step?.next != null && at < text.length; at++) {
    step = step.next.get(text.charCodeAt(at))
    if (step !== undefined) bits |= step.bits
  }
  return bits
}
