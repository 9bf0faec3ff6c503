// Finds names that nothing announces, in the middle of a sentence: by their letters, by what stands beside them, and by
// whether the letters around are rather words. Most places are left after a look at a few numbers.
import { anyOf } from '../casualty/pattern.ts'
import type { Span } from './digits.ts'
import { isPlainWord } from './name.ts'
import { endsInPlace, mostBeside, VETO, weightBefore, weightBehind } from './name-beside.ts'
import {
  gainOf,
  isLong,
  isPlainFamily,
  isUsualWord,
  lettersCost,
  mayBegin,
  NO_NAME,
  nameCost,
  USUAL_COST_MAX,
} from './name-cost.ts'
import { type NameModel, openNameModel, STEPS } from './name-model.ts'

interface Judged {
  start: number
  end: number
  score: number
}

/** How much the gain of letters as a name counts beside what stands next to them. */
const GAIN = 0.8
/** Sums from which on letters are a name: behind a family name that may be a word, and that hardly ever is one. */
const WHOLE_MIN = 0.8
const WHOLE_PLAIN_MIN = 0
/** Somebody writes of himself; it is prose; it is a headline or a post about who is known to all. */
const LETTER = 1
const PROSE = 0
const NEWS = -3
/** What must stand beside a name in prose, in news, of costly letters, of two letters. */
const BESIDE_PROSE_MIN = 0
const BESIDE_NEWS_MIN = 5
const BESIDE_COSTLY_MIN = 2
const BESIDE_SHORT_MIN = 2.5
/** Behind a name and 和 or 、 stands another. */
const LISTED = 4
const SHORT = -1
const SHORT_ALONE = -3.5
/** Letters that say nothing stand rather beside a piece of an estate or a firm than beside a name. */
const UNKNOWN_BEFORE = -1.5
const UNKNOWN_BEHIND = -0.7
/** A last letter that is rather the next word's, and one that is as often a place's. */
const LOOSE = -2
const PERHAPS_PLACE = -3
/** Before a usual word nothing less than a word for a person makes it a name. */
const BEFORE_WORD_MIN = 4
/** No name, though the letters behind may begin one. */
const UNSURE = -29
const UNITS_MAX = 4
const REPEATED_MIN = 3
/** Names looked for again in one text. */
const KNOWN_MAX = 50

/** Adds to `found` the bare names that begin at `places` of `text`, a figures copy, and where any name stands again. */
export function findBare(text: string, places: readonly number[], found: Span[]): void {
  if (places.length > 0) judgePlaces(text, places, found)
  repeatNames(text, found)
}

function judgePlaces(text: string, places: readonly number[], found: Span[]): void {
  const model = openNameModel()
  const names: Judged[] = []
  let last: Judged | undefined
  let prior: number | undefined
  /** Within the name of somebody in office, or of a place, no other begins. */
  let blocked = 0
  for (let i = 0; i < places.length; i++) {
    const at = places[i] as number
    if (at < blocked || !mayBegin(model, text, at)) continue
    const least = isPlainFamily(text, at) ? WHOLE_PLAIN_MIN : WHOLE_MIN
    const listed = last?.end === at - 1 && '、和与跟,'.includes(text[at - 1] as string) ? LISTED : 0
    let best: Judged | undefined
    for (let units = isLong(text, at) ? UNITS_MAX : UNITS_MAX - 1; units > 1; units--) {
      const cost = nameCost(model, text, at, units)
      if (cost === NO_NAME) continue
      const needed = least - LETTER - listed
      const most = mostBeside(text, at, at + units) + (units === 2 ? SHORT : 0) - needed
      if ((GAIN * (lettersCost(model, text, at, units) - cost)) / STEPS + most < 0) continue
      const gain = GAIN * gainOf(model, text, at, units, cost)
      if (gain + most < 0 || isPlainWord(text.slice(at, at + units))) continue
      const beside = besideOf(model, text, at, units, cost)
      if (beside === VETO && cost < USUAL_COST_MAX && units < UNITS_MAX) blocked = Math.max(blocked, at + units)
      if (gain + beside < needed) continue
      prior ??= priorOf(text)
      const sum = gain + beside + listed + prior
      if (prior < LETTER && !isTold(text, at, units, prior)) continue
      if (sum >= least && (best === undefined || sum > best.score)) best = { start: at, end: at + units, score: sum }
    }
    if (best === undefined || (last !== undefined && best.start < last.end && best.score <= last.score)) continue
    if (last !== undefined && best.start >= last.end) names.push(last)
    last = best
  }
  if (last !== undefined) names.push(last)
  for (const { start, end } of names) if (!isElsewhereNone(text, start, end)) found.push({ kind: 'name', start, end })
}

