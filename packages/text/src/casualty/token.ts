// Splits a squeezed text into counts of people and the words they may belong to, and pairs them.
import { beginningsOf } from '../beginning.ts'
import { countFirst } from '../halving.ts'
import { amountPattern, type Bound, readAmount } from './numeral.ts'
import { anyOf } from './pattern.ts'

/** `casualties` (伤亡) says both dead and hurt: only its denial can be counted. */
export type WordMeasure = 'deaths' | 'serious' | 'injured' | 'missing' | 'trapped' | 'evacuated' | 'ill' | 'casualties'

export interface WordToken {
  measure: WordMeasure
  start: number
  end: number
}

export interface CountToken {
  value: number
  bound: Bound
  start: number
  end: number
  /** Where the number itself ends and its 人, 名 … begins. */
  unitAt: number
}

export interface Pair {
  word: WordToken
  count: CountToken
}

/** Words that have 死 or 亡 in them and count nobody. */
const idle = anyOf`
  死亡[率证赔之线] 死[刑缓角路机板心活党忠灰皮守讯期结磕撑扛因] 该死 要死 死[局守敌] [累热气笑烦吓急困渴美羞难丑蠢冷穷堵吵臭疼痛]死(?=[了我人你]) 生死(?!亡) 九死一生 万死
  半死 死里逃生 死而复生 往死里 死鱼 死猪 枯死 卡死 死循环 伤[害心口残感痕寒] 伤情(?!严重|较重|危重) 伤势(?!严重|较重) 损伤 杀伤 工伤保险 伤风 受伤害 中毒性 网络中毒 转移支付 转移登记
  转移接续 [鱼猪牛羊鸡鸭蜂树苗]死亡? 亡羊补牢 灭亡 商家病例 确诊率 感染力 感染率 重症监护 锁死 坏死 等死 死群 梗死 死亡人口 去死 险?丧命的 遇难题 遇难呼救 脑死亡 致死[率量] 中毒(?=身亡|死亡|遇难|去世)
`
const still = '(?:仍|还|尚|至今|一直)'
const words: [WordMeasure, string][] = [
  ['casualties', '伤亡|死伤'],
  [
    'deaths',
    anyOf`
      (?:送医|送院|抢救|治疗)(?:抢救)?[后而]?(?:无效|不治)?[后而]?(?:死亡|身亡|去世|离世) 抢救无效 送医不治
      死亡病例 死亡 遇难 身亡 丧生 罹难 丧命 殒命 殉职 牺牲 遇害 毙命 猝死 病故 [溺坠病撞双]亡 去世 离世 过世 逝世 病逝 致死(?!亡) 杀害
      [遗尸]体(?=[^,。;!?]{0,5}(?:找到|发现|打捞|寻获|遇难)) (?<=[发现找到捞出][0-9一二两三四五六七八九十]{1,3}具)[遗尸]体
      [无没]有?生命体征 当场就?(?:没了气?|没气|断气|不行了) 没(?:能)?(?:抢)?救(?:得)?过来 葬身
      [撞砸淹烧压电炸捅打勒毒冻饿摔呛闷熏轧碾砍刺咬踩虐]死(?!亡) 死 (?<=[0-9一二两三四五六七八九十])亡 亡(?=[0-9一二两三四五六七八九十]+伤)
    `,
  ],
  [
    'serious',
    '受?重伤|[伤病]情(?:严重|较重|危重)|危重(?!病人|患者|病例|孕)|病危|伤势(?:严重|较重)|生命垂危|重症|(?:在|进|住进|送进|转入)(?:ICU|重症监护)',
  ],
  ['ill', '食物中毒|食源性(?:疾病|中毒)'],
  ['serious', '(?:急性)?(?:气体|一氧化碳|沼气|煤气|硫化氢|氯气|氨气|化学品?|职业|农药)?中毒'],
  [
    'injured',
    anyOf`
      受(?:轻|皮外|不同程度的?)?伤 轻微?伤 负伤 [烧烫擦砸撞刺捅咬摔灼刮划]伤 送医 送院 送往医院 送至医院 入院 住院 就医(?!难|很|不|的|看病|问题|需求|方便|条件|环境|压力) 留院
      在院治疗 送去医院 拉(?:到|去|进)?了?医院 进了医院 在医院观察 (?:正在|接受)(?:医院|住院)?(?:治疗|救治|抢救) 伤
    `,
  ],
  ['missing', `失联|失踪|下落不明|失去联系|${still}(?:未|没有?)(?:被|能)?(?:找到(?![一-龥])|联系上|消息|音讯|下落)`],
  ['trapped', '被困|受困|困[在住于]|被埋|埋压|被压|出不来'],
  ['evacuated', '疏散|转移|撤离'],
  ['ill', '确诊(?:病例|患者)?|发病|感染(?:者|病例)?|患病|病例|不适|呕吐|腹泻|上吐下泻|聚集性发热|病倒|拉肚子|就诊'],
]
const unit = anyOf`
  [0-9]{0}多?[名位个](?!后|月|小时|星期|工作日|部门|项目|单位|小区|问题|点|楼|村|数|省)人?
  人(?!民|大|均(?![已为被未无系遇死获不在有安受失送])|次|才|体|行|工) 口(?!罩|径|子|头)人? 例 具
  群众(?!体) 居民(?!楼|区|小区|委|点) 村民(?!委|小组) 师生 学生(?!会|证|公寓) 游客 旅客 乘客 矿工
`
/** Words that count nobody, words of each measure, numbers of people: what stands there first, as a search finds it. */
export const tokenSource = [
  `(${idle})`,
  ...words.map(([, pattern]) => `(${pattern})`),
  `(${amountPattern})(${unit})?`,
].join('|')
/** Groups of a token; what words of a measure matched follows in the order of the measures. */
const IDLE = 1
const WORD = 2
const NUMBER = WORD + words.length
const UNIT = NUMBER + 1
const token = new RegExp(tokenSource, 'y')
/** Units that a token can begin with; at no other place of a text is the long pattern tried. */
const begins = new Uint8Array(0x10000)
for (const source of [idle, ...words.map(([, pattern]) => pattern), amountPattern])
  for (const letters of beginningsOf(source)) begins[letters.charCodeAt(0)] = 1

