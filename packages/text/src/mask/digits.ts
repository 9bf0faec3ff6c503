// Finds personal numbers in a figures copy: mobile phones, ID numbers, bank cards, plates, e-mails and WeChat ids.
import { anyOf, inOrder, matchesOf } from '../casualty/pattern.ts'
import { type Glance, LATIN, LONG_FIGURE, LONG_NUMBER, WECHAT } from './glance.ts'

export interface Span {
  kind: 'phone' | 'id' | 'card' | 'plate' | 'address' | 'name' | 'email' | 'wechat'
  start: number
  end: number
}

/** Adds to `found` the spans of `text` (a figures copy, at which was glanced); offsets are into it. */
export function findNumbers(text: string, { holds }: Glance, found: Span[]): void {
  const hasLatin = (holds & LATIN) !== 0
  if ((holds & LONG_NUMBER) !== 0 && longNumber.test(text)) {
    findDigitRuns(text, found)
    findHomePhones(text, found)
    if (hasLatin) findTravelPapers(text, found)
  }
  if (hasLatin) findPlates(text, found)
  if ((holds & LONG_FIGURE) !== 0) findSpokenPhones(text, found)
  findEmails(text, found)
  if ((holds & WECHAT) !== 0) findWechats(text, found)
}

/** Runs, home numbers and papers all have seven digits at least; few texts have so many in a row. */
const longNumber = /\d(?:[ \-._]?\d){6}/

/** Two digits of the ID number's region code that exist (GB/T 2260). */
const regions = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)
/** How far before a number its label may stand, in units. */
const LABEL_UNITS = 14
const idLabel = /(?:身份证|证件号|身份号|公民身份|ID卡?号?)[^\d，。；;]*$/i
const cardLabel = new RegExp(
  `${anyOf`银行卡 卡号 储蓄卡 借记卡 信用卡 社保卡 工资卡 存折 账号 帐号 账户 帐户`}[^\\d，。；;]*$`,
)
/** A telephone on a desk is public; one named as somebody's own, or right behind the door of a home, is not. */
const homePhoneLabel = new RegExp(
  '(?:我家|家里|住宅|家庭|宅|私人|个人|我的|本人|家中|我(?:这边|这里|这|自己))(?:固定|联系)?(?:电话|座机|号码)?[^\\d，。；;]{0,4}$|' +
    '[0-9](?:室|户)[，,、；; ]?(?:联系)?(?:电话|座机)[是为:：]?[ ]?$',
)
/**
 * Behind the name or the home of somebody who says that he is no office: 业主李芳，电话 6213456. A 联系人 or 经办人 may be
 * one of an office, whose number stays.
 */
const personPhoneLabel = new RegExp(
  `(?:${anyOf`
    本人 我是 我叫 姓名 投诉人 举报人 反映人 来信人 写信人 诉求人 申请人 求助人 信访人 留言人 当事人 患者 业主 村民 居民 市民
    住户 户主 租户 家长 退休[一-龥]{2}
  `}(?!${anyOf`委 代表 服务 热线 大会 小组 单位 中心 群 之家 学校`})[叫是为]?[:：]?\\s?[一-龥·]{0,4}(?:先生|女士)?|` +
    '(?:家住|住在|住址[:：]?)[^，,。；;\\n]{1,16})' +
    '[,，、;； ]{0,2}(?:联系|固定|家庭)?(?:电话|座机)(?:号码)?[是为:：]?[ ]?$',
)
/** How far before a telephone the person it belongs to may be named, in units. */
const PERSON_UNITS = 32
const recordLabel = new RegExp(
  `${anyOf`
    订单 单号 编号 案号 流水 运单 快递 工单 受理号 编码 文号 户号 条码 批号 型号 序列 合同号 信用代码 发票 回执 凭证 代码
    学号 车架
  `}[^\\d，。；;\\n]{0,8}$`,
)
const amountAfter = new RegExp(
  `^\\s*[多余]?\\s*${anyOf`[万亿]?元 万 亿 吨 立方 平方 平米 公里 千瓦 度电 股 人次 美元 字节`}`,
)

const landline = /^0\d{2,3}[ -]?\d{7,8}$/
const digitRun = /(?<!\d)\d(?:[ \-._]?\d){9,22}[Xx]?(?![\d])/g

function findDigitRuns(text: string, found: Span[]): void {
  for (const run of matchesOf(text, digitRun)) readRun(text, run.index, run[0], found)
}

const homePhone = /(?<![\d-])[2-8]\d{6,7}(?![\d-])/g

