// Trains the model of early words: node packages/text/src/train/early.ts --data DIR [--out DIR]. Same data, same bytes.
import { pathToFileURL } from 'node:url'
import { urgentSenses } from '../dictionary/urgent.ts'
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
/** The words of the senses are sought in so few letters a class: they cost more than the letters. */
const SENSED_MAX = 0.05
const STEPS_MIN = 20

/** Of the bare copy, as what is read: no marks. */
const frames = [
  '请有关部门尽快处理盼复谢谢',
  '希望社区出面协调物业整改',
  '请问这个应该找哪个单位',
  '反映过好几次都没有下文',
  '另外上次报修的路灯还没修好',
  '还有低保的材料交了三个月没有消息',
  '物业一直不管业主意见很大',
  '请问退款什么时候能到账',
  '去年就投诉过没人理',
  '尊敬的领导您好想咨询一件事',
  '建议你们派人来检查一下',
  '孩子上学的证明也没开出来',
  '我们等着回信谢谢联系人王先生电话',
  '写过几封信都没回音盼答复',
]

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
    senses: urgentSenses,
    frames,
    sensedMax: SENSED_MAX,
    leastSteps: STEPS_MIN,
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
