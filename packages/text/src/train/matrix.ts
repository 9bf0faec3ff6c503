// The features of all training texts as one sparse matrix, and the vocabulary of runs that are worth a weight.

import { normalise } from '../normalise.ts'
import { openLexicon } from '../tag/lexicon.ts'
import { IDF_STEPS } from '../tag/model-file.ts'
import { openReader } from '../tag/reading.ts'
import { DENSE_SIZE } from '../tag/sense.ts'

/** Row `r` holds columns `columns[starts[r]]` … with values; the last DENSE_SIZE columns are the dense features. */
export interface Matrix {
  rows: number
  width: number
  starts: Int32Array
  columns: Int32Array
  values: Float32Array
}

export interface Vocabulary {
  hashes: Uint32Array
  idfs: Uint8Array
}

/**
 * A run in fewer texts than this is a name or a slip: of the runs in three texts or more seven of eight stand in fewer,
 * and a model without them is right as often out of fold, and small enough to stay near.
 */
const TEXTS_MIN = 16
/** Slots of the table of runs for each letter read: five runs begin at each, a third of them seen before. */
const SLOTS_PER_LETTER = 5
const TABLE_SIZE_MIN = 1 << 12
const ROW_MAX = 1 << 16

/** Reads all texts. Arrays are shared memory, so that threads can fit folds side by side. */
export function buildMatrix(texts: readonly string[]): { matrix: Matrix; vocabulary: Vocabulary } {
  let index = 0
  const counts = openCounts(texts.reduce((sum, text) => sum + text.length, 0) * SLOTS_PER_LETTER)
  const read = openReader(openLexicon(), (hash) => counts.add(hash, index))
  const grams: Uint32Array[] = []
  const dense: { column: number; value: number }[][] = []
  texts.forEach((text, at) => {
    index = at
    const reading = read(normalise(text))
    grams.push(reading.features.row.slice(0, reading.features.size))
    const found: { column: number; value: number }[] = []
    reading.dense.forEach((value, column) => {
      if (value !== 0) found.push({ column, value })
    })
    dense.push(found)
  })
  const { hashes, texts: spread, columnOf } = counts.list(TEXTS_MIN)
  const idfs = Uint8Array.from(spread, (count) =>
    Math.min(255, Math.round((Math.log((1 + texts.length) / (1 + count)) + 1) * IDF_STEPS)),
  )
  return { matrix: fillMatrix(grams, dense, columnOf, idfs), vocabulary: { hashes, idfs } }
}

function fillMatrix(
  grams: readonly Uint32Array[],
  dense: readonly { column: number; value: number }[][],
  columnOf: Int32Array,
  idfs: Uint8Array,
): Matrix {
  const room = grams.reduce((sum, list) => sum + list.length, 0) + dense.reduce((sum, list) => sum + list.length, 0)
  const starts = new Int32Array(new SharedArrayBuffer((grams.length + 1) * 4))
  const columns = new Int32Array(new SharedArrayBuffer(room * 4))
  const values = new Float32Array(new SharedArrayBuffer(room * 4))
  const times = new Uint16Array(idfs.length)
  const touched = new Int32Array(ROW_MAX)
  let at = 0
  grams.forEach((list, row) => {
    let known = 0
    for (const slot of list) {
      const column = columnOf[slot] as number
      if (column < 0) continue
      if (times[column] === 0) touched[known++] = column
      times[column] = (times[column] as number) + 1
    }
    const from = at
    let square = 0
    for (let k = 0; k < known; k++) {
      const column = touched[k] as number
      const value = ((idfs[column] as number) / IDF_STEPS) * (1 + Math.log(times[column] as number))
      times[column] = 0
      square += value * value
      columns[at] = column
      values[at++] = value
    }
    const norm = 1 / Math.sqrt(square || 1)
    for (let k = from; k < at; k++) values[k] = (values[k] as number) * norm
    for (const { column, value } of dense[row] as { column: number; value: number }[]) {
      columns[at] = idfs.length + column
      values[at++] = value
    }
    starts[row + 1] = at
  })
  return { rows: grams.length, width: idfs.length + DENSE_SIZE, starts, columns, values }
}

/** In how many texts each hash stands: open addressing, so that eight million runs fit. */
function openCounts(slots: number) {
  let size = TABLE_SIZE_MIN
  while (size < slots) size *= 2
  const keys = new Uint32Array(size)
  const texts = new Int32Array(size)
  const last = new Int32Array(size).fill(-1)
  const mask = size - 1
  return {
    /** The hash's slot, counted once a text. */
    add(hash: number, text: number): number {
      let slot = (hash ^ (hash >>> 9)) & mask
      while (texts[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & mask
      if (last[slot] !== text) {
        keys[slot] = hash
        last[slot] = text
        texts[slot] = (texts[slot] as number) + 1
      }
      return slot
    },
    list(least: number): { hashes: Uint32Array; texts: Int32Array; columnOf: Int32Array } {
      const kept: number[] = []
      for (let slot = 0; slot < size; slot++) if ((texts[slot] as number) >= least) kept.push(slot)
      kept.sort((a, b) => (keys[a] as number) - (keys[b] as number))
      const columnOf = last.fill(-1)
      kept.forEach((slot, column) => {
        columnOf[slot] = column
      })
      return {
        hashes: Uint32Array.from(kept, (slot) => keys[slot] as number),
        texts: Int32Array.from(kept, (slot) => texts[slot] as number),
        columnOf,
      }
    },
  }
}
