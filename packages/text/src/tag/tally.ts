// Counts each run of a text once: what is asked of a run's row in memory is asked once a text, not once a gram.
import type { Features } from './feature.ts'

/** The runs of the text last read, in shared arrays that the next reading overwrites. */
export interface Tally {
  /** Different runs of the text. */
  size: number
  /** Row of each, in the order in which they first stand there, and how often it stands there. */
  row: Int32Array
  times: Uint16Array
  /** Which of the runs each gram of the text is. */
  runOf: Uint16Array
}

/** `rows`: how many there are to count; `grams`: of one text at most. */
export function openTally(rows: number): Tally & { read(features: Features): void } {
  const runAt = new Uint16Array(rows)
  const tally = {
    size: 0,
    row: new Int32Array(0),
    times: new Uint16Array(0),
    runOf: new Uint16Array(0),
    read(features: Features) {
      if (tally.row.length < features.row.length) reserve(tally, features.row.length)
      countRuns(tally, features, runAt)
    },
  }
  return tally
}

function reserve(tally: Tally, grams: number): void {
  tally.row = new Int32Array(grams)
  tally.times = new Uint16Array(grams)
  tally.runOf = new Uint16Array(grams)
}

/** `runAt` says of a row which run of the text it is, plus one; it is all 0 between two readings. */
function countRuns(tally: Tally, features: Features, runAt: Uint16Array): void {
  const { row, times, runOf } = tally
  const grams = features.row
  let size = 0
  for (let gram = 0; gram < features.size; gram++) {
    const at = grams[gram] as number
    const run = runAt[at] as number
    if (run === 0) {
      row[size] = at
      times[size] = 1
      runOf[gram] = size++
      runAt[at] = size
    } else {
      times[run - 1] = (times[run - 1] as number) + 1
      runOf[gram] = run - 1
    }
  }
  for (let run = 0; run < size; run++) runAt[row[run] as number] = 0
  tally.size = size
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