/** What is once an estate, a firm or somebody in office in a text is so wherever it stands. */
function isElsewhereNone(text: string, start: number, end: number): boolean {
  const units = end - start
  for (const at of othersOf(text, start, end))
    if (weightBehind(text, at + units) <= VETO || weightBefore(text, at) <= VETO || endsInPlace(text, at + units))
      return true
  return false
}

/** Where else the letters of a name stand; of a short one nowhere, for it may stand in other words. */
function* othersOf(text: string, start: number, end: number): Generator<number> {
  if (end - start < REPEATED_MIN) return
  const name = text.slice(start, end)
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) if (at !== start) yield at
}

/** Last letters of places and offices, that are hardly ever those of names, and that are sometimes. */
const placeEnd = new RegExp(
  `${anyOf`
    [县区市镇乡村路街巷屯寺庙店站铺组队社厂馆园苑府冲嘴咀寨厦科] [局厅处科部股队所站校院园行县市区镇乡村]长 家[岭坡塘湾坪桥河沟洞岩山坳垅湖坝公]
  `}$`,
)
const perhapsPlaceEnd = /[江河湖山溪岭桥城坪湾岛岩堡沟坡塘港洲洞斯特克]$/
const looseEnd = /[家开拿打说把被合账]$/

/** What stands around a name, in nats: VETO where it is none of a private person, UNSURE where too little is told. */
function besideOf(model: NameModel, text: string, at: number, units: number, cost: number): number {
  const end = at + units
  const name = text.slice(at, end)
  if (placeEnd.test(name)) return VETO
  const left = weightBefore(text, at)
  const right = weightBehind(text, end)
  if (units === 2 && left < BEFORE_WORD_MIN && isUsualWord(model, text, at)) return UNSURE
  if (units === 2 && weightBehind(text, end + 1) <= VETO) return UNSURE
  if (left <= VETO || right <= VETO || endsInPlace(text, end)) return VETO
  const beside = left + right
  if (cost > USUAL_COST_MAX && beside < BESIDE_COSTLY_MIN) return UNSURE
  const short = units > 2 ? 0 : beside < BESIDE_SHORT_MIN ? SHORT_ALONE : SHORT
  const place = perhapsPlaceEnd.test(name) ? PERHAPS_PLACE : units > 2 && looseEnd.test(name) ? LOOSE : 0
  const unknown = (left === 0 ? UNKNOWN_BEFORE : 0) + (right === 0 ? UNKNOWN_BEHIND : 0)
  return beside + place + short + unknown
}

/** Where nobody writes of himself more must stand beside a name: in the news the names are of people known to all. */
const isTold = (text: string, at: number, units: number, prior: number): boolean =>
  weightBefore(text, at) + weightBehind(text, at + units) >= (prior === NEWS ? BESIDE_NEWS_MIN : BESIDE_PROSE_MIN)

/** Somebody writes of himself, or of what people write to an office about. */
const letter = new RegExp(
  anyOf`
    [我咱俺您] 本人 投诉 举报 反映 诉求 请问 求助 邻居 物业 小区 村 社区 房东 保安 补偿 庄稼 合同 押金 工资 低保 派出所 赔偿 承包 工地 征地 拆迁 宅基地
  `,
)
/** A post that is meant for all, about who is known to all. */
const post = new RegExp(
  anyOf`
    [#【@] 演员 粉丝 综艺 演唱会 冠军 夺冠 奥运 锦标赛 决赛 新剧 主演 饰演 剧组 明星 出道 官宣 国乒 球员 导演 歌手 电影 热搜 国足 世界杯 公开赛
  `,
)

function priorOf(text: string): number {
  if (post.test(text)) return NEWS
  if (letter.test(text)) return LETTER
  return text.includes('。') ? PROSE : NEWS
}

/** A name of three letters that is told once is the same wherever it stands. */
function repeatNames(text: string, found: Span[]): void {
  const count = Math.min(found.length, KNOWN_MAX)
  for (let i = 0; i < count; i++) {
    const { kind, start, end } = found[i] as Span
    if (kind !== 'name') continue
    for (const at of othersOf(text, start, end)) found.push({ kind: 'name', start: at, end: at + end - start })
  }
}