/** Without its area code a home's number is seven or eight digits, too short for a run of the above. */
function findHomePhones(text: string, found: Span[]): void {
  for (const { index, 0: phone } of matchesOf(text, homePhone)) {
    if (isOwnPhone(text, index)) found.push({ kind: 'phone', start: index, end: index + phone.length })
  }
}

/** What stands in brackets or before a dash, apart from the number it belongs to. */
const areaCode = /[(（]?0\d{2,3}[)）]?[ \-—]{0,2}$/
const homeAfter = /^[\d\-— ]{7,14}[(（,，]?(?:我?家里?|住宅|宅电|老家|自家)(?:[)）,，。的电座]|$)/

/** Whether the telephone that begins here is said to be a home's or a private person's. */
function isOwnPhone(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - LABEL_UNITS), at).replace(areaCode, '')
  if (!/(?:电话|座机|号码)/.test(before)) return false
  if (homeAfter.test(text.slice(at, at + PERSON_UNITS))) return true
  return homePhoneLabel.test(before) || personPhoneLabel.test(text.slice(Math.max(0, at - PERSON_UNITS), at))
}

/** Passports and passes to Hong Kong, Macao and Taiwan: only the label tells such a number from a product's. */
const travelPaper = new RegExp(
  `(?:${anyOf`护照 護照 通行证 通行證 台胞证 回乡证 passport`})[^\\d，。；;,\\n]{0,8}?` +
    '(?<![A-Za-z])([A-Za-z]{1,2}\\d{7,9})(?![A-Za-z0-9])',
  'gi',
)

function findTravelPapers(text: string, found: Span[]): void {
  for (const match of matchesOf(text, travelPaper)) {
    const paper = match[1] as string
    const end = match.index + match[0].length
    found.push({ kind: 'id', start: end - paper.length, end })
  }
}

/** A run may hold several numbers ("138… 620…"); whole first, then its pieces between separators. */
function readRun(text: string, start: number, run: string, found: Span[]): void {
  const before = text.slice(Math.max(0, start - LABEL_UNITS), start)
  const after = text.slice(start + run.length, start + run.length + 6)
  const kind = kindOf(run, before, after)
  if (kind !== null) {
    const drop = kind !== 'id' && /[Xx]$/.test(run) ? 1 : 0
    found.push({ kind, start, end: start + run.length - drop })
    return
  }
  if (landline.test(run) && isOwnPhone(text, start)) {
    found.push({ kind: 'phone', start, end: start + run.length })
    return
  }
  const code = /^(?:0086|86)[ -]?(?=1[3-9])/.exec(run)
  if (code && isPhone(run.slice(code[0].length))) {
    found.push({ kind: 'phone', start: start + code[0].length, end: start + run.length })
    return
  }
  let taken = start
  for (const match of run.matchAll(/(?<!\d)(?:\d{11,19}[Xx]?|\d{3}[ \-.]\d{4}[ \-.]\d{4}|\d{7}[ \-.]\d{4})(?!\d)/g)) {
    const at = start + match.index
    if (match[0].length === run.length) return
    const label = text.slice(Math.max(0, at - LABEL_UNITS, taken), at)
    const kind = kindOf(match[0], label, text.slice(at + match[0].length, at + match[0].length + 6))
    if (kind !== null) found.push({ kind, start: at, end: at + match[0].length })
    taken = at + match[0].length
  }
}

function kindOf(run: string, before: string, after: string): Span['kind'] | null {
  const digits = run.replace(/[ \-._]/g, '')
  const record = recordLabel.test(before)
  if (isPhone(run.replace(/[Xx]$/, ''))) {
    if (amountAfter.test(after) || record || /[A-Za-z]$/.test(before.replace(/(?:tel|phone|mobile|[vw]x|v|q)$/i, '')))
      return null
    return 'phone'
  }
  if (digits.length === 18 && isId(digits)) return 'id'
  if (idLabel.test(before) && /^[1-9]\d{13}(?:\d{3})?[\dXx]$/.test(digits)) return 'id'
  const card = digits.replace(/[Xx]$/, '')
  if (isCardShaped(card) && !amountAfter.test(after)) {
    if (passesLuhn(card) && !record) return 'card'
    if (cardLabel.test(before) && !/[账帐][号户][^\d]*$/.test(before)) return 'card'
  }
  if (landline.test(run) && homePhoneLabel.test(before)) return 'phone'
  return null
}