export function findTokens(text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  for (let at = 0; at < text.length; at++) {
    if (begins[text.charCodeAt(at)] === 0) continue
    token.lastIndex = at
    const match = token.exec(text)
    if (match === null) continue
    found.push(match)
    at += match[0].length - 1
  }
  return found
}

/** Nobody is counted where no word says what happened to them: without words there are no counts. */
export function readTokens(text: string): { words: WordToken[]; counts: CountToken[] } {
  const found: WordToken[] = []
  const numbers: RegExpExecArray[] = []
  for (const match of findTokens(text)) {
    if (match[IDLE] !== undefined) continue
    if (match[NUMBER] === undefined) {
      if (!isVisit(text, match)) found.push(wordOf(match))
    } else numbers.push(match)
  }
  return { words: found, counts: found.length === 0 ? [] : numbers.flatMap((match) => countOf(match) ?? []) }
}

/** How far before 就诊 there must be what they came for, in units: hospitals count visits. */
const VISIT_UNITS = 30
const complaint = /腹泻|呕吐|中毒|不适|发热|上吐下泻/

const isVisit = (text: string, { 0: word, index }: RegExpExecArray): boolean =>
  word === '就诊' && !complaint.test(text.slice(Math.max(0, index - VISIT_UNITS), index))

function wordOf(match: RegExpExecArray): WordToken {
  const index = words.findIndex((_, i) => match[WORD + i] !== undefined)
  return { measure: (words[index] as [WordMeasure, string])[0], start: match.index, end: match.index + match[0].length }
}

/** Without a unit of people these say what else was counted. */
const otherUnit = /^(?:[户家辆栋间起次天岁元块只头匹台架艘亩吨斤级层楼号%]|公里|小时|分钟)/

function countOf(match: RegExpExecArray): CountToken | null {
  const number = match[NUMBER] as string
  const start = match.index
  // No one counts 1.3 people: the first number is the paragraph's.
  const listed = (match[UNIT] !== undefined && /^[0-9]+\.(?=[0-9]+$)/.exec(number)?.[0].length) || 0
  const amount = readAmount(number.slice(listed))
  if (match[UNIT] === '学生' && /[初高大]$/.test(match.input.slice(0, start))) return null
  if (match[UNIT] === undefined && otherUnit.test(match.input.slice(start + number.length, start + number.length + 2)))
    return null
  // 俩 and 仨 are two and three people.
  const unitAt = start + number.length - (/[俩仨]$/.test(number) ? 1 : 0)
  return amount && { ...amount, start: start + listed, end: start + match[0].length, unitAt }
}

/** Between a count and its word, and the other way round, in units. */
const GAP_BEFORE_MAX = 18
const GAP_AFTER_MAX = 16

