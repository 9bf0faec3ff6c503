// Reads from a text how many people died, were hurt, are missing …, and the loss in yuan, each with where it is said.

import { beginLetters } from './beginning.ts'
import type { Bound } from './casualty/numeral.ts'
import { amountPattern, readAmount } from './casualty/numeral.ts'
import { anyOf } from './casualty/pattern.ts'
import { squeeze } from './casualty/squeeze.ts'
import { pairCounts, readTokens, type WordToken } from './casualty/token.ts'
import { mayStand } from './letters.ts'
import { type Copy, type Normalised, normalise, toOriginal } from './normalise.ts'

const measures = ['deaths', 'serious', 'injured', 'missing', 'trapped', 'evacuated', 'ill', 'loss'] as const
export type Measure = (typeof measures)[number]

/** One statement of a measure; offsets are UTF-16 units of the text as given. */
export interface Statement {
  measure: Measure
  value: number
  bound: Bound
  start: number
  end: number
  text: string
  /** Said of a drill, of a case long past, or only heard (网传). */
  drill: boolean
  old: boolean
  hearsay: boolean
  /** To be added to an earlier count (另有2人送医后死亡), not instead of it. */
  more: boolean
}

/** Each measure is null when the text says nothing and 0 when it denies; loss is in yuan. */
export type Casualties = Record<Measure, number | null> & {
  statements: Statement[]
  /** The serious are counted among the injured too (10人受伤，其中2人重伤). */
  nested: boolean
  /** Everything counted is said of a drill, of an old case, or is hearsay. */
  drill: boolean
  old: boolean
  hearsay: boolean
}

/**
 * Reads the measures. 重伤, 危重 and 急性中毒 are serious, 受伤 and 送医 only injured (§14-14); the highest
 * of several counts stands (§3.8). `at` (UTC ms) tells former years from this one.
 */
export function readCasualties(given: string | Normalised, at?: number): Casualties {
  const copies = typeof given === 'string' ? normalise(given) : given
  if (!mayStand(worthBeginning, copies.bare.text) || !worthReading.test(copies.bare.text)) return sayNothing()
  const copy = squeeze(copies.figures)
  const { words, counts } = readTokens(copy.text)
  const pairs = pairCounts(copy.text, words, counts)
  const statements: Statement[] = []
  const denied = new Set<Measure>()
  const free = words.filter((word) => !pairs.some((pair) => pair.word === word))
  for (const { word, count } of pairs) {
    const start = Math.min(word.start, count.start)
    const end = Math.max(word.end, count.end)
    if (isSupposed(copy.text, start, end)) continue
    const setting = readSetting(copy.text, start, end, at)
    if (setting.refuted) for (const measure of measuresOf(word)) denied.add(measure)
    else if (word.measure !== 'casualties')
      statements.push(state(copy, word.measure, count.value, count.bound, start, end, setting))
  }
  for (const word of free) if (isDenied(copy.text, word)) for (const measure of measuresOf(word)) denied.add(measure)
  if (!statements.some(({ measure }) => measure === 'deaths') && !denied.has('deaths')) {
    const single = findSingleDeath(copy.text, free)
    if (single) {
      const setting = readSetting(copy.text, single.start, single.end, at)
      if (!setting.refuted)
        statements.push(state(copy, 'deaths', single.value, 'exact', single.start, single.end, setting))
    }
  }
  readLosses(copy, statements, at)
  return settle(statements, denied, nestedPattern.test(copy.text))
}

const worth = anyOf`
  死 亡 遇难 丧生 罹难 丧命 殉职 牺牲 遇害 去世 离世 逝世 抢救无效 人命 伤 送医 送院 入院 住院 就医 危重 病危 重症 垂危 中毒
  失联 失踪 下落不明 失去联系 被困 受困 被埋 疏散 转移 撤离 确诊 发病 感染 病例 不适 呕吐 腹泻 损失
`
const worthReading = new RegExp(worth)
const worthBeginning = beginLetters(worth)
const nestedPattern = /伤[^。;!?]{0,12}其中[^。;!?]{0,8}(?:重伤|危重|病危|垂危|伤势)/

function measuresOf(word: WordToken): Measure[] {
  return word.measure === 'casualties' ? ['deaths', 'injured'] : [word.measure]
}

function state(
  copy: Copy,
  measure: Measure,
  value: number,
  bound: Bound,
  start: number,
  end: number,
  setting: Setting,
) {
  const range = toOriginal(copy, start, end)
  const { drill, old, hearsay, more } = setting
  return {
    measure,
    value,
    bound,
    ...range,
    text: copy.original.slice(range.start, range.end),
    drill,
    old,
    hearsay,
    more,
  }
}

const denial =
  /(?:无|没有?|未(?:有|造成|出现|发生|发现|见)?|尚无|暂无|零|不存在|并无|避免了?)(?:任何|新增|造成|发生|出现|一)*(?:人员?|游客|群众|居民|学生|员工|重大)?$/
const DENIAL_UNITS = 12

