// Counts each run of a text once and brings its row of weights near: far memory is asked once a text, not once a gram.
import type { Features } from './feature.ts'
import { ENTRY, MARK_AT, QUADS, ROW_AT } from './run-table.ts'

/** The runs of the text last read, in shared arrays that the next reading overwrites. */
export interface Tally {
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

/** `entries`: those of the table whose places are the rows of the features. */
export function openTally(entries: Int32Array): Tally & { read(features: Features): void } {
  let placeOf = new Int32Array(0)
  const tally = {
    size: 0,
    times: new Uint16Array(0),
    repeated: new Uint16Array(0),
    repeats: 0,
    quads: new Int32Array(0),
    runOf: new Uint16Array(0),
    read(features: Features) {
      if (placeOf.length < features.row.length) {
        placeOf = new Int32Array(features.row.length)
        reserve(tally, features.row.length)
      }
      countRuns(tally, features, entries, placeOf)
      takeRows(tally, entries, placeOf)
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

/** The mark of an entry says which run of the text it is, plus one; all are 0 between two readings. */
function countRuns(tally: Tally, features: Features, entries: Int32Array, placeOf: Int32Array): void {
  const { times, runOf, repeated } = tally
  const places = features.row
  let size = 0
  let repeats = 0
  for (let gram = 0; gram < features.size; gram++) {
    const place = places[gram] as number
    const run = entries[place * ENTRY + MARK_AT] as number
    if (run === 0) {
      placeOf[size] = place
      times[size] = 1
      runOf[gram] = size++
      entries[place * ENTRY + MARK_AT] = size
    } else {
      const before = times[run - 1] as number
      if (before === 1) repeated[repeats++] = run - 1
      times[run - 1] = before + 1
      runOf[gram] = run - 1
    }
  }
  tally.size = size
  // In the order in which they first stand there: sums of fractions depend on it.
  tally.repeats = repeats
  repeated.subarray(0, repeats).sort()
}

/** Lays the rows side by side and takes the marks off. */
function takeRows({ size, quads }: Tally, entries: Int32Array, placeOf: Int32Array): void {
  for (let run = 0; run < size; run++) {
    const from = (placeOf[run] as number) * ENTRY
    const to = run * QUADS
    for (let quad = 0; quad < QUADS; quad++) quads[to + quad] = entries[from + ROW_AT + quad] as number
    entries[from + MARK_AT] = 0
  }
}

/** How often each run of a text stands in what is whole of it: `left` is how many units up to each are gone. */
export function countWhole({ size, runOf }: Tally, features: Features, left: Int32Array, times: Uint16Array): void {
  const { start, end } = features
  times.fill(0, 0, size)
  for (let gram = 0; gram < features.size; gram++) {
    if (left[start[gram] as number] !== left[end[gram] as number]) continue
    const run = runOf[gram] as number
    times[run] = (times[run] as number) + 1
  }
}
