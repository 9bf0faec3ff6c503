// Where in a text long patterns can match at all, told by the letters they can begin with: only there they are tried.
import { alternativesOf } from './beginning.ts'

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
  /** The alternatives that can begin with the letters up to here. */
  alternatives: Way[]
  next: Map<number, Step> | null
}

/** An alternative of a pattern, with the bit of that. */
interface Way {
  bit: number
  needs: string[][]
  /** Whether the text last looked at has what it needs, once asked. */
  open: boolean | null
}

/** A bit for each: more patterns need a gate of their own. */
const PATTERNS_MAX = 30
const UNITS = 0x10000

/** `sources` are patterns without flags. */
export function openGate(sources: readonly string[]): Gate {
  if (sources.length > PATTERNS_MAX) throw new Error(`${sources.length} patterns for one gate, ${PATTERNS_MAX} at most`)
  const patterns = sources.map((source) => new RegExp(source, 'y'))
  const ways = sources.flatMap((source, number) =>
    alternativesOf(source).map(({ beginnings, needs }) => ({ beginnings, needs, bit: 1 << number, open: null })),
  )
  const roots: (Step | undefined)[] = new Array(UNITS).fill(undefined)
  const alone = new Uint8Array(UNITS)
  const inPair = new Uint8Array(UNITS)
  for (const way of ways)
    for (const beginning of way.beginnings) {
      addBeginning(roots, beginning, way)
      const [first, second] = [beginning.charCodeAt(0), beginning.charCodeAt(1)]
      if (beginning.length === 1) alone[first] = 1
      else inPair[placeOf(first, second)] = 1
    }
  const seen = openSeen()
  const asked: Way[] = []
  let text = ''
  const places: number[] = []
  const bits: number[] = []
  const isOpen = (way: Way): boolean => {
    if (way.open !== null) return way.open
    asked.push(way)
    way.open = way.needs.every((words) => words.some((word) => seen.has(text, word)))
    return way.open
  }
  return {
    look(given) {
      text = given
      seen.forget()
      for (const way of asked.splice(0)) way.open = null
      places.length = 0
      bits.length = 0
      let unit = text.charCodeAt(0)
      for (let at = 0; at < text.length; at++) {
        const first = unit
        unit = text.charCodeAt(at + 1)
        if (inPair[placeOf(first, unit)] === 0 && alone[first] === 0) continue
        const root = roots[first]
        const found = root === undefined ? 0 : follow(root, text, at + 1, isOpen)
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

/** Whether a word of one or two letters may stand in a text: of two, another two can take the place. */
function openSeen(): { forget(): void; has(text: string, word: string): boolean } {
  const units = new Uint32Array(UNITS)
  const pairs = new Uint32Array(UNITS)
  let turn = 1
  let read = false
  const readAll = (text: string) => {
    read = true
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      units[unit] = turn
      pairs[placeOf(unit, text.charCodeAt(at + 1))] = turn
    }
  }
  return {
    forget() {
      if (read) turn = (turn + 1) >>> 0
      read = false
    },
    has(text, word) {
      if (!read) readAll(text)
      const first = word.charCodeAt(0)
      return (word.length === 1 ? units[first] : pairs[placeOf(first, word.charCodeAt(1))]) === turn
    },
  }
}

/** A place for every two letters, shared with others: it rules out most of a text and decides nothing. */
const placeOf = (first: number, second: number): number => (Math.imul(first, 0x9e37) ^ second) & (UNITS - 1)

function addBeginning(roots: (Step | undefined)[], beginning: string, way: Way): void {
  const first = beginning.charCodeAt(0)
  let step = roots[first] ?? { alternatives: [], next: null }
  roots[first] = step
  for (let at = 1; at < beginning.length; at++) {
    step.next ??= new Map()
    const unit = beginning.charCodeAt(at)
    const next: Step = step.next.get(unit) ?? { alternatives: [], next: null }
    step.next.set(unit, next)
    step = next
  }
  step.alternatives.push(way)
}

function follow(root: Step, text: string, from: number, isOpen: (way: Way) => boolean): number {
  let bits = 0
  let step: Step | undefined = root
  for (let at = from; step !== undefined; at++) {
    for (const way of step.alternatives) if ((bits & way.bit) === 0 && isOpen(way)) bits |= way.bit
    step = at < text.length ? step.next?.get(text.charCodeAt(at)) : undefined
  }
  return bits
}
