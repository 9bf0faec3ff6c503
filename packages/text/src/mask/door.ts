// Finds what makes an address a door: house number, building, stair and room; roads, 小区 and villages stay readable.

import { anyOf, matchesOf } from '../casualty/pattern.ts'
import type { Span } from './digits.ts'
import { DASH, type Glance } from './glance.ts'

const figure = '[0-9零〇一二三四五六七八九十百]'
const number = `(?:[A-Za-z东西南北甲乙丙丁]{0,2}${figure}{1,5}(?:[\\-—~/]${figure}{1,5})?[A-Za-z]?)`
const sep = '[ ,，、·\\-—]?'
const building = `(?:${number}(?:号楼|号院|[栋幢座]楼?|号[栋幢]|#楼?|楼栋)|[A-Z][座栋幢])`
const side = '[东南西北中甲乙丙丁]'
const stair = `(?:${number}(?:单元|号?门栋|[门梯](?![队次形口面卫诊店市岗前外牌]))|${side}单元)`
const floor = `${number}(?:楼|层)`
const room = `${number}(?:室|房(?![间子屋产企贷价租东款型源地])|户(?![籍数型]))`
/** Groups of a village and rows of low houses. */
const row = `第?${number}(?:组(?![长员织建团])|排(?![查污水放除名序队]))`
/** Which of the doors of a landing, which end of a row. */
const end = `(?:${side}${figure}?户|${side}头)`
/** 号 that numbers something else than a house. */
const otherNumber = anyOf`
  楼 院 栋 幢 馆 线 门 台 机 文 令 桥 坑 矿 井 仓 窗 店 码 召 称 角 闸 泵 塔 炉 高 国 县 省 公告 通知 文件 提案 建议
  电 车 床 位 发 早 晚 上午 下午 前 后 左右 至 到 起 开 晨
`
const house = `${number}(?:号附${figure}{1,4}号?|号(?!${otherNumber}))`
const bareRoom = `[0-9]{3,4}(?!(?:到|至)[0-9])(?![0-9元年米人个户万亿%号路.]|[平多余几来左名家栋层块年度左])`
/** Parts in the order in which people write them; at least two make an address wherever it stands. */
const chain = new RegExp(
  `(?:${house}${sep})?(?:${number}号院${sep})?(?:(?:${building}|${number}[#])${sep})?(?:${row}${sep})?` +
    `(?:${stair}${sep})?(?:${floor}${sep})?(?:${room}|${house}|${bareRoom}|附${figure}{1,4}号)?(?:${end})?`,
  'y',
)
const hyphenated = /(?<![\d\-—./])\d{1,3}[栋幢#]?[-—]\d{1,2}[-—]\d{3,4}(?![\d\-—./])/g
const homeBefore = new RegExp(
  `${anyOf`
    小区 花园 家园 公寓 新村 佳园 [苑府庭湾居园邸墅郡] 新城 名城 大厦 广场 家属院 宿舍 安置区 [一二三四五六七八九十\d]期
    [东西南北][区院] [A-Z]区 家住 现?住[在址于]?[:：]? [住地]址是?[:：]? [房楼室门]号是?[:：]? 门牌号?[:：]? 居住[在于地]?[:：]?
  `}[\x20,，·（(]?$`,
)
const roadBefore = new RegExp(
  `${anyOf`
    [一-龥](?:路|街|巷|弄|胡同|大道|里|支路|村|[组队]|屯|庄|寨|社区|[东西]组|家属院) [东南西北中][路街] [路街巷道]\d{1,3}弄
  `}(?:[东南西北中]段)?[\x20,，]?$`,
)
/** A public body's own address is meant to be found. */
const publicAfter = new RegExp(
  `^[^。；;\\n]{0,12}${anyOf`
    政务 中心 办事 大厅 窗口 市政府 县政府 区政府 人民政府 信访局 派出所 医院 局 法院 检察院 学校 社区居委会 便民
    银行 门[口前外] 路口 附近 对面 旁边? 广场 超市 商场 酒店 饭店 工地 公司 电梯 楼[顶下道] 外墙
  `}`,
)
const publicBefore = new RegExp(
  anyOf`办公 窗口 单位 局 中心 受理 接待 邮寄 办事 政府 大厅 法院 公司 酒店 医院 学校` +
    '(?:地址|地点|处(?=[:：设在位])|位于|设在|在)[^。；;\\n]{0,20}$',
)
const BEFORE_UNITS = 24
const AFTER_UNITS = 16

/** Adds to `found` the doors of `text` (a figures copy, at which was glanced); offsets are into it. */
export function findDoors(text: string, { holds, doors }: Glance, found: Span[]): void {
  if ((holds & DASH) !== 0) findHyphenated(text, found)
  let from = 0
  // Looked for by the unit, which is rarer than the figure before it.
  for (const unit of doors) {
    const last = unit - 1
    if (last < from || (text[unit] === '单' && text[unit + 1] !== '元')) continue
    const start = numberStart(text, last)
    if (start < from) continue
    chain.lastIndex = start
    const match = chain.exec(text)
    if (!match || match[0] === '') continue
    const end = start + match[0].replace(/[ ,，、·\-—]+$/, '').length
    if (!isDoor(text, start, end)) continue
    found.push({ kind: 'address', start, end })
    from = end
  }
}

function findHyphenated(text: string, found: Span[]): void {
  for (const match of matchesOf(text, hyphenated)) {
    const before = text.slice(Math.max(0, match.index - BEFORE_UNITS), match.index)
    if (homeBefore.test(before) || roadBefore.test(before) || /[栋幢]/.test(match[0]))
      found.push({ kind: 'address', start: match.index, end: match.index + match[0].length })
  }
}

function numberStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < 8 && /[0-9零〇一二三四五六七八九十百]/.test(text[start - 1] as string)) start--
  if (start > 0 && /[A-Z甲乙丙丁]/.test(text[start - 1] as string)) start--
  return start
}

