// Finds names that no label of the list announces but their place does: before a colon, beside a number, before 男 or 女.

import { anyOf } from '../casualty/pattern.ts'
import type { Span } from './digits.ts'
import type { Glance } from './glance.ts'
import { isPlainWord, likelyLength } from './name.ts'
import { isLikely, isUsual, mayBeginName } from './shape.ts'

/** Adds to `found` (which holds the numbers and doors already) the names of `text`, a figures copy. */
export function findBeside(text: string, { places }: Glance, found: Span[]): void {
  const numbers = found.length
  for (let i = 0; i < numbers; i++) {
    const { kind, start, end } = found[i] as Span
    if (kind === 'name') continue
    if (kind !== 'address') readBefore(text, start, found)
    readAfter(text, end, found)
  }
  for (const at of places) readPlace(text, at, found)
}

function readPlace(text: string, at: number, found: Span[]): void {
  switch (text[at]) {
    case '人':
      if (mayBeginName(text, at + 1) && partyBefore.includes(text[at - 1] ?? '#')) readClear(text, at + 1, found)
      break
    case '叫':
      if (mayBeginName(text, at + 1)) readClear(text, at + 1, found)
      break
    case '男':
    case '女':
      if (text[at - 1] === ',') readBefore(text, at - 1, found)
      break
    default:
      if (person.includes(text[at - 1] ?? '#')) readLabelled(text, at, found)
  }
}

/** What a word for a person that ends with 人 has before it (委托人, 报案人), and what is none of an office. */
const partyBefore = '托租保证案警护绍间电访诉报告映信款件系络货养签请求言问署借事害购售'

/** 委托人刘某某, 有个叫刘某某的: words too many for a list, or too frequent to be sought with the others. */
function readClear(text: string, at: number, found: Span[]): void {
  const units = likelyLength(text, at)
  if (units > 0) found.push({ kind: 'name', start: at, end: at + units })
}

/** What a word for a person ends with; what is asked of most colons is only this. */
const person = '人员者名方主户女子父母妻夫友长客机告签字上'
const BEFORE_UNITS = 24
const personLabel = new RegExp(
  `${anyOf`
    人 员 者 [姓户]名 甲方 乙方 [业车房户雇店]主 住户 [租商]户 女儿? 子 [父母]亲? 妻 夫 朋友 家长 [工班组队]长 租客 司机 [原被]告 敬上 签[名字]
  `}(?:姓名|名字|签名|签字)?$`,
)
/** Persons in office: their names are public. */
const officeLabel = new RegExp(
  `${anyOf`
    主持 发言 负责 责任 承办 经办 审核 签发 校对 编辑 采购 招标 中标 检察 审判 领导 有关 相关 介绍 记 撰稿 主讲 裁判 出席 参加 列席 公证 监督 调解 书记 值班 带班
    工作 技术 管理 督[查办] 核查 执法 公务
  `}[人员者]?(?:姓名|签名|签字)?$`,
)
const NAMES_MAX = 30

/** 欠薪人员：甲某某、乙某某: names until something else stands there. */
function readLabelled(text: string, colon: number, found: Span[]): void {
  const before = text.slice(Math.max(0, colon - BEFORE_UNITS), colon)
  if (!personLabel.test(before) || officeLabel.test(before)) return
  let at = colon + 1
  for (let names = 0; names < NAMES_MAX; names++) {
    while (text[at] === ' ' || text[at] === ':') at++
    const units = wholeName(text, at)
    if (units === 0) return
    found.push({ kind: 'name', start: at, end: at + units })
    at += units
    if (!'、, '.includes(text[at] ?? '#')) return
    at++
  }
}

const ends = /[\s,.。;:!?、()（）【】"'|/0-9A-Za-z]/

/** Units of the name of usual letters that is all there is up to the next mark; 0 when there is none. */
function wholeName(text: string, at: number): number {
  for (const units of [2, 3, 4]) {
    const next = text[at + units]
    if (next !== undefined && !ends.test(next)) continue
    return isLikely(text, at, units) && !isPlainWord(text.slice(at, at + units)) ? units : 0
  }
  return 0
}

const numberLabel = new RegExp(
  `[ ,:(、]*(?:的?${anyOf`
    联系 本人 家庭 身份 证件 公民 手机 移动 电话 座机 号码? 车牌 邮箱 微信 银行 卡 QQ tel TEL 方式 是 为
  `}(?:证|号码?|方式|电话|手机)*[ :(、]*)*$`,
)
/** Words that end with these stand before a name without a mark between. */
const joined = new RegExp(
  `${anyOf`
    人 者 员 主 客 介 工头 [班组队]长 方 邻居 老[公婆] 妻子 丈夫 儿子 女儿 孩子 [父母]亲 [哥弟姐妹爸妈] 同学 叫 我是 居民 [村市]民 [住租]户
  `}$`,
)

/** 刘某某,138…: the letters right before a number and its label. */
function readBefore(text: string, number: number, found: Span[]): void {
  const before = text.slice(Math.max(0, number - BEFORE_UNITS), number)
  const end = number - (numberLabel.exec(before)?.[0].length ?? 0)
  for (const units of [4, 3, 2]) {
    const start = end - units
    if (start < 0 || !isUsual(text, start, units) || isPlainWord(text.slice(start, end))) continue
    const edge = text.slice(Math.max(0, start - 4), start)
    if (!/[一-龥]$/.test(edge) || joined.test(edge)) {
      found.push({ kind: 'name', start, end })
      return
    }
  }
}

/** 138…（刘某某）: the letters right behind a number. */
function readAfter(text: string, number: number, found: Span[]): void {
  const gap = /^[ ,、(]{0,2}/.exec(text.slice(number, number + 2))?.[0].length ?? 0
  const at = number + gap
  const units = wholeName(text, at) || addressee(text, at)
  if (units > 0) found.push({ kind: 'name', start: at, end: at + units })
}

/** 刘某某收, as on an envelope. */
function addressee(text: string, at: number): number {
  for (const units of [2, 3, 4])
    if (text[at + units] === '收' && isUsual(text, at, units) && !/^[一-龥]/.test(text.slice(at + units + 1)))
      return units
  return 0
}
