// Finds personal names in a figures copy by what stands before them (我叫, 联系人, 本人 …) and in the signature.

import { anyOf, inOrder } from '../casualty/pattern.ts'
import { compounds, surnames } from '../dictionary/name.ts'
import { seek, soughtOf } from '../seek.ts'
import type { Span } from './digits.ts'
import { isCertain, isHan, isLikely, isUsual, mayBeginName } from './shape.ts'

/** Adds to `found` the names of `text` (a figures copy); offsets are into it. */
export function findNames(text: string, found: Span[]): void {
  seek(text, labels, (label, { index, 0: word }) => {
    if (label === TITLE) readTitled(text, index, found)
    else readName(text, index + word.length, label === STRONG ? 'strong' : 'weak', found)
  })
  findSignature(text, found)
}

const roles = anyOf`
  联系人 联络人 署名 投诉人 举报人 反映人 来信人 写信人 诉求人 申请人 求助人 信访人 留言人 经办人 户主 法定代表人
  受害人 受害者 当事人 患者 死者 伤者 产权人 户名 承租人 购房人
`
/** What stands before a name and before little else. */
const strongLabel = `${anyOf`
  我(?:的)?(?:姓名|名字|名)(?:叫做?|是|为)? [我俺](?:叫做?|姓名) 名字[叫是] 姓\s*名
  (?:${roles}|${anyOf`病人 家长 监护人 收件人 开户名 具名 签名 借款人 业主 住户`})(?:姓名|名字)?\s?(?:[:：]|[叫是为](?=\s?[:：]))
