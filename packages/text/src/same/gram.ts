// How rare runs of one to three letters are: counts learned from many texts, kept by hash and nothing else.
import { readFileSync } from 'node:fs'

export const GRAM_SIZES = [1, 2, 3] as const
export type GramSize = (typeof GRAM_SIZES)[number]
/** Buckets a size has, as powers of two: single letters nearly all have one to themselves. */
export const BUCKET_BITS = { 1: 15, 2: 18, 3: 18 } as const
/** A count is kept as COUNT_STEPS × ln(1 + count), rounded, in one byte. */
export const COUNT_STEPS = 18
/** Rarity of what is in nearly every text, so that nothing weighs nothing. */
const RARITY_MIN = 0.1

export interface Grams {
  /** Texts counted. */
  texts: number
  /** Per size the counts of its buckets. */
  counts: Record<GramSize, Uint8Array>
}

const path = new URL('../../model/same.grams', import.meta.url)
/** Ranks there are at most, one for each byte of a count. */
export const RANKS = 256
let used: Rarities | undefined

/** What each byte of a count stands for: its rarity, and the rank of that. */
interface Rarities {
  counts: Grams['counts']
  rarities: Float32Array
  ranks: Uint8Array
}

/** ln(texts / count) of the run of `size` letters at `at`; high is rare. */
export function rarity(letters: string, at: number, size: GramSize): number {
  used ??= withRarities(unpackGrams(readFileSync(path)))
  return used.rarities[used.counts[size][hashGram(letters, at, size)] as number] as number
}

/** 0 for the rarest runs, below RANKS; those that are as rare as each other have the same. */
export function rarityRank(letters: string, at: number, size: GramSize): number {
  used ??= withRarities(unpackGrams(readFileSync(path)))
  return used.ranks[used.counts[size][hashGram(letters, at, size)] as number] as number
}

/** FNV-1a over the code units, folded into the size's buckets. */
export function hashGram(letters: string, at: number, size: GramSize): number {
  let hash = 0x811c9dc5
  for (let i = at; i < at + size; i++) hash = Math.imul(hash ^ letters.charCodeAt(i), 0x01000193)
  hash ^= hash >>> 15
  return (Math.imul(hash, 0x2c1b3c6d) >>> 0) >>> (32 - BUCKET_BITS[size])
}

/** Uses these counts from now on: the training program measures with what it has just counted. */
export function useGrams(grams: Grams): void {
  used = withRarities(grams)
}

export function packGrams(grams: Grams): Buffer {
  return Buffer.concat([
    Buffer.from(Uint32Array.of(grams.texts).buffer),
    ...GRAM_SIZES.map((size) => Buffer.from(grams.counts[size])),
  ])
}

function unpackGrams(bytes: Buffer): Grams {
  let at = 4
  const take = (size: GramSize): Buffer => {
    const from = at
    at += 1 << BUCKET_BITS[size]
    return bytes.subarray(from, at)
  }
  return { texts: bytes.readUInt32LE(0), counts: { 1: take(1), 2: take(2), 3: take(3) } }
}

function withRarities({ texts, counts }: Grams): Rarities {
  const rarities = Float32Array.from({ length: RANKS }, (_, byte) =>
    Math.max(RARITY_MIN, Math.log(texts / Math.max(1, Math.exp(byte / COUNT_STEPS)))),
  )
  // Of a higher count never rarer.
  let rank = 0
  const ranks = Uint8Array.from(rarities, (rare, byte) => (byte > 0 && rare < rarities[byte - 1]! ? ++rank : rank))
  return { counts, rarities, ranks }
}