/** Who says so tells of a home; of anything else a lone building or house number is a place in the town. */
const ownHome = /(?:住|[住地]址|户籍|籍贯|我家|家在|门牌|寄[到至给]|收件)[^,，。；;\n]{0,20}$/
/** 建了一栋三层: what stands there, not which. */
const oneBuilding = /^一[座栋幢](?:[,，]?[0-9一二三四五六七八九十]+[层楼])?$/
const neighbour = /^的?(?:居民|住户|业主|邻居|村民|租[户客]|人家|一?[户家]人)/

function isDoor(text: string, start: number, end: number): boolean {
  const door = text.slice(start, end)
  const before = text.slice(Math.max(0, start - BEFORE_UNITS), start)
  const after = text.slice(end, end + AFTER_UNITS)
  if (publicBefore.test(before) || oneBuilding.test(door)) return false
  const parts =
    (door.match(/号附|附|号楼|号院|号[栋幢]|[栋幢座]楼?|单元|门栋?|梯|楼|层|室|房|户|号|#|[组排]/g) ?? []).length +
    (/[栋幢座元楼层号院#组排][ ,，\-—]?\d{3,4}$/.test(door) ? 1 : 0)
  const onlyFloor = /^[^栋幢座元室号院#组排]*[楼层][^室房]*$/.test(door)
  if (onlyFloor) return false
  if (parts >= 2)
    return !(/^[0-9一二三四五六七八九十]{1,3}号[0-9一二三四五六七八九十]/.test(door) && /月$/.test(before))
  if (/(?:月|第|[〔〕\]）)年])\s*$/.test(before)) return false
  if (/室|房$/.test(door)) return homeBefore.test(before) || roadBefore.test(before)
  const isHome = ownHome.test(before) || neighbour.test(after)
  if (/[组排]$/.test(door)) return ownHome.test(before) && /[村庄屯寨乡镇院房社区路街巷]第?$/.test(before)
  if (/[栋幢座#]$|号[楼院]$/.test(door))
    return (
      (homeBefore.test(before) && (isHome || !publicAfter.test(after))) ||
      /[路街巷弄](?:[东南西北中]段)?[ ]?$/.test(before)
    )
  if (/号$|号附/.test(door))
    return (roadBefore.test(before) || ownHome.test(before)) && (isHome || !publicAfter.test(after))
  return /单元$/.test(door) && homeBefore.test(before)
}
