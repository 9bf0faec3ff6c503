// Finds names that no label of the list announces but their place does: before a colon, beside a number, before 男 or 女.

import { anyOf } from '../casualty/pattern.ts'
import type { Span } from './digits.ts'
import type { Glance } from './glance.ts'
import { isPlainWord, likelyLength } from './name.ts'
import { isCertain, isHan, isLikely, isUsual, mayBeginName } from './shape.ts'

/** Adds to `found` (which holds the numbers and doors already) the names of `text`, a figures copy. */
export function findBeside(text: string, { places, shapes }: Glance, found: Span[]): void {
  const numbers = found.length
  for (let i = 0; i < numbers; i++) {
    const { kind, start, end } = found[i] as Span
    if (kind === 'name') continue
    if (kind !== 'address') readBefore(text, start, found)
    readAfter(text, end, found)
  }
  for (const at of places) readPlace(text, at, found)
  for (const at of shapes) readShape(text, at, found)
}

/** Words for private persons; those for persons in office (局长, 书记) end otherwise. */
const personNoun = new RegExp(
  `(?:${anyOf`
    [一-龥](?<![有别本他个多每两几名位等的无某何老没找])人 者 (?<!委|人|官|党|会|成|演|动)员 [住租客商用农个体困障保]户 [居村市农渔牧移网]民 [伍役新老]兵
    (?<!施|动|开|竣|加|手|完|分|复|停|人)工 (?<!律)师 [学考新男女业医先]生 [患幼婴女生]儿 [儿长次幼孙犬妻侄男女嫂养独弟小]子 [长次小幼孙侄甥养]女 妻 [丈姐妹前]夫 [家亲遗]属
    [老舞同伙]伴 老板 保安 [护战女]士 [租乘游顾旅房]客 [业房车户店雇摊]主 [朋网室战工男女校]友 [个厂客]商
    叔 伯 舅舅? 姨 姑 婶 嫂 [哥弟姐妹爸妈爷奶] [外老]公 [外婆老]婆 孙 [父母]亲 配偶
  `})$`,
)

/** Words that seldom are a family name, but often stand behind one for a person. */
const split = /^[都来和有是从向时全成连后通习空红国广东双终满利家应]/
/** A last letter that rather belongs to what is told. */
const loose = /^[和一生下来说怀要起上开]$/

/** 环卫工人刘某某三个月没发工资: three usual letters right behind a word for a person. */
function readShape(text: string, at: number, found: Span[]): void {
  const before = text.slice(Math.max(0, at - BEFORE_UNITS), at)
  if (isPlainWord(text.slice(at, at + 3)) || !personNoun.test(before) || officeLabel.test(before)) return
  // 工程 and 师范 are words: their first letters end words for persons, their second begin names.
  if ((text[at] === '程' && text[at - 1] === '工') || (text[at] === '范' && text[at - 1] === '师')) return
  const isBare = isHan(text, at + 3)
  if (isBare && (split.test(text[at] as string) || loose.test(text[at + 2] as string))) return
  if (isCertain(text, at, 3) || likelyLength(text, at) === 3) found.push({ kind: 'name', start: at, end: at + 3 })
}