/** 11 digits from 13 to 19, bare or in the groups people write; a lone "1 3 5 …" list is split everywhere alike. */
function isPhone(run: string): boolean {
  return (
    /^1[3-9]\d{9}$/.test(run) ||
    /^1[3-9]\d([ \-.])(?:\d{4}\1?\d{4}|\d{3}\1\d{5})$/.test(run) ||
    /^1[3-9]\d{2}[ \-.]\d{3}[ \-.]\d{4}$/.test(run) ||
    /^1[3-9]\d{5}[ \-.]\d{4}$/.test(run) ||
    /^1([ \-._])[3-9](?:\1\d){9}$/.test(run)
  )
}

/** GB 11643-1999: region, date and the check digit (ISO 7064 MOD 11-2). */
export function isId(digits: string): boolean {
  if (!/^[1-8]\d{16}[\dXx]$/.test(digits) || !regions.has(digits.slice(0, 2))) return false
  const year = Number(digits.slice(6, 10))
  const month = Number(digits.slice(10, 12))
  const day = Number(digits.slice(12, 14))
  if (year < 1900 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31) return false
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  let sum = 0
  for (let i = 0; i < 17; i++) sum += Number(digits[i]) * (weights[i] as number)
  return '10X98765432'[sum % 11] === digits[17]?.toUpperCase()
}

function isCardShaped(digits: string): boolean {
  return /^(?:62\d{14,17}|[3-69]\d{15}|[3-69]\d{18})$/.test(digits)
}

/** ISO/IEC 7812-1 check digit. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    let digit = digits.charCodeAt(digits.length - 1 - i) - 48
    if (i % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2
    sum += digit
  }
  return sum % 10 === 0 && /[1-9]/.test(digits)
}

const word = '零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖'
const spoken = `[${word}0-9]`
/** Who writes it in words writes pauses too (一三九，八八六六，…); between digits a comma is of a sum. */
const spokenPhone = new RegExp(
  `(?<!${spoken})[一幺壹](?=[三四五六七八九叁肆伍陆柒捌玖])(?:[${word}][ ,，-]?|[0-9][ -]?){9}${spoken}(?!${spoken})`,
  'g',
)

function findSpokenPhones(text: string, found: Span[]): void {
  for (const { index, 0: phone } of matchesOf(text, spokenPhone))
    found.push({ kind: 'phone', start: index, end: index + phone.length })
}

const letter = 'A-HJ-NP-Za-hj-np-z'
const plate = new RegExp(
  inOrder`
    [京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\x20?[${letter}][\x20·•.\-]?
    (?:[${letter}0-9]{4}[${letter}0-9挂学警港澳]|[${letter}0-9]{6})(?![A-Za-z0-9])
  `,
  'g',
)

function findPlates(text: string, found: Span[]): void {
  for (const match of matchesOf(text, plate)) {
    const body = match[0].replace(/[ ·•.-]/g, '').slice(2)
    if ((body.match(/\d/g) ?? []).length < 2 || /^\d{6}$/.test(body)) continue
    found.push({ kind: 'plate', start: match.index, end: match.index + match[0].length })
  }
}

/** Addresses of government bodies are public. */
function findEmails(text: string, found: Span[]): void {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const user = /[A-Za-z0-9._%+-]{1,64}$/.exec(text.slice(Math.max(0, at - 64), at))
    const host = /^[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}/.exec(text.slice(at + 1, at + 200))
    if (!user || !host || /\.gov(?:\.|$)/i.test(host[0])) continue
    const dots = /\.+$/.exec(host[0])?.[0].length ?? 0
    found.push({ kind: 'email', start: at - user[0].length, end: at + 1 + host[0].length - dots })
  }
}

/** A label, up to a few joining words, then the id; public accounts, mini programs and groups are nobody's own. */
const wechat = new RegExp(
  inOrder`
    (?:微信号?|薇信|威信号|V信|加v|[vw]x|we\x20?chat|QQ号?码?|扣扣)(?:账号|帐号|号码|ID|id|号)?(?:也?是|为|同号)?
    [\x20:：=(（]{0,3}([A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9]\d{4,10})(?![A-Za-z0-9_@.])
  `,
  'gi',
)

function findWechats(text: string, found: Span[]): void {
  for (const match of matchesOf(text, wechat)) {
    const id = match[1] as string
    const start = match.index + match[0].length - id.length
    const label = match[0].slice(0, -id.length)
    if (/[A-Za-z]/.test(text[match.index - 1] ?? '') && /^[vwq]/i.test(label)) continue
    if (/^\d/.test(id) && (id.length < 6 || amountAfter.test(text.slice(start + id.length, start + id.length + 6))))
      continue
    if (/^\d/.test(id) && !/号|[:：=]|QQ|扣扣|[vw]x/i.test(label)) continue
    found.push({ kind: 'wechat', start, end: start + id.length })
  }
}
