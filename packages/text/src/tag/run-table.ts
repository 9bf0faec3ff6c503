// The table of the runs a model knows: from the hash of a run to its row, which lies beside the hash.
import { ROW } from './model-file.ts'

/** Bytes of a row that are read as one number, and how many such a row has. */
export const QUAD_BYTES = 4
export const QUADS = ROW / QUAD_BYTES
/** Numbers of an entry: the hash, then the row. */
export const ENTRY = 1 + QUADS
export const ROW_AT = 1

export interface RunTable {
  /** Row of a hash, or -1 where the model does not know it. */
  find(hash: number): number
  /** ENTRY numbers a row, in the order of the model's file. */
  entries: Int32Array
}

/** Bits of the filter for each hash: more than one unknown run in ten passes where they are fewer. */
const FILTER_BITS_PER_HASH = 8
const WORD_BITS = 5
const HASH_BITS = 32
/** A table has room for so many at least: a shift by all the bits of a hash would be none. */
const BITS_MIN = 10

/**
 * Each answer decides what is asked next, so what is asked must be near: a filter says of most unknown runs that they
 * have no row, and the table holds but the numbers of rows. Entries stand in the order of the model's file, in which
 * the frequent runs come first: those that most texts ask for lie together. `rows`: ROW bytes a hash.
 */
export function openRunTable(hashes: Uint32Array, rows: Int8Array): RunTable {
  const { words, shift } = filterOf(hashes)
  const entries = joinEntries(hashes, rows)
  const slots = fillSlots(hashes)
  const mask = slots.length - 1
  const find = (hash: number): number => {
    const bit = hash >>> shift
    if ((((words[bit >>> WORD_BITS] as number) >>> (bit & 31)) & 1) === 0) return -1
    let slot = slotOf(hash, mask)
    for (;;) {
      const row = (slots[slot] as number) - 1
      if (row < 0 || entries[row * ENTRY] === (hash | 0)) return row
      slot = (slot + 1) & mask
    }
  }
  return { find, entries }
}

function joinEntries(hashes: Uint32Array, rows: Int8Array): Int32Array {
  const entries = new Int32Array(hashes.length * ENTRY)
  const quads = new Int32Array(rows.buffer, rows.byteOffset, hashes.length * QUADS)
  for (let row = 0; row < hashes.length; row++) {
    const at = row * ENTRY
    entries[at] = hashes[row] as number
    for (let quad = 0; quad < QUADS; quad++) entries[at + ROW_AT + quad] = quads[row * QUADS + quad] as number
  }
  return entries
}

/** Open addressing, at most half full: each slot the number of a row, and one; 0 for none. */
function fillSlots(hashes: Uint32Array): Int32Array {
  const slots = new Int32Array(2 ** bitsFor(hashes.length * 2))
  const mask = slots.length - 1
  for (let row = 0; row < hashes.length; row++) {
    let slot = slotOf(hashes[row] as number, mask)
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = row + 1
  }
  return slots
}

const slotOf = (hash: number, mask: number): number => (hash ^ (hash >>> 15)) & mask

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