`}(?:[叫是为]|[:：]|\\s){0,3}[（(]?`
/** 老周（周德贵）: who is called so, with his name behind. */
const nicknames = `[老小阿](?:${Array.from(surnames, (family) => `${family}[（(](?=${family})`).join('|')})`
/** What often stands before a name, and often before other words: the name must end where a word ends. */
const weakLabel = `${anyOf`
  本人 我是 名叫 名为 ${roles} 我[父母]亲 [真本大全]名 (?:阿姨|师傅|大[爷妈姐哥叔])[（(] ${nicknames}
  [我俺]的?(?:爸爸?|妈妈?|父亲|母亲|儿子|女儿|妻子|丈夫|老公|老婆|媳妇儿?|哥哥?|姐姐?|弟弟?|妹妹?|爷爷|奶奶|外公|外婆|孩子)
  我的?(?:舅[舅妈父]?|姨[妈父]?|姑[姑妈父]?|叔叔?|伯[伯父]?|婶[婶子]?|嫂[嫂子]?|[姐妹]夫|老伴|前[夫妻]|同[事乡]|对象|[男女]朋友|未婚[夫妻]|[战室]友|徒弟|亲戚|老乡)
  父亲 母亲 儿子 女儿 妻子 丈夫 爱人 孙子 孙女 外孙女? 婆婆 公公 岳[父母] 儿媳 女婿 外甥女? 侄[子女] [表堂][哥弟姐妹] 孩子 家长
  业主 居民 村民 市民 职工 员工 学生 同学 农民工 工友 退休教师 司机 驾驶[员人] 车主 邻居 同村 房[东主] 租[户客] 住户 中介 包?工头 班组长
  工人 病人 小孩 老板 [死伤]者 舅舅 叔叔 学员 退役军人 残疾人 贫困户 低保户 老人 名字 [收寄]件人 [借收领付]款人 参保人 报名人 代理人 委托人 监护人 被告人? 原告 被害人
`}(?:姓名)?(?:[叫是为]?[:：]|\\s|叫|是|为)?`
const labels = soughtOf(strongLabel, weakLabel, '先生|女士|同志')
const STRONG = 0
const TITLE = 2

const ordinary = new RegExp(
  `^${anyOf`
    于 和 向 时 万分 时常 时候 常常 常年 经常 成 成功 单[位独身] 全[家部款额程县市国] 应[该聘] 家 房[子产屋] 高[度考中校薪兴铁速血] 马上 方[便面] 许多 许可 何[时处况] 白[天白]
    安[全置装心排徽] 连续 强烈 强制 水 平[时常安] 田地 毛坯 明[明确天知年] 任[何职] 万 古 解[决释] 关[于心注系] 计[划算] 来[自到信说] 包[括裹] 路[过边口] 曲 明 元 都 左右 原[来因本]
    台 银行 保[证险安障] 商[量铺] 游客 童年 温 严[重格] 金[额融] 宁 符合 管理 车[辆主位祸] 卡 花[费了钱园] 从 乐 冷 阳[光台性] 边 项目 官 费用 党员 简单 文化 石 沙 平台 通 权 易 常
    余 现 周[末围边日一二三四五六] 黄[色码金] 白色 高 程[序度] 余[额下] 段 时间 乔迁 龙头 丁字 江[西苏] 贵州 云南 河 湖 广 海 林业 文明 章程 施工 申[请诉报] 解除 成立 成绩 成年 全体 全程
    梅 庄稼 左边 和谐 和平 伍 应当 应届 华 强 车 房 连 盛 官方 党 燃 钱 计 都是 易燃 宗 艾滋 包子 米 花 雷 皮肤 邮 单 关 查 查询 查看 位于 封 封闭 练 保 项 席 景 甘 谈 谈话 盖 迟
    迟到 平 云 凤 巫 昌
  `}`,
)
const ordinaryStrong = new RegExp(
  `^${anyOf`
    和 向 于 时 车(?![一-龥]{1,2}[，,。；;\s（(、]|$) 来 都 成 应 关于 单位 全部 全体 家 何[时处况] 安[全置] 任何 解决 解释 严重 明[明确] 平时 马上 强 原 台 方[便面式]
    高[度中] 银行 保[证险] 管理 文[字化] 商 温 路 党 符 官 申请 项目 施工 计 房 水 元 连 包 查 封 谈 盖 申 信息 花 冷
  `}`,
)

/** What may follow a name directly. */
const follows = new RegExp(
  `^${anyOf`
    $ [\s,，.。;；:：!！?？、（()）[\]【】<>《》“”"'/|*\d+—\-~·] 先生 女士 同志 老师 同学 身份证 电话 手机 联系 性别 男 女 住 家住 现[年住] 今年 年龄 户籍 籍贯 出生 系 是
    在 于 因 向 从 的 被 及 与 和 等 今 自 为 有 民族 汉族 一家 夫妇 夫妻 本人 到 我 将 已 也 某 工号 学号 微信 邮箱 地址 单位 来自 反映 投诉 举报 实名 敬上 敬 拜 呈 谨 叩 上[。\s]
    20 19 [A-Za-z]
  `}`,
)

const notGiven = new RegExp(
  `${anyOf`
    [某们这那你我他她它的了是在不有个就都要会吗呢吧啊哦些什么] 先生 女士 师傅 [经总]理 局长 主任 书记 老师 小姐 阿姨 大爷 总$
  `}`,
)

function readName(text: string, at: number, label: 'strong' | 'weak', found: Span[]): void {
  const comma = text[at] === ',' && isCertain(text, at + 1, 3) ? likelyLength(text, at + 1) : 0
  if (comma > 0) found.push({ kind: 'name', start: at + 1, end: at + 1 + comma })
  const length = isForeign(text, at)
    ? foreignLength(text, at)
    : mayBeginName(text, at)
      ? knownLength(text, at, label)
      : 0
  if (length > 0) found.push({ kind: 'name', start: at, end: at + length })
}

const FOREIGN_UNITS = 6
const foreign = /[一-龥]{2,6}[·•・][一-龥]{2,8}/y

function isForeign(text: string, at: number): boolean {
  for (let i = at + 2; i <= at + FOREIGN_UNITS && i < text.length; i++)
    if ('·•・'.includes(text[i] as string)) return true
  return false
}

function foreignLength(text: string, at: number): number {
  foreign.lastIndex = at
  return foreign.exec(text)?.[0].length ?? 0
}

/** How far the surroundings of a name are looked at, in units. */
const REST_UNITS = 20

function knownLength(text: string, at: number, label: 'strong' | 'weak'): number {
  return likelyLength(text, at) || nameLength(text.slice(at, at + REST_UNITS), label) || toldLength(text, at)
}

/** Units of the name of likely letters that ends as names do, 0 when none stands here. */
export function likelyLength(text: string, at: number): number {
  for (const units of [4, 3, 2])
    if (
      isLikely(text, at, units) &&
      clearEnd.test(text.slice(at + units, at + REST_UNITS)) &&
      !isPlain(text, at, units)
    )
      return units
  return 0
}

/** Units of the name of usual letters of which something is told that is told of persons. */
function toldLength(text: string, at: number): number {
  for (const units of [4, 3, 2]) {
    if (!(units > 2 ? isUsual : isCertain)(text, at, units) || isPlain(text, at, units)) continue
    if ((units > 2 ? toldFull : told).test(text.slice(at + units, at + REST_UNITS))) return units
  }
  return 0
}

const isPlain = (text: string, at: number, units: number): boolean => isPlainWord(text.slice(at, at + units))

/** Whether letters that could be a name are a word, an office or a form of address. */
export const isPlainWord = (name: string): boolean => ordinaryWords.test(name) || notGiven.test(name.slice(1))

/** What is told of persons ends a name of usual letters; behind one letter only what nothing else is told by. */
const toldShort = anyOf`
  在 被 至今 今年 [0-9]{1,3}岁 怀孕 住 去世 患 因 把 占 借 欠 骗 失踪 走失 走丢 摔 收[,。\s] 收$ 的(?:家[属人长]|父|母|妻|丈夫|儿|女)
`
const told = new RegExp(`^${toldShort}`)
const toldFull = new RegExp(
  `^(?:${toldShort}|${anyOf`
    的 是 于 从 和 与 及 [去前]年 没人 家 打 跑 说 得了 生病 上[班学] 打工 工作 读 考 想 要 来 也 将 已 现 名下 反映 投诉 举报
    实名 拖欠 擅自 私自 长期 多次 拒
  `})`,
)

/** Units of the name that `rest` begins with, 0 when it begins with none. */
function nameLength(rest: string, label: 'strong' | 'weak'): number {
  const double = startsCompound.test(rest)
  if (!double && !surnames.includes(rest[0] ?? '#')) return 0
  if (!double && !certain.test(rest) && (label === 'weak' ? ordinary : ordinaryStrong).test(rest)) {
    const exact = /^[一-龥]{2,3}(?=$|[\s,，。；;（(、])/.exec(rest)
    if (!exact || label === 'weak' || ordinaryWords.test(exact[0])) return 0
  }
  const family = double ? 2 : 1
  for (const given of [2, 1]) {
    const name = rest.slice(0, family + given)
    if (name.length < family + given || !/^[一-龥]+$/.test(name)) continue
    if (notGiven.test(name.slice(family))) continue
    if (label === 'weak' && ordinaryWords.test(name)) continue
    const after = rest.slice(family + given)
    if (given === 1 && /^[一-龥]/.test(after) && !clearEnd.test(after)) continue
    if (label === 'weak' ? clearEnd.test(after) : follows.test(after)) return name.length
  }
  if (
    label === 'strong' &&
    /^[一-龥]{3}/.test(rest) &&
    !notGiven.test(rest.slice(family, family + 2)) &&
    !/^.(?:先生|女士|某)/.test(rest)
  )
    return double ? Math.min(4, rest.length) : 3
  return 0
}

/** A name however ordinary its letters are: what follows is said of persons only. */
const certain =
  /^[一-龥]{2,3}[\s,，、(（]{0,2}(?:[男女](?=[\s,，、。)）])|身份证|家住|现年|今年[\d一-九]|现住|生于|出生|[一-龥]{2,4}[市县]人)/

/** After a weak label only these end a name. */
const clearEnd = new RegExp(
  `^${anyOf`
    $ [\s,，.。;；:：!！?？、（()）【】“”"'|] 1[3-9]\d{9} 先生 女士 同志 身份证 电话 手机 联系 性别 男[，,、] 女[，,、] 家住 现年 今年 年龄 户籍 籍贯 出生于
    系[A-Za-z一-龥] 向您 敬上 实名
  `}`,
)
const ordinaryWords = new RegExp(
  `^${anyOf`
    高中 高考 单位 房产 马上 白天 何时 安全 全家 全部 关于 方便 方面 许多 平时 明天 周末 钱款 时间 项目 管理 解决 程序 申请 施工 金额 费用 车辆 车位 路边 家庭 党员 群众 常年 成年 成功 严重
    强烈 文化 水电 官方 广大 全体 代表 安置 计划 应届 单身 温馨 平安 万分 万元 高兴 高血压 管教 解惑 解锁 凌晨 游览 文章 路线 来接 顾客 焦虑 刁难 包饺子 和谐 易怒 连夜 连续 有限 银行 商铺 商户
    华人 路过 路人 古稀 米面 查询 来电 来信 来访 干部 同学 家属 家长 先生 女士 余下 段时间 冷漠 余生 丁克 江边 梅雨 石材 毛坯 田地 林地 施救 雷雨 史上 牛羊 龙虾 鱼塘 甘肃 宁夏 吉林 江西 江苏
    云南 贵州 安徽 海南 和[学儿朋老家正孩子女父母] 钱财 房[子顶] 成[长立] 养老
    平静 纪律 妈妈 权益 卫生 顾全 高高 高龄[津补] 沙发 区和 池塘 文学 祖[父母宗] 孙[女子] 高[一二三] 习以 年[龄纪] [尚从]未 来[自检]
  `}`,
)

const compound = `(?:${compounds.join('|')})`
/** A full name before an address of respect or an office: 张建国先生, 李梅女士. */
const titled = new RegExp(`(${compound}[一-龥]{1,2}|[${surnames}][一-龥]{1,2})(?=先生|女士|同志[，,。:：\\s])`, 'y')
const TITLED_UNITS = 4
/** What a letter begins with, right before the name of whom it greets. */
const greeting = /(?:尊敬|敬爱|亲爱)的$/
const GREETING_UNITS = 3

/** The title stands at `at`; the name is all of the letters before it, so that one place is tried and not each. */
function readTitled(text: string, at: number, found: Span[]): void {
  let start = at
  while (at - start < TITLED_UNITS && isHan(text, start - 1) && !isGreeted(text, start)) start--
  if (isHan(text, start - 1) && !isGreeted(text, start)) return
  titled.lastIndex = start
  const name = titled.exec(text)?.[1]
  if (name === undefined || notGiven.test(name.slice(1)) || ordinary.test(name)) return
  found.push({ kind: 'name', start, end: start + name.length })
}

const isGreeted = (text: string, at: number): boolean => greeting.test(text.slice(Math.max(0, at - GREETING_UNITS), at))

/** Lines at the end that hold a name and perhaps a date, and a name after 此致敬礼 or before a date at the very end. */
const SIGNATURE_LINES = 4
const TAIL_UNITS = 120
/** A signature stands in a line of its own or behind regards. */
const mayClose = /[谢敬祝致]/
const regards = /(?:此致|敬礼|敬上|谢谢|感谢|顺祝|祝好)[!！。.，,\s]*(?:敬礼[!！。.，,\s]*)?$/
const date = String.raw`(?:19|20)\d{2}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?`
/** What may follow the name to the very end; the name itself is no longer than its units. */
const afterClosing = /[\s,，。.\d年月日\-/敬上呈谨]/
const CLOSING_UNITS = 4
const closingName = new RegExp(String.raw`([一-龥]{2,4})[\s,，。]*(?:敬上|呈上|谨上)?[\s,，。]*(?:${date})?[\s。.]*$`)
const nameLine = new RegExp(
  inOrder`
    ^[\x20\t]*(?:一?[名位个]?[一-龥]{0,8}(?:业主|居民|村民|市民|家长|职工)[:：\x20]{1,2})?
    ([一-龥]{2,4})[\x20\t。]*(?:1\d{10}|[\d年月日.\-/\x20]*)[\x20\t]*$
  `,
)

function findSignature(text: string, found: Span[]): void {
  const trimmed = text.trimEnd()
  const tail = trimmed.slice(-TAIL_UNITS)
  if (!mayClose.test(tail) && !trimmed.includes('\n')) return
  const from = closingFrom(tail)
  const closing = closingName.exec(tail.slice(from))
  if (closing) {
    const name = closing[1] as string
    const before = tail.slice(0, from + closing.index)
    const start = trimmed.length - tail.length + before.length
    if ((regards.test(before) || /\n[ \t]*$/.test(before)) && isWholeName(name))
      found.push({ kind: 'name', start, end: start + name.length })
  }
  let end = trimmed.length
  for (let i = 0; i < SIGNATURE_LINES && end > 0; i++) {
    const start = trimmed.lastIndexOf('\n', end - 1) + 1
    const line = trimmed.slice(start, end)
    const name = line.length <= TAIL_UNITS ? nameLine.exec(line)?.[1] : undefined
    if (name && start > 0 && isWholeName(name)) {
      const at = start + line.indexOf(name)
      found.push({ kind: 'name', start: at, end: at + name.length })
    }
    end = start - 1
  }
}

/** No closing name begins before this: the pattern would be tried at every letter of the tail, to no end. */
function closingFrom(tail: string): number {
  let at = tail.length
  while (at > 0 && afterClosing.test(tail[at - 1] as string)) at--
  return Math.max(0, at - CLOSING_UNITS)
}

/** Whether two or three letters that are a whole name begin here, an ordinary word aside. */
export function isNameAt(text: string, at: number): boolean {
  return [3, 2].some((units) => {
    const name = text.slice(at, at + units)
    return name.length === units && /^[一-龥]+$/.test(name) && isWholeName(name)
  })
}

export function isWholeName(name: string): boolean {
  const double = startsCompound.test(name)
  if (double ? name.length < 3 : !surnames.includes(name[0] as string) || name.length > 3) return false
  return !notGiven.test(name.slice(1)) && !ordinaryWords.test(name) && !ordinary.test(name) && !bodyEnd.test(name)
}

/** A line that ends so is a body, a place or a greeting. */
const bodyEnd = new RegExp(
  `${anyOf`
    局 厅 部 委 办 所 站 院 校 厂 队 村 镇 乡 县 市 区 省 路 街 府 中心 公司 小区 敬礼 谢谢 您好 此致 先生 女士 业主 居民 群众 市民 家长 同志 礼
  `}$`,
)

const startsCompound = new RegExp(`^${compound}`)

/** How many units of a name are the family name, which stays readable (张*). */
export function familyUnits(name: string): number {
  return name.length > 2 && startsCompound.test(name) ? 2 : 1
}
