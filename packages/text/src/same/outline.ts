// What is made ready of a fingerprint once, so that it can be held against many: its runs of letters, its beginning.
import type { Fingerprint } from '@huiying/domain/item'
import { type GramSize, hashGram, rarity } from './gram.ts'

/** Letters of each side that are laid beside one another unit by unit. */
export const ALIGNED_MAX = 60
/** Letters of each side that are searched for a common run. */
export const RUN_WITHIN = 120

/** The different runs of one size in a text, in the order they come. */
export interface GramSet {
  hashes: Uint32Array
  rarities: Float32Array
  /** Sums of the rarities and of their squares. */
  sum: number
  square: number
  /** A table of a power of two: hash + 1 at its place or the next free one; 0 is free. */
  slots: Uint32Array
}

export interface Outline {
  grams: Record<GramSize, GramSet>
  title: GramSet
  /** Pairs of letters without the places: what happened, not where. */
  what: GramSet
  whatTitle: GramSet
  beginning: Beginning
}

export interface Beginning {
  /** The first RUN_WITHIN letters, and how rare each of the first ALIGNED_MAX is. */
  units: Uint16Array
  rarities: Float32Array
  /** Where a letter stands last, and from each place where it stood before; -1 where it did not. */
  last: Map<number, number>
  before: Int16Array
}

const outlines = new WeakMap<Fingerprint, Outline>()
/** Most candidates are held against an item by their pairs of letters alone: these are made apart. */
const pairs = new WeakMap<Fingerprint, GramSet>()

export function outlineOf(fingerprint: Fingerprint): Outline {
  const known = outlines.get(fingerprint)
  if (known !== undefined) return known
  const { letters } = fingerprint
  const title = letters.slice(0, fingerprint.title)
  const names = [...fingerprint.places, ...fingerprint.areas].map((name) => name.toLowerCase())
  const outline = {
    grams: { 1: gramsOf(letters, 1), 2: pairsOf(fingerprint), 3: gramsOf(letters, 3) },
    title: gramsOf(title, 2),
    what: gramsOf(without(letters, names), 2),
    whatTitle: gramsOf(without(title, names), 2),
    beginning: beginningOf(letters),
  }
  outlines.set(fingerprint, outline)
  return outline
}

export function pairsOf(fingerprint: Fingerprint): GramSet {
  const known = pairs.get(fingerprint)
  if (known !== undefined) return known
  const made = gramsOf(fingerprint.letters, 2)
  pairs.set(fingerprint, made)
  return made
}

export function hasGram({ slots }: GramSet, hash: number): boolean {
  const mask = slots.length - 1
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const slot = slots[at] as number
    if (slot === hash + 1) return true
    if (slot === 0) return false
  }
}

/** The letters with every name blanked; a blank is in no pair that two texts share but a blank. */
function without(letters: string, names: string[]): string {
  return names.reduce((left, name) => left.replaceAll(name, ' '), letters).replace(/ +/g, ' ')
}

function gramsOf(letters: string, size: GramSize): GramSet {
  const most = Math.max(0, letters.length - size + 1)
  // At most half full, so that a free place is never far.
  const slots = new Uint32Array(2 << Math.ceil(Math.log2(most + 1)))
  const hashes = new Uint32Array(most)
  const rarities = new Float32Array(most)
  const mask = slots.length - 1
  let count = 0
  let sum = 0
  let square = 0
  for (let from = 0; from < most; from++) {
    const hash = hashGram(letters, from, size)
    let at = hash & mask
    while (slots[at] !== 0 && slots[at] !== hash + 1) at = (at + 1) & mask
    if (slots[at] !== 0) continue
    slots[at] = hash + 1
    const rare = rarity(letters, from, size)
    hashes[count] = hash
    rarities[count++] = rare
    sum += rare
    square += rare * rare
  }
  return { hashes: hashes.subarray(0, count), rarities: rarities.subarray(0, count), sum, square, slots }
}

function beginningOf(letters: string): Beginning {
  const length = Math.min(letters.length, RUN_WITHIN)
  const units = new Uint16Array(length)
  const before = new Int16Array(length)
  const last = new Map<number, number>()
  for (let at = 0; at < length; at++) {
    const unit = letters.charCodeAt(at)
    units[at] = unit
    before[at] = last.get(unit) ?? -1
    last.set(unit, at)
  }
  const rarities = Float32Array.from({ length: Math.min(length, ALIGNED_MAX) }, (_, at) => rarity(letters, at, 1))
  return { units, rarities, last, before }
}