function isDenied(text: string, word: WordToken): boolean {
  return denial.test(text.slice(Math.max(0, word.start - DENIAL_UNITS), word.start))
}

/** Law texts (3人以上死亡), yearly figures, fears and conditions count nobody. */
function isSupposed(text: string, start: number, end: number): boolean {
  const clause = text.slice(clauseStart(text, start), start)
  const within = text.slice(start, end + 2)
  if (/以上|以下|及以上/.test(within)) return true
  if (/每年|年均|平均每|每[0-9一二三四五六七八九十]+[秒分钟小时天人]/.test(clause)) return true
  return /(?:如果|假如|一旦|倘若|万一|可能|或将|恐将|防止|避免|预防|差点|险些|几乎|杜绝|最大限度)[^,。;]*$/.test(clause)
}

interface Setting {
  drill: boolean
  old: boolean
  hearsay: boolean
  more: boolean
  /** The sentence says that it is not true. */
  refuted: boolean
}

/** A text no longer than this is one sentence, whatever marks stand in it. */
const HEADLINE_UNITS = 60
/** How far before a count a drill may be named. */
const DRILL_UNITS = 80
const past = anyOf`
  周年 当年 历史上 回顾 此前曾 曾经 曾发生 曾有 前年 去年 上世纪 [0-9一二三四五六七八九十多]+年前 [0-9]+个?月前 追溯 纪念日 公祭 宣判 获刑 被判
  (?<![0-9])[0-9]{1,2}·[0-9]{1,2}(?![0-9]) 终审 一审 二审 开庭 旧闻 旧案 往年 早年 多年前 近年来 警示案例 典型案例 转发.{0,6}年 死刑 提起公诉 调查报告
  免[予于遭受]*起诉 不予?起诉 (?:和解|认罪|赔偿)协议
`

function readSetting(text: string, start: number, end: number, at: number | undefined): Setting {
  const from = sentenceStart(text, start)
  const to = sentenceEnd(text, end)
  const sentence = text.slice(from, to)
  const lead = text.slice(Math.max(0, start - DRILL_UNITS), to)
  const year = at === undefined ? null : new Date(at).getUTCFullYear()
  const years = [...sentence.slice(0, start - from).matchAll(/(?<![0-9])((?:19|20)[0-9]{2})年/g)]
  const said = years.length > 0 ? Number((years[years.length - 1] as RegExpMatchArray)[1]) : null
  return {
    drill: new RegExp(anyOf`演练 演习 模拟 假设 推演 拉练 脚本 桌面推演`).test(lead),
    old:
      new RegExp(past).test(text.length <= HEADLINE_UNITS ? text : sentence) ||
      (said !== null && year !== null && said < year),
    hearsay: /网传|疑似|据说|听说|传言|传闻|目击者称|有人说|网友称|未经证实/.test(sentence.slice(0, end - from)),
    more:
      /(?:另有|另外|此外|又有|后又|随后又)[^,。;]*$/.test(sentence.slice(0, end - from)) ||
      (/抢救无效/.test(text.slice(start, end)) && /当场/.test(text.slice(Math.max(0, start - DRILL_UNITS), start))),
    refuted: /不实|谣言|辟谣|虚假|不属实|并非事实|造谣|子虚乌有|假消息|[?!]假(?:的|$)/.test(sentence),
  }
}

function clauseStart(text: string, at: number): number {
  let start = at
  while (start > 0 && !',。;!?'.includes(text[start - 1] as string)) start--
  return start
}

function sentenceStart(text: string, at: number): number {
  let start = at
  while (start > 0 && !'。!?'.includes(text[start - 1] as string)) start--
  return start
}

function sentenceEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && !'。!?'.includes(text[end] as string)) end++
  return end
}