/** Pairs each word with the count that stands before it (3人死亡) or after it (死亡人数升至3人); each count serves once. */
export function pairCounts(text: string, found: readonly WordToken[], counts: readonly CountToken[]): Pair[] {
  const pairs: Pair[] = []
  const used = new Set<CountToken>()
  for (const [index, word] of found.entries()) {
    const next = found[index + 1]
    if (isTurned(text, word, next) || isBody(text, word)) continue
    const count = ownCount(text, found, index, counts, used)
    if (count !== undefined) {
      used.add(count)
      pairs.push({ word, count: withAnother(text, count) })
    } else if (word.measure === 'deaths') takeOver(text, word, pairs)
  }
  correct(text, pairs, counts, used)
  return pairs
}

function ownCount(
  text: string,
  found: readonly WordToken[],
  index: number,
  counts: readonly CountToken[],
  used: ReadonlySet<CountToken>,
): CountToken | undefined {
  const word = found[index] as WordToken
  // They stand in the order of the text.
  const before = counts[countFirst(counts.length, (at) => (counts[at] as CountToken).end <= word.start) - 1]
  const follows = countFirst(counts.length, (at) => (counts[at] as CountToken).start < word.end)
  const revised = follows < counts.length && /[由从]$/.test(text.slice(word.end, counts[follows]?.start))
  const place = revised ? follows + 1 : follows
  const after = counts[place]
  const previous = found[index - 1]
  const next = found[index + 1]
  const canBefore =
    before !== undefined &&
    !used.has(before) &&
    !(previous && previous.start >= before.end && !isTurned(text, previous, word)) &&
    joinsBefore(text, before, word)
  const canAfter =
    after !== undefined && !(next && next.start < after.start) && joinsAfter(text, word, after, next, counts[place + 1])
  return canBefore && !(canAfter && listsAfter(text, word, before, after, next)) ? before : canAfter ? after : undefined
}

/** 失踪的两名驴友已遇难, 一名伤者不治身亡: who was missing or hurt is dead now, and counted with the dead. */
function isTurned(text: string, word: WordToken, next: WordToken | undefined): boolean {
  if (next?.measure !== 'deaths' || !turning.has(word.measure)) return false
  const gap = text.slice(word.end, next.start)
  if (/[,。;!?]/.test(gap) || gap.length > GAP_BEFORE_MAX) return false
  return gap.startsWith('者') || /^的[0-9一二两三四五六七八九十]+[名人位]/.test(gap)
}

/** 最后一名失联者遗体: found, and not counted with the missing. */
const isBody = (text: string, word: WordToken): boolean =>
  word.measure === 'missing' && /^(?:者|人员)?的?[遗尸]体/.test(text.slice(word.end, word.end + 5))

const turning = new Set<WordMeasure>(['missing', 'trapped', 'injured'])

/** 三人被埋,全部遇难: all of those told of last are dead. */
function takeOver(text: string, word: WordToken, pairs: Pair[]): void {
  const last = pairs.at(-1)
  if (!last || (last.word.measure !== 'missing' && last.word.measure !== 'trapped')) return
  const gap = text.slice(Math.max(last.word.end, last.count.end), word.start)
  if (!/^[^。;!?0-9]{0,8}(?:全部|全都|均|都|悉数|无一幸免|找到,?|发现时?,?)(?:已|不幸|被确认)*$/.test(gap)) return
  pairs[pairs.length - 1] = { word, count: last.count }
}

/** 司机和两名学生死亡: the one named before the count is one more. */
function withAnother(text: string, count: CountToken): CountToken {
  const before = text.slice(Math.max(0, count.start - 6), count.start)
  return /(?:司机|驾驶员|男子|女子|老板|老师|教师|[父母]亲|妻子|丈夫|老人|孩子)[和与及]$/.test(before)
    ? { ...count, value: count.value + 1 }
    : count
}

/** 此前通报死亡6人,经核实更正为5人: the corrected count stands for the one before it. */
function correct(text: string, pairs: Pair[], counts: readonly CountToken[], used: ReadonlySet<CountToken>): void {
  for (const count of counts) {
    if (used.has(count) || !/(?:[更修订纠]正|核减|下调|调整)[为至到]$/.test(text.slice(0, count.start).slice(-4)))
      continue
    const index = pairs.findLastIndex(({ word, count: told }) => Math.max(word.end, told.end) <= count.start)
    const pair = pairs[index]
    if (pair && !/[。;!?]/.test(text.slice(pair.word.end, count.start))) pairs[index] = { word: pair.word, count }
  }
}

/** What a number without 人 or 名 behind it counts people by: who they are, or what became of them. */
const bareCounted =
  /^(?:兄弟|姐妹|姐弟|夫妻|夫妇|老人|男子|女子|孩子|儿童|学生|工人|游客|男童|女童|死|亡|伤|重伤|轻伤|失联|失踪|被困|受伤|遇难)/

