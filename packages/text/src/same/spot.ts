// The finest places a text names at its beginning: estates, villages, schools, works, and what stands behind a road.
// Names keep their `*`, so that one that is covered is known to be there.
import { beginningsOf } from '../beginning.ts'
import { addWord, mayBegin, openLetters, unitAfter } from '../letters.ts'
import { isHan } from './han.ts'

/** So much of a text is looked at: its title and the first clause of its body. */
const WITHIN_UNITS = 100
const SPOTS_MAX = 4
/** Between a name and its kind; it stands in no text that is masked and made plain as a letter of a name. */
const CUT = '/'
const NAME_UNITS = { least: 2, most: 6 }

/** Kinds that end a name. */
const kinds =
  '花园|家园|新村|新城|小区|公寓|华府|名都|佳苑|雅苑|花苑|新苑|家苑|名苑|御苑|壹号|嘉园|名邸|府邸|华庭|御府|天街|宿舍|' +
  '家属[院楼]|大院|港湾|水岸|半岛|庄园|山庄|大厦|广场|幼儿园|[一二三四五六七八九十][小中]|小学|中学|养老院|敬老院|' +
  '福利院|卫生院|医院|学院|工业园|公园|车站|社区|村|屯|镇'
/** Kinds that end many words besides: short names only, behind a road, 住在, or where a clause begins. */
const looseKinds = '苑|府|湾|庭|邸|园|郡|墅|轩|岸'
/** Kinds that end a name only behind a road. */
const roadsideKinds = '公司|国际|市场|酒店|超市|饭店|店|中心|居|城|院|阁|坊|庄|厂|里'
/** 一小时, 一小区, 广场舞. */
const noWord = '(?![时区型组孩舞])'
const kindSource = `(?:${kinds})${noWord}|(?:${roadsideKinds}|${looseKinds})(?![市民住委区县镇乡管])`
const kindAt = new RegExp(kindSource, 'uy')
const KIND_BITS = 12
/** What kinds begin with: where none does, no name ends. */
const kindLetters = openLetters(KIND_BITS)
for (const letters of beginningsOf(`${kinds}|${roadsideKinds}|${looseKinds}`)) addWord(kindLetters, letters)
const isLoose = new RegExp(`^(?:${looseKinds})$`)
const isRoadside = new RegExp(`^(?:${roadsideKinds})$`)
const LOOSE_UNITS_MAX = 3
const longerAt = new RegExp(`\\p{Script=Han}{1,4}?(?:${kinds})${noWord}`, 'uy')

/** Behind these a name may begin. */
const beforeName = '市区县镇乡路街巷道号栋幢住于在是到离从给村'
const beforeNameWords = ['反映', '投诉', '举报', '咨询', '请问', '我家', '我们']
/** Cut from a sentence, or a name of anything. */
const general =
  '幼儿|小区|学校|城市|楼道|医院|车库|电梯|房子|屋子|工厂|车间|教室|河道|超市|商场|食堂|社区|街道|家庭|社会|市政|县政|政府|' +
  '电影|检察|卫生|养老|敬老|老旧|公租|附近|旁边|门口|建筑|商品|配套|公立|民办|中心|批发|农贸|长途|汽车|火车|物业|开发|装修|' +
  '早餐|理发|快递|便利|修理|国务|整个|家|海|台|本小|小小|人民'
const noName = new RegExp(
  `[的了到在及把被让给为将从向对我你他们该此等各每这那有没个不很都又还就也来去亩户万号]|^(?:${general})$|[政农乡全本路街巷号一某]$`,
  'u',
)
const roadBefore = /(?:路|街|巷|大道)(?:[\d*]{1,5}号)?$/u
const numbered = /(?:路|街|巷|大道)([\d*]{1,5})(号(?:院|楼|大院)?)/gu

export function findSpots(text: string): string[] {
  const beginning = text.slice(0, WITHIN_UNITS)
  const found = new Set<string>()
  let floor = 0
  for (let at = 0; at < beginning.length; at++) {
    if (!mayBegin(kindLetters, beginning.charCodeAt(at), unitAfter(beginning, at))) continue
    kindAt.lastIndex = at
    const kind = kindAt.exec(beginning)?.[0]
    const name = kind === undefined ? null : nameBefore(beginning, floor, at, kind)
    if (kind === undefined || name === null) continue
    found.add(`${name}${CUT}${kind}`)
    floor = at + kind.length
    at = floor - 1
  }
  // A house is named by its number alone where nothing has a name.
  if (found.size > 0 || !beginning.includes('号')) return [...found].slice(0, SPOTS_MAX)
  for (const [, number, kind] of beginning.matchAll(numbered)) found.add(`${number}${CUT}${kind}`)
  return [...found].slice(0, SPOTS_MAX)
}

function nameBefore(text: string, floor: number, end: number, kind: string): string | null {
  const start = nameStart(text, floor, end)
  const name = text.slice(start, end)
  // Longer ones are cut from a sentence.
  if (name.length < NAME_UNITS.least || name.length > NAME_UNITS.most || noName.test(name)) return null
  const loose = isLoose.test(kind)
  if (!loose && !isRoadside.test(kind)) return name
  if (loose ? name.length > LOOSE_UNITS_MAX : !roadBefore.test(text.slice(0, start))) return null
  // 嘉阁梅家园 is no 嘉阁.
  longerAt.lastIndex = end
  return longerAt.test(text) ? null : name
}

/** Back over letters and what is covered, as far as the nearest that a name may follow, or one letter too far. */
function nameStart(text: string, floor: number, end: number): number {
  let start = end
  while (start > floor && end - start <= NAME_UNITS.most) {
    const previous = text[start - 1] as string
    if (previous !== '*' && !isHan(previous.charCodeAt(0))) break
    if (end - start >= NAME_UNITS.least) {
      if (beforeName.includes(previous)) break
      if (start > 1 && beforeNameWords.includes(text.slice(start - 2, start))) break
    }
    start--
  }
  return start
}

/** A longer name is told by so many letters, for before them may stand what is none of it: 康庭菊 and 槐庭菊 are two. */
export const CORE_UNITS = 3
/** Of schools and houses the number is the name. */
const isNumbered = /^(?:[一二三四五六七八九十][小中]|号.*)$/

/** What others know a place by: 翠湖 of 翠湖花园, 实验二小 of 实验二小. */
export function spotCore(spot: string): string {
  const [name, kind] = spot.split(CUT) as [string, string]
  return isNumbered.test(kind) ? `${name.slice(-CORE_UNITS)}${kind}` : name.slice(-CORE_UNITS)
}

/** Two villages of one town are two places. */
export const isTown = (spot: string): boolean => spot.endsWith(`${CUT}镇`)

export interface Shape {
  length: number
  kind: string
  isVeiled: boolean
}

/** What can be told of a name that is covered. */
export function shapeOf(spot: string): Shape {
  const [name, kind] = spot.split(CUT) as [string, string]
  return { length: name.length, kind, isVeiled: isVeiled(spot) }
}

export const spotName = (spot: string): string => spot.replace(CUT, '')

export const isVeiled = (spot: string): boolean => spot.includes('*')

/** Where people live, work the land or go to school: what they write about from there is of many kinds. */
export const isHome = (spot: string): boolean => !isVeiled(spot) && !/\/(?:医院|学院|公园|车站|广场|大厦)$/.test(spot)
