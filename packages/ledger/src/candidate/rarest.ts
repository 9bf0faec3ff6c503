// Which tracked items share the rarest keys with a fingerprint. A letter has hundreds of rows under its keys: they are
// summed up in lists of numbers that are made once, and nothing is made for a row.
import type { KeyRows } from './kept-key.ts'

/** Items compared with one arriving item at most: those that share the rarest keys, of equals the newest. */
export const CANDIDATES_MAX = 24
/** A key weighs 1 / the rows it gave; the same text outweighs all others. */
const EXACT_WEIGHT = 100
const BITS_MIN = 10
const NUMBER_BITS = 32
/** Knuth's multiplier, 2³² over the golden ratio: neighbours come far apart. */
const SPREAD = 2_654_435_761

/** Rows by their numbers, open addressing, half full at most; a weight of 0 is a free slot. */
interface Sums {
  numbers: Float64Array
  ats: Float64Array
  weights: Float64Array
  /** Slots in the order in which they were taken. */
  taken: Int32Array
  bits: number
}

const openSums = (bits: number): Sums => ({
  numbers: new Float64Array(2 ** bits),
  ats: new Float64Array(2 ** bits),
  weights: new Float64Array(2 ** bits),
  taken: new Int32Array(2 ** (bits - 1)),
  bits,
})

let sums = openSums(BITS_MIN)

/** Numbers of those that share the rarest of `keys`, then the newest; `byKey` as asked of the index. */
export function rarestShared(keys: readonly string[], byKey: ReadonlyMap<string, Readonly<KeyRows>>): number[] {
  const found: Readonly<KeyRows>[] = keys.map((key) => byKey.get(key) ?? [])
  const most = found.reduce((sum, rows) => sum + rows.length / 2, 0)
  if (most > sums.taken.length) sums = openSums(Math.ceil(Math.log2(most * 2)))
  const { numbers, ats, weights, taken, bits } = sums
  const mask = 2 ** bits - 1
  let count = 0
  for (const [index, rows] of found.entries()) {
    const weight = keys[index]!.startsWith('=') ? EXACT_WEIGHT : 2 / rows.length
    for (let place = 0; place < rows.length; place += 2) {
      const number = rows[place]!
      let slot = Math.imul(number, SPREAD) >>> (NUMBER_BITS - bits)
      while (weights[slot] !== 0 && numbers[slot] !== number) slot = (slot + 1) & mask
      if (weights[slot] === 0) {
        numbers[slot] = number
        ats[slot] = rows[place + 1]!
        taken[count++] = slot
      }
      weights[slot]! += weight
    }
  }
  const best: number[] = []
  for (let index = 0; index < count; index++) keepAmong(best, taken[index]!, sums)
  for (let index = 0; index < count; index++) weights[taken[index]!] = 0
  return best.map((slot) => numbers[slot]!)
}

/** Puts a slot in its place among the best so far; what is too many falls out. */
function keepAmong(best: number[], slot: number, { weights, ats }: Sums): void {
  const comesBefore = (other: number) => {
    const heavier = weights[slot]! - weights[other]!
    return heavier > 0 || (heavier === 0 && ats[slot]! > ats[other]!)
  }
  if (best.length === CANDIDATES_MAX) {
    if (!comesBefore(best[CANDIDATES_MAX - 1]!)) return
    best.pop()
  }
  let at = best.length
  for (; at > 0 && comesBefore(best[at - 1]!); at--) best[at] = best[at - 1]!
  best[at] = slot
}