/** 父子俩触电身亡: a pair is counted only as near as this. */
const PAIR_UNITS = 4
const pairOfKin = /(?:[父母][子女]|夫[妻妇]|兄[弟妹]|姐[妹弟]|[爷祖]孙|婆媳)$/

function joinsBefore(text: string, count: CountToken, word: WordToken): boolean {
  const gap = text.slice(count.end, word.start)
  if (gap.length > GAP_BEFORE_MAX || /[。;!?]/.test(gap)) return false
  if (gap.includes(',') && !/^[^,]{0,8},?(?:均?经|送医|抢救|不幸|当场|均|[全都])[^,]*$/.test(gap)) return false
  if (/[:]|以上|以下|分别|无人/.test(gap)) return false
  if (/[俩仨]$/.test(text.slice(count.start, count.end)))
    return gap.length <= PAIR_UNITS && pairOfKin.test(text.slice(0, count.start))
  if (count.unitAt < count.end) return !/^.{0,4}(?:称|表示|介绍|到场|参与|救援)/.test(gap)
  if (/[初高大]$/.test(text.slice(0, count.start))) return false
  return gap === '' || bareCounted.test(text.slice(count.end, word.end + 1)) || /^(?:名|位)/.test(gap)
}

const between = new RegExp(
  `^${anyOf`
    \x20 者 的 新型冠状病毒(?:感染的?)? 新冠 肺炎 总?人数 总数 病例 患者 人员 群众 居民 村民 师生 学生 游客 住户 安置 避险 周边 附近
    受威胁 受灾 人口 现有 目前 现 已经 已 再 又 累计 分别 就 共 达到? [由从][0-9一二两三四五六七八九十百千余多]+[人名例位]?
    升至 增至 升为 增加[到至] 上升[到至] 升到 增到 更新为 更正为 修正为 下调[为至到] 减少?[为至到] 降[为至到] 核减[为至到] 调整[为至到] [为至有:约] 了 超过
    [0-9一二两三四五六七八九十百千万余多]+户 [一全]家
  `}*$`,
)

/** Who was brought away, whatever is said of them: 转移危险区群众4.6万余人. */
const crowd = /^[^,。;!?0-9]{0,8}(?:群众|居民|人员|村民|师生|游客|学生|住户|旅客|乘客|职工|员工|工人|灾民|民众)$/

function joinsAfter(text: string, word: WordToken, count: CountToken, next: WordToken | undefined, later?: CountToken) {
  const said = text.slice(word.start, word.end)
  const gap = text.slice(word.end, count.start)
  const isCrowd = word.measure === 'evacuated' && crowd.test(gap)
  if (gap.length > GAP_AFTER_MAX || !(isCrowd || between.test(gap))) return false
  const rest = text.slice(count.end, count.end + 4)
  if (/^(?:的(?:心|信心|热情|希望)|被[刑拘抓捕判]|获刑)/.test(rest)) return false
  if (gap === ' ' && !/^(?:[,。;!?、+)]|$)/.test(rest)) return false
  if (
    gap.trim() === '' &&
    !/^(?:死亡?|遇难|[受重轻]伤|失联|失踪|被困|受困|疏散|转移|撤离|确诊|病亡|中毒|伤|感染|危重|病危|重症|聚集性|困|[^没]死$|亡$|送[医院]$|[砸撞烧烫炸刺捅咬摔轧压]伤$)/.test(
      said,
    )
  )
    return false
  if (count.unitAt === count.end) {
    const closed = /^(?:[,。;!?、+)]|$|[伤死亡])/.test(rest)
    return (
      closed &&
      (/人数|者|总数|[升增]|更/.test(gap) ||
        gap === '' ||
        gap === ':' ||
        (gap === '了' && /^[俩仨]$/.test(text.slice(count.start, count.end))))
    )
  }
  if (/(?:[升增降减达]|增加|减少|[上下][升降调])[至到为]?$/.test(gap)) return true
  // "死亡，5人受伤": a count that another word follows at once is that word's, unless this one leads a list.
  const nextHasOwn = next !== undefined && later !== undefined && later.start - next.end <= 3
  return !(next && next.start - count.end <= 2 && !nextHasOwn)
}

/** 确诊90例死亡3例: with a count on either side and no word close behind it, the latter is this word's. */
function listsAfter(text: string, word: WordToken, before: CountToken, after: CountToken, next?: WordToken): boolean {
  if (/[、,]/.test(text.slice(before.end, word.start))) return true
  return after.start === word.end && before.end < word.start && !(next && next.start - after.end <= 8)
}
