// Reads from a text how many people died, were hurt, are missing …, and the loss in yuan, each with where it is said.

import { beginLetters } from './beginning.ts'
import { findLosses } from './casualty/loss.ts'
import type { Bound } from './casualty/numeral.ts'
import { anyOf } from './casualty/pattern.ts'
import { isDenied, openSettings, type Setting } from './casualty/setting.ts'
import { findSingleDeath } from './casualty/single.ts'
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
  const settings = openSettings(copy.text, at)
  const statements: Statement[] = []
  const denied = new Set<Measure>()
  const paired = new Set(pairs.map((pair) => pair.word))
  const free = words.filter((word) => !paired.has(word))
  for (const { word, count } of pairs) {
    const start = Math.min(word.start, count.start)
    const end = Math.max(word.end, count.end)
    if (settings.isSupposed(start, end) || isRescued(copy.text, word, start, end)) continue
    const setting = settings.read(start, end)
    if (setting.refuted) for (const measure of measuresOf(word)) denied.add(measure)
    else if (word.measure !== 'casualties')
      statements.push(state(copy, word.measure, { value: count.value, bound: count.bound, start, end }, setting))
  }
  for (const word of free) if (isDenied(copy.text, word)) for (const measure of measuresOf(word)) denied.add(measure)
  if (!statements.some(({ measure }) => measure === 'deaths') && !denied.has('deaths')) {
    const single = findSingleDeath(copy.text, free, settings)
    if (single) {
      const setting = settings.read(single.start, single.end)
      if (!setting.refuted) statements.push(state(copy, 'deaths', { ...single, bound: 'exact' }, setting))
    }
  }
  for (const loss of findLosses(copy.text))
    if (!settings.isSupposed(loss.start, loss.end))
      statements.push(state(copy, 'loss', loss, settings.read(loss.start, loss.end)))
  return settle(statements, denied, nestedPattern.test(copy.text))
}

/** 7名被困人员全部救出, 救助被困群众87人: who was brought out is trapped no more. */
function isRescued(text: string, { measure, start: at }: WordToken, start: number, end: number): boolean {
  if (measure !== 'trapped') return false
  return rescued.test(text.slice(end, end + RESCUE_UNITS)) || rescuing.test(text.slice(Math.max(0, start - 8), at))
}

const RESCUE_UNITS = 16
const rescued =
  /^(?:人员|群众|游客|乘客|居民|学生|工人)?(?:已|均|都|全部|全|被|安全|成功|顺利)*(?:救出|获救|脱困|脱险|解救)/
const rescuing = /(?:救助|营救|解救|救出|救援)(?:出|了)?(?:[0-9]+[名人])?$/

const worth = anyOf`
  死 亡 遇难 丧生 罹难 丧命 殉职 牺牲 遇害 去世 离世 逝世 抢救无效 人命 伤 送医 送院 入院 住院 就医 危重 病危 重症 垂危 中毒
  失联 失踪 下落不明 失去联系 联系上 找到 消息 音讯 出不来 医院观察 进了医院 拉医院 被困 受困 被埋 困[在住于] 疏散 转移 撤离 确诊 发病 感染 病例 不适 呕吐 腹泻 上吐下泻 拉肚子 聚集性 病倒 损失
  生命体征 救过来 当场就?(?:没|断气|不行) ICU 葬身 遗体 尸体 杀害
`
const worthReading = new RegExp(worth)
const worthBeginning = beginLetters(worth)
const nestedPattern = /伤[^。;!?]{0,12}其中[^。;!?]{0,8}(?:重伤|危重|病危|垂危|伤势)/

function measuresOf(word: WordToken): Measure[] {
  return word.measure === 'casualties' ? ['deaths', 'injured'] : [word.measure]
}

/** What is counted, where in the copy that was read. */
interface Counted {
  value: number
  bound: Bound
  start: number
  end: number
}

function state(copy: Copy, measure: Measure, { value, bound, start, end }: Counted, setting: Setting): Statement {
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