function readPlace(text: string, at: number, found: Span[]): void {
  switch (text[at]) {
    case '人':
      if (mayBeginName(text, at + 1) && partyBefore.includes(text[at - 1] ?? '#')) readClear(text, at + 1, found)
      break
    case '叫':
      if (mayBeginName(text, at + 1)) readClear(text, at + 1, found)
      break
    case '、':
      readListed(text, at, found)
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

/** What ends like a name and is a place, a body or a paper. */
const otherEnd = /[河江湖山桥路街镇乡村组队社发文湾溪庙寺]$/
/** Persons in office, or known to all, are listed behind these. */
export const officeBefore = new RegExp(
  `${anyOf`领导 书记 [市县省区镇乡州局厅处院校部会]长 主任 主席 委员 代表 院士 教授 演员 明星 导演 运动员 选手 主演 作家 诗人 记者`}[^。;!?]{0,24}$`,
)

/** Words that a list of names follows without a mark. */
const leading = '有是如即为与和及由对让给'
const officeAfter = /^等?[^。;!?]{0,12}(?:领导|出席|同志|明星|演员|选手)/

/** 刘某某、张某某: two likely names side by side, one of usual letters, are names unless of persons in office. */
function readListed(text: string, mark: number, found: Span[]): void {
  const after = wholeName(text, mark + 1)
  if (after === 0) return
  for (const before of [4, 3, 2]) {
    const start = mark - before
    if (
      start < 0 ||
      (isHan(text, start - 1) && !leading.includes(text[start - 1] as string)) ||
      !isLikely(text, start, before)
    )
      continue
    const isSure = (before > 2 && isCertain(text, start, before)) || (after > 2 && isCertain(text, mark + 1, after))
    const words = [text.slice(start, mark), text.slice(mark + 1, mark + 1 + after)]
    if (!isSure || words.some((word) => isPlainWord(word) || otherEnd.test(word))) return
    if (officeBefore.test(text.slice(Math.max(0, start - BEFORE_UNITS), start))) return
    if (officeAfter.test(text.slice(mark + 1 + after, mark + 1 + after + BEFORE_UNITS))) return
    found.push({ kind: 'name', start, end: mark }, { kind: 'name', start: mark + 1, end: mark + 1 + after })
    return
  }
}

/** 委托人刘某某, 有个叫刘某某的: behind words too many for a list, or too frequent to be sought with the others. */
function readClear(text: string, at: number, found: Span[]): void {
  const units = likelyLength(text, at)
  if (units > 0) found.push({ kind: 'name', start: at, end: at + units })
}

/** What a word for a person ends with; what is asked of most colons is only this. */
const person = '人员者名方主户女子父母妻夫友长客机告签字上偶'
const BEFORE_UNITS = 24
const personLabel = new RegExp(
  `${anyOf`
    人 员 者 [姓户]名 方 [业车房户雇店]主 配偶 住户 [租商]户 女儿? 子 [父母]亲? 妻 夫 朋友 家长 [工班组队]长 租客 司机 [原被]告 敬上 签[名字]
  `}(?:姓名|名字|签名|签字)?$`,
)
/** Persons in office: their names are public. */
const officeLabel = new RegExp(
  `${anyOf`
    主持 发言 负责 责任 承办 经办 审核 签发 校对 编辑 采购 招标 中标 检察 审判 领导 有关 相关 介绍 记 撰稿 主讲 裁判 出席 参加 列席 公证 监督 调解 书记 值班 带班
    工作 技术 调研 通讯 教导 管理 督[查办] 核查 执法 公务
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

const ends = /[\s,.。;:!?、()（）【】"'|/0-9A-Za-z等]/

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

/** The name behind these is one of an office, whatever number follows. */
const officeTitle = /(?:[市县省区镇乡州局厅处院校部科股所队站室会]长|书记|主任|主席|经理|[民交法]警|[法检]官|代表)$/

/** 刘某某,138…: the letters right before a number and its label. */
function readBefore(text: string, number: number, found: Span[]): void {
  const before = text.slice(Math.max(0, number - BEFORE_UNITS), number)
  const end = number - (numberLabel.exec(before)?.[0].length ?? 0)
  for (const units of [4, 3, 2]) {
    const start = end - units
    if (start < 0 || !isUsual(text, start, units) || isPlainWord(text.slice(start, end))) continue
    const edge = text.slice(Math.max(0, start - 4), start)
    const isSure = units > 2 && isCertain(text, start, units) && !officeTitle.test(edge)
    if (isSure || !/[一-龥]$/.test(edge) || joined.test(edge)) {
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
