// The beginnings of two texts laid beside one another: their longest common run, and what one puts for the other's.
import { rarity } from './gram.ts'
import { ALIGNED_MAX, type Beginning, RUN_WITHIN } from './outline.ts'

/** Room for one pair, used again for the next: nothing waits while a pair is laid out. */
const lengths = new Int16Array(RUN_WITHIN)
const rows = new Int16Array(RUN_WITHIN)
const best = new Float32Array((ALIGNED_MAX + 1) * (ALIGNED_MAX + 1))

/** The longest run of letters that both beginnings have: its length, its share of the shorter, its rarity. */
export function runsOf(a: Beginning, b: Beginning, lettersA: string): number[] {
  let most = 0
  let end = 0
  rows.fill(-2)
  for (let i = 0; i < a.units.length; i++) {
    // From the end: the place before still holds what the letter before found there.
    for (let j = b.last.get(a.units[i] as number) ?? -1; j >= 0; j = b.before[j] as number) {
      const length = j > 0 && rows[j - 1] === i - 1 ? (lengths[j - 1] as number) + 1 : 1
      rows[j] = i
      lengths[j] = length
      if (length > most) {
        most = length
        end = i + 1
      }
    }
  }
  let rare = 0
  for (let at = end - most; at + 2 <= end; at++) rare += rarity(lettersA, at, 2)
  return [Math.log1p(most), most / Math.max(1, a.units.length), Math.log1p(rare)]
}

/**
 * The beginnings laid beside one another: the share that agrees in order, what was put in place of something else, and
 * what was only added.
 */
export function alignmentOf(a: Beginning, b: Beginning): number[] {
  const [lengthA, lengthB] = [a.rarities.length, b.rarities.length]
  const width = lengthB + 1
  fillBest(a, b, width)
  let replaced = 0
  let added = 0
  let largest = 0
  let [gapA, gapB] = [0, 0]
  const close = () => {
    const both = Math.min(gapA, gapB)
    replaced += both
    added += gapA + gapB - 2 * both
    largest = Math.max(largest, both)
    gapA = gapB = 0
  }
  let i = 0
  let j = 0
  while (i < lengthA || j < lengthB) {
    if (i < lengthA && j < lengthB && a.units[i] === b.units[j]) {
      close()
      i++
      j++
    } else if (
      j >= lengthB ||
      (i < lengthA && (best[(i + 1) * width + j] as number) >= (best[i * width + j + 1] as number))
    ) {
      gapA += a.rarities[i++] as number
    } else gapB += b.rarities[j++] as number
  }
  close()
  const agreeing = best[0] as number
  return [
    (2 * agreeing) / Math.max(1e-9, 2 * agreeing + 2 * replaced + added),
    replaced / Math.max(1e-9, agreeing + replaced),
    Math.log1p(largest),
  ]
}

/** The most that can agree in order from each pair of places on. */
function fillBest(a: Beginning, b: Beginning, width: number): void {
  const [lengthA, lengthB] = [a.rarities.length, b.rarities.length]
  best.fill(0, lengthA * width, (lengthA + 1) * width)
  for (let i = lengthA - 1; i >= 0; i--) {
    const unit = a.units[i]
    const rare = a.rarities[i] as number
    const row = i * width
    let right = 0
    best[row + lengthB] = 0
    for (let j = lengthB - 1; j >= 0; j--) {
      const below = best[row + width + j] as number
      if (unit !== b.units[j]) right = Math.max(below, right)
      else right = Math.fround((best[row + width + j + 1] as number) + rare)
      best[row + j] = right
    }
  }
}
