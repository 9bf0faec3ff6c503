// The table of the runs a model knows: from the hash of a run to what the model keeps of it, in one place of memory.
import { ROW } from './model-file.ts'

/** Bytes of a row that are read as one number, and how many such a row has. */
export const QUAD_BYTES = 4
export const QUADS = ROW / QUAD_BYTES
/** Numbers of an entry, the hash and the row first: two entries are a cache line, and none lies in two. */
export const ENTRY = 8
export const ROW_AT = 1

export interface RunTable {
  /** Place of the entry of a hash, or -1 where the model does not know it. */
  find(hash: number): number
  /** ENTRY numbers a place. */
  entries: Int32Array
  /** Row of the model's file that stands at a place. */
  rowAt(place: number): number
}

/** Bits of the filter for each hash: more than one unknown run in ten passes where they are fewer. */
const FILTER_BITS_PER_HASH = 8
const WORD_BITS = 5
const HASH_BITS = 32
/** A table has room for so many at least: a shift by all the bits of a hash would be none. */
const BITS_MIN = 10

/**
 * The table is far larger than the memory that is near, and each answer decides what is asked next. So a filter that
 * stays near says of most unknown runs that they have no entry, and all that is kept of a run lies together: what is
 * read from far away is read once, and nearly always where it is looked for first. `rows`: ROW bytes a hash.
 */
export function openRunTable(hashes: Uint32Array, rows: Int8Array): RunTable {
  const { words, shift } = filterOf(hashes)
  const entries = fillEntries(hashes, rows)
  const mask = entries.length / ENTRY - 1
  const find = (hash: number): number => {
    const bit = hash >>> shift
    if ((((words[bit >>> WORD_BITS] as number) >>> (bit & 31)) & 1) === 0) return -1
    let place = placeOf(hash, mask)
    for (;;) {
      const held = entries[place * ENTRY] as number
      if (held === 0) return -1
      if (held === (hash | 0)) return place
      place = (place + 1) & mask
    }
  }
  let rowOf: Map<number, number> | undefined
  const rowAt = (place: number): number => {
    rowOf ??= new Map(Array.from(hashes, (hash, row) => [find(hash), row]))
    return rowOf.get(place) as number
  }
  return { entries, find, rowAt }
}

/** Open addressing, at most half full; an entry of hash 0 is a free one. */
function fillEntries(hashes: Uint32Array, rows: Int8Array): Int32Array {
  const size = 2 ** bitsFor(hashes.length * 2)
  const entries = new Int32Array(size * ENTRY + LINE).subarray(LINE - MALLOC, LINE - MALLOC + size * ENTRY)
  const quads = new Int32Array(rows.buffer, rows.byteOffset, hashes.length * QUADS)
  for (let row = 0; row < hashes.length; row++) {
    const hash = hashes[row] as number
    let place = placeOf(hash, size - 1)
    while (entries[place * ENTRY] !== 0) place = (place + 1) & (size - 1)
    const at = place * ENTRY
    entries[at] = hash
    for (let quad = 0; quad < QUADS; quad++) entries[at + ROW_AT + quad] = quads[row * QUADS + quad] as number
  }
  return entries
}

/** Numbers of a cache line; so many of the first are taken by what an allocator notes in front of large memory. */
const LINE = 16
const MALLOC = 4

const placeOf = (hash: number, mask: number): number => (hash ^ (hash >>> 15)) & mask

/** So many bits number so many things. */
function bitsFor(count: number): number {
  let bits = BITS_MIN
  while (2 ** bits < count) bits++
  return bits
}

/** A bit of those that the first bits of a hash number is set for each: what is not set has no entry. */
function filterOf(hashes: Uint32Array): { words: Int32Array; shift: number } {
  const bits = bitsFor(hashes.length * FILTER_BITS_PER_HASH)
  const shift = HASH_BITS - bits
  const words = new Int32Array(2 ** (bits - WORD_BITS))
  for (const hash of hashes) {
    const bit = hash >>> shift
    words[bit >>> WORD_BITS] = (words[bit >>> WORD_BITS] as number) | (1 << (bit & 31))
  }
  return { words, shift }
}
