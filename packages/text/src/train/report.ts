// Trains the model of reports told by hints: node packages/text/src/train/report.ts --data DIR [--out DIR]. Same data,
// same bytes.
import { pathToFileURL } from 'node:url'
import { hintSenses } from '../dictionary/hint.ts'
import { findToldReport } from '../tag/report.ts'
import {
  readFolders,
  readLines,
  readOrdinary,
  recordModel,
  type Sample,
  type Trained,
  trainStretches,
} from './stretch.ts'

const LOOK_ALIKES_MAX = 0.042
const ORDINARY_MAX = 0.01
/** The words of the senses are sought in every twelfth letter or so: they cost more than the letters. */
const SENSED_MAX = 0.05
const STEPS_MIN = 36

export const trainReport = (
  samples: readonly Sample[],
  ordinary: readonly string[],
  checked: readonly string[],
): Trained =>
  trainStretches({
    classes: ['report'],
    samples,
    ordinary,
    checked,
    lookAlikesMax: LOOK_ALIKES_MAX,
    ordinaryMax: ORDINARY_MAX,
    senses: hintSenses,
    sensedMax: SENSED_MAX,
    leastSteps: STEPS_MIN,
  })

/** The invented texts: those written for training, and the table that the words were mended by. */
export function readReportSamples(): { samples: Sample[]; sha256: string } {
  const { lines, sha256 } = readLines<{ report: boolean; text: string }>([
    './report.jsonl',
    '../tag/report-plain.jsonl',
  ])
  return { samples: lines.map(({ report, text }) => ({ want: report ? 'report' : 'none', text })), sha256 }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folders = readFolders()
  const { samples, sha256 } = readReportSamples()
  const { ordinary, checked } = readOrdinary(folders.data, (text) => findToldReport(text) !== null)
  recordModel('report', folders, sha256, trainReport(samples, ordinary, checked))
}
