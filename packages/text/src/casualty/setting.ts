// Tells in what setting a count is said: denied, supposed, of a drill, of a case long past, only heard, not true.
import { anyOf, matchesOf } from './pattern.ts'
import type { WordToken } from './token.ts'

const denial =
  /(?:无|没有?|未(?:有|造成|出现|发生|发现|见)?|尚无|暂无|零|不存在|并无|避免了?)(?:任何|新增|造成|发生|出现|一)*(?:人员?|游客|群众|居民|学生|员工|重大)?$/
const DENIAL_UNITS = 12

export function isDenied(text: string, word: WordToken): boolean {
  return denial.test(text.slice(Math.max(0, word.start - DENIAL_UNITS), word.start))
}

export interface Setting {
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
/** How far before the end of a count it may be said that it is to be added. */
const MORE_UNITS = 200
const past = new RegExp(anyOf`
  周年 当年 历史上 回顾 此前曾 曾经 曾发生 曾有 前年 去年 上世纪 [0-9一二三四五六七八九十多]+年前 [0-9]+个?月前 追溯 纪念日 公祭 宣判 获刑 被判
  (?<![0-9])[0-9]{1,2}·[0-9]{1,2}(?![0-9]) 终审 一审 二审 开庭 旧闻 旧案 往年 早年 多年前 近年来 警示案例 典型案例 转发.{0,6}年 死刑 提起公诉 调查报告
  同比 环比 [一二三四前]季度 [上下]半年 全年 近(?:[2-9]|[二两三四五六七八九十几]+)年来? 免[予于遭受]*起诉 不予?起诉 (?:和解|认罪|赔偿)协议
`)
const rehearsed = new RegExp(anyOf`演练 演习 模拟 假设 推演 拉练 脚本 桌面推演`, 'g')

const refutation = /不实|谣言|辟谣|虚假|不属实|并非事实|造谣|子虚乌有|假消息|[?!]假(?:的|$)/
/** What is said behind these is no part of the rumour. */
const truth = /实际|实为|实则|事实上|真实情况/
const hearsay = /网传|疑似|据说|听说|传言|传闻|目击者称|有人说|网友称|未经证实/
const yearSaid = /(?<![0-9])((?:19|20)[0-9]{2})年/g
const supposed = new RegExp(anyOf`
  每年 年均 平均每 每[0-9一二三四五六七八九十]+(?:秒|分钟?|个?小时|天|人)
  如果 假如 一旦 倘若 万一 可能 或将 恐将 防止 避免 预防 差点 险些 几乎 杜绝 最大限度
`)

/** What is said of the counts of one text, asked in any order. */
export interface Settings {
  /** Law texts (3人以上死亡), yearly figures, fears and conditions count nobody. */
  isSupposed(start: number, end: number): boolean
  read(start: number, end: number): Setting
}

/**
 * Counts follow one another, so the sentence and the clause of the last one are kept: a mail of a hundred thousand
 * counts holds nobody up. `at` (UTC ms) tells former years from this one.
 */
export function openSettings(text: string, at: number | undefined): Settings {
  const year = at === undefined ? Number.NEGATIVE_INFINITY : new Date(at).getUTCFullYear()
  let sentence = readSentence(text, 0)
  let clause = readClause(text, 0)
  return {
    isSupposed(start, end) {
      if (/以上|以下|及以上/.test(text.slice(start, end + 2))) return true
      if (start < clause.from || start > clause.to) clause = readClause(text, start)
      return clause.supposedFrom <= start
    },
    read(start, end) {
      if (start < sentence.from || end > sentence.to) sentence = readSentence(text, start, end)
      const said = sentence.years.findLast((one) => one.end <= start)
      const lead = text.slice(Math.max(0, start - DRILL_UNITS), start)
      return {
        drill: sentence.drillFrom >= start - DRILL_UNITS,
        old: sentence.past || (said !== undefined && said.year < year),
        hearsay: sentence.hearsayFrom <= end,
        more:
          /(?:另有|另外|此外|又有|后又|随后又)[^,。;]*$/.test(
            text.slice(Math.max(sentence.from, end - MORE_UNITS), end),
          ) ||
          (/抢救无效|送医|送院|不治/.test(text.slice(start, end)) && /当场/.test(lead)),
        refuted: sentence.refuted && sentence.truthFrom > start,
      }
    },
  }
}

/** What one sentence says of all its counts; where it depends on what stands before a count, from where on. */
interface Sentence {
  from: number
  to: number
  past: boolean
  refuted: boolean
  /** The last drill named; what it says holds for counts up to 80 letters behind it and for those before it. */
  drillFrom: number
  hearsayFrom: number
  truthFrom: number
  years: { end: number; year: number }[]
}

function readSentence(text: string, start: number, end = start): Sentence {
  const from = sentenceStart(text, start)
  const to = endBefore(SENTENCE_MARKS, text, end)
  const sentence = text.slice(from, to)
  const whole = text.length <= HEADLINE_UNITS ? text : sentence
  const early = Math.max(0, from - DRILL_UNITS)
  const drill = matchesOf(text.slice(early, to), rehearsed).at(-1)
  return {
    from,
    to,
    past: past.test(whole),
    refuted: refutation.test(whole),
    drillFrom: drill === undefined ? Number.NEGATIVE_INFINITY : early + drill.index,
    hearsayFrom: from + endOfFirst(sentence, hearsay),
    truthFrom: from + endOfFirst(sentence, truth),
    years: matchesOf(sentence, yearSaid).map((one) => ({
      end: from + one.index + one[0].length,
      year: Number(one[1]),
    })),
  }
}

interface Clause {
  from: number
  to: number
  supposedFrom: number
}

function readClause(text: string, start: number): Clause {
  const from = clauseStart(text, start)
  const to = endBefore(CLAUSE_MARKS, text, start)
  return { from, to, supposedFrom: from + endOfFirst(text.slice(from, to), supposed) }
}

/** Behind the first match, or nowhere. */
function endOfFirst(text: string, pattern: RegExp): number {
  const match = pattern.exec(text)
  return match === null ? Number.POSITIVE_INFINITY : match.index + match[0].length
}

/** No sentence is longer: without a mark each of ten thousand counts would read the whole text again. */
const SENTENCE_UNITS_MAX = 1_000

const CLAUSE_MARKS = ',。;!?'
const SENTENCE_MARKS = '。!?'

export const clauseStart = (text: string, at: number): number => startBehind(CLAUSE_MARKS, text, at)

export const sentenceStart = (text: string, at: number): number => startBehind(SENTENCE_MARKS, text, at)

function startBehind(marks: string, text: string, at: number): number {
  const floor = Math.max(0, at - SENTENCE_UNITS_MAX)
  let start = at
  while (start > floor && !marks.includes(text[start - 1] as string)) start--
  return start
}

function endBefore(marks: string, text: string, at: number): number {
  const ceiling = Math.min(text.length, at + SENTENCE_UNITS_MAX)
  let end = at
  while (end < ceiling && !marks.includes(text[end] as string)) end++
  return end
}