/** One person named and dead without a number: 男子坠楼身亡, 一名工人触电后死亡. */
const onePerson = new RegExp(
  anyOf`
    [男女]子 [男女]孩 [男女]童 [男女]生 [男女]性 女婴 男婴 婴儿 幼童 老人 老太 老汉 大爷 大妈 司机 工人 员工 学生 教师 老师 医生 护士 民警 辅警
    消防员 志愿者 快递员 交警 警察 宿管
    老太 武僧 队员 空姐 模特 院士 教授 歌手 村民 居民 游客 旅客 乘客 患者 环卫工 安装工 外卖员 骑手 业主 [0-9]+岁 少年 少女 孕妇 产妇 儿童 孩子 母亲 父亲 丈夫 妻子 儿子 女儿 弟弟 哥哥
    一人 某某? 研究生 博主 网红 主播 保安 保洁 农民工 [一-龥]某 飞行员 校长 军官 演员 作家 法官 干部 嫌犯 嫌疑人 当事人 病人 一[名位]
  `,
)
const manyPeople = new RegExp(
  anyOf`
    多[人名] 数[人名] 若干 们 人员 夫妇 夫妻 父子 母女 母子 父女 兄弟 姐妹 人数 率 赔偿 补偿 抚恤 丧葬 遗属 证明 频发 脑$ [猫狗犬猪羊牛马鱼鸟](?:群|只)?[^人男女]{0,3}$
    被传 误传 误认 被认为 提及 谈及 濒临 模仿 迎接 易$ 会$ 为何会 等着 往往
    (?:[02-9二两三四五六七八九十]|[0-9]1|十一)(?:人|名|位|个)
  `,
)
/** Said of persons only, even without naming one (坠亡案). */
const plainDeath = /^(?:身亡|[溺坠撞]亡|遇害|遇难|丧生|猝死|罹难|殉职|殒命)$/
/** Old age and illness end so; only with a cause is it a happening. */
const quietDeath = /^(?:去世|离世|过世|逝世|病逝|病故|病亡|牺牲)$/
const cause = new RegExp(
  anyOf`
    意外 事故 车祸 溺 坠 输液 手术 医疗 误诊 猝 突发 抢救 触电 中毒 感染 坍塌 火 撞 救人 洪 护理 突然
    疫苗 术后 拔牙 劳累 不幸 误[食吞服] 蜇 中暑 挤压 跳楼 失联 失踪 碾压 确诊 新冠 尸检 倒地 追尾
  `,
)
const SINGLE_UNITS = 24
/** How far before, in the same sentence, the person may be named. */
const TOLD_UNITS = 60

function findSingleDeath(
  text: string,
  words: readonly WordToken[],
): { start: number; end: number; value: number } | null {
  for (const word of words) {
    const said = text.slice(word.start, word.end)
    if (word.measure !== 'deaths' || said === '死' || said === '亡') continue
    const clause = text.slice(Math.max(clauseStart(text, word.start), word.start - SINGLE_UNITS), word.start)
    if (/^(?:率|人|者|证|赔|补|抚|的?(?:风险|威胁|危险))/.test(text.slice(word.end, word.end + 4))) continue
    if (isDenied(text, word) || isSupposed(text, word.start, word.end) || manyPeople.test(clause)) continue
    if (/(?:双双|一同|先后)$/.test(clause)) return { ...word, value: 2 }
    const told = text.slice(Math.max(sentenceStart(text, word.start), word.start - TOLD_UNITS), word.start)
    const named = onePerson.test(clause) || (onePerson.test(told) && !manyPeople.test(told))
    if (quietDeath.test(said) ? !named || !cause.test(told + said) : !plainDeath.test(said) && !named) continue
    return { ...word, value: 1 }
  }
  return null
}

const losses = [
  new RegExp(`损失[^,。;!?0-9一二三四五六七八九]{0,8}(?<n>${amountPattern})元`, 'g'),
  new RegExp(`(?<n>${amountPattern})元[^,。;!?]{0,6}(?:经济|财产)损失`, 'g'),
]

function readLosses(copy: Copy, statements: Statement[], at: number | undefined): void {
  if (!copy.text.includes('损失')) return
  for (const pattern of losses)
    for (const match of copy.text.matchAll(pattern)) {
      const amount = readAmount(match.groups?.n ?? '')
      const end = match.index + match[0].length
      if (amount === null || isSupposed(copy.text, match.index, end)) continue
      const setting = readSetting(copy.text, match.index, end, at)
      statements.push(state(copy, 'loss', amount.value, amount.bound, match.index, end, setting))
    }
}

const sayNothing = (): Casualties => ({
  deaths: null,
  serious: null,
  injured: null,
  missing: null,
  trapped: null,
  evacuated: null,
  ill: null,
  loss: null,
  statements: [],
  nested: false,
  drill: false,
  old: false,
  hearsay: false,
})

function settle(statements: Statement[], denied: ReadonlySet<Measure>, nested: boolean): Casualties {
  statements.sort((a, b) => a.start - b.start || a.end - b.end)
  const real = statements.filter((one) => !one.drill)
  const value = (measure: Measure) => {
    const all = real.filter((one) => one.measure === measure)
    const current = all.some((one) => !one.old) ? all.filter((one) => !one.old) : all
    const sure = current.some((one) => !one.hearsay) ? current.filter((one) => !one.hearsay) : current
    if (sure.length === 0) return denied.has(measure) ? 0 : null
    const first = sure.filter((one) => !one.more)
    if (first.length === 0) return Math.max(...sure.map((one) => one.value))
    const more = sure.filter((one) => one.more && one.start > (first[0] as Statement).start)
    return Math.max(...first.map((one) => one.value)) + more.reduce((sum, one) => sum + one.value, 0)
  }
  const all = (flag: 'drill' | 'old' | 'hearsay', list: Statement[]) =>
    list.length > 0 && list.every((one) => one[flag])
  return {
    deaths: value('deaths'),
    serious: value('serious'),
    injured: value('injured'),
    missing: value('missing'),
    trapped: value('trapped'),
    evacuated: value('evacuated'),
    ill: value('ill'),
    loss: value('loss'),
    statements,
    nested,
    drill: all('drill', statements),
    old: all('old', real),
    hearsay: all('hearsay', real),
  }
}
