// Trains the model of early words: node packages/text/src/train/early.ts --data DIR [--out DIR]. Same data, same bytes.
import { pathToFileURL } from 'node:url'
import { findWords } from '../tag/early.ts'
import { type Pressing, pressing } from '../tag/told-model.ts'
import { readFolders, readLines, readOrdinary, recordModel, type Trained, trainStretches } from './stretch.ts'

/** An invented text and what it tells of. */
interface Sample {
  want: Pressing | 'none'
  text: string
}

const LOOK_ALIKES_MAX = 0.016
const ORDINARY_MAX = 0.0055

export const trainEarly = (
  samples: readonly Sample[],
  ordinary: readonly string[],
  checked: readonly string[],
): Trained =>
  trainStretches({
    classes: pressing,
    samples,
    ordinary,
    checked,
    lookAlikesMax: LOOK_ALIKES_MAX,
    ordinaryMax: ORDINARY_MAX,
  })

/** The invented texts: those written for training, and the table that the words were mended by. */
export function readSamples(): { samples: Sample[]; sha256: string } {
  const { lines, sha256 } = readLines<Sample>(['./early.jsonl', '../tag/early-plain.jsonl'])
  return { samples: lines, sha256 }
}

/** What words find already may tell of a danger indeed: it is no example of an ordinary letter. */
const isTold = (text: string) => findWords(text).some(({ code }) => pressing.some((name) => name === code))

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folders = readFolders()
  const { samples, sha256 } = readSamples()
  const { ordinary, checked } = readOrdinary(folders.data, isTold)
  recordModel('early', folders, sha256, trainEarly(samples, ordinary, checked))
}
