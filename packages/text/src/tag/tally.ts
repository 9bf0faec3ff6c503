// Counts each run of a text once and brings its row of weights near: far memory is asked once a text, not once a gram.
import type { Features } from './feature.ts'
import { ENTRY, QUADS, ROW_AT } from './run-table.ts'

/** The runs of the text last read, in shared arrays that the next reading overwrites. */
export interface Tally {
  /** Grams of the text. */
  grams: number
  /** Different runs of the text, in the order in which they first stand there, and how often each stands there. */
  size: number
  times: Uint16Array
  /** Those of the runs that stand there more than once. */
  repeated: Uint16Array
  repeats: number
  /** QUADS numbers a run: its row of the model, four bytes each. */
  quads: Int32Array
  /** Which of the runs each gram of the text is. */
  runOf: Uint16Array
}

/** `entries`: those of the table of runs. */
export function openTally(entries: Int32Array): Tally & { read(features: Features): void } {
  let scratch = openScratch(0)
  const tally = {
    grams: 0,
    size: 0,
    times: new Uint16Array(0),
    repeated: new Uint16Array(0),
    repeats: 0,
    quads: new Int32Array(0),
    runOf: new Uint16Array(0),
    read(features: Features) {
      if (scratch.rowOf.length < features.row.length) {
        scratch = openScratch(features.row.length)
        reserve(tally, features.row.length)
      }
      countRuns(tally, features, entries, scratch)
      listRepeated(tally)
    },
  }
  return tally
}

function reserve(tally: Tally, grams: number): void {
  tally.times = new Uint16Array(grams)
  tally.repeated = new Uint16Array(grams)
  tally.quads = new Int32Array(grams * QUADS)
  tally.runOf = new Uint16Array(grams)
}

/** Where the runs of the text being read are found again by their rows: a small table; a text clears a part of it. */
interface Scratch {
  rowOf: Int32Array
  /** Number of a run plus one; 0 where none is. */
  runs: Uint16Array
}

const ROW_BITS = 32
/** The table is half full at most, and has so many slots at least. */
const SLOT_BITS_MIN = 8

const openScratch = (grams: number): Scratch => ({
  rowOf: new Int32Array(grams),
  runs: new Uint16Array(2 ** slotBitsFor(grams)),
})

const slotBitsFor = (grams: number): number => Math.max(SLOT_BITS_MIN, ROW_BITS - Math.clz32(grams * 2))

function countRuns(tally: Tally, features: Features, entries: Int32Array, { rowOf, runs }: Scratch): void {
  const { times, runOf, quads } = tally
  const rows = features.row
  const bits = slotBitsFor(features.size)
  const mask = 2 ** bits - 1
  const shift = ROW_BITS - bits
  runs.fill(0, 0, mask + 1)
  let size = 0
  for (let gram = 0; gram < features.size; gram++) {
    const row = rows[gram] as number
    let slot = Math.imul(row, 0x9e3779b1) >>> shift
    let run = runs[slot] as number
    while (run !== 0 && rowOf[run - 1] !== row) {
      slot = (slot + 1) & mask
      run = runs[slot] as number
    }
    if (run !== 0) {
      times[run - 1] = (times[run - 1] as number) + 1
      runOf[gram] = run - 1
      continue
    }
    // The first time it stands there its row is laid beside the others.
    const from = row * ENTRY + ROW_AT
    for (let quad = 0; quad < QUADS; quad++) quads[size * QUADS + quad] = entries[from + quad] as number
    rowOf[size] = row
    times[size] = 1
    runOf[gram] = size++
    runs[slot] = size
  }
  tally.grams = features.size
  tally.size = size
}

/** In the order in which they first stand there: sums of fractions depend on it. */
function listRepeated(tally: Tally): void {
  const { times, repeated, size } = tally
  let repeats = 0
  for (let run = 0; run < size; run++) if (times[run] !== 1) repeated[repeats++] = run
  tally.repeats = repeats
}
