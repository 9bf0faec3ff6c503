// Whether two texts on one case tell of the same thing otherwise (§8.2 Q15): so and not so, another number or day.
import type { Evidence } from '@huiying/domain/item'
import { anyOf } from '../casualty/pattern.ts'
import { evidenceIn } from './evidence.ts'
import { pairsIn, shareAny } from './pair.ts'

/** What offices publish of a case and may be told either way. */
const matter = new RegExp(
  anyOf`
    听证 取消 拆除 停运 关闭 招收 招生 收取 收费 征收 占用 占 批准 审批 许可 获批 立案 赔偿 补偿 超标 达标 合格 属实 违规 违法 完工 竣工 开工 恢复
    伤亡 死亡 受伤 泄漏 污染 进入 影响 开裂 停产 停课 调整 涨价 公示 备案 验收 检出 整改 开除 辞退 停职 安装 发放
  `,
  'gu',
)
const denied = /(?:未|没有?|不|无|并非|免|不存在|从未)[^，。；]{0,3}$/u
/** Opposites in other words: the one rules the other out, whatever else the clauses share. */
const opposites: [RegExp, RegExp][] = [
  [/无(?:人员)?伤亡|未造成(?:人员)?伤亡/u, /\d+(?:名|人)[^，。；]{0,6}(?:死亡|遇难|受伤|轻伤|重伤)/u],
  [/免收|免费|不收/u, /收取?[^，。；不免]{0,8}\d/u],
  [/(?<!不)(?:达标|合格)|(?<!不)符合[^，。；]{0,6}标准/u, /超标|不合格|不达标|不符合/u],
]
const clause = /[^，。；：:！？\n]+/gu
/** Tells one of several things of a kind: 2号楼 is not 3号楼, 一小 is not 二小. */
const designator = /[\d一二三四五六七八九十]+(?:号|路|组|栋|期|小(?!时|区|学)|中(?!心|旬)|村|标段|单元)/gu
const day = /(?:\d{4}年)?\d{1,2}月\d{1,2}日/gu
const plan =
  /(?:预计|计划|将于?|定于|拟于?)?((?:明年|今年|\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|份|中旬|上旬|下旬)?)(?:之?前|起)?([\p{Script=Han}]{2,4})/gu
const planned = /预计|计划|将于?|定于|拟于?|底|前|明年/u
const figure =
  /([\p{Script=Han}]{2,8}?)[为约达共有是\s]*(\d+(?:\.\d+)?)\s*([\p{Script=Han}%％]{1,4}(?:\/[\p{Script=Han}]{1,3})?)/gu
const counted = /(\d+)([名人个户起处])([\p{Script=Han}]{4})/gu

/** Clauses of `reply` that tell otherwise what `published` tells. */
export function contradictionsOf(reply: string, published: string): Evidence[] {
  if (areApart(reply, published, designator)) return []
  const theirs = clausesOf(published)
  const sameDays = !areApart(unplanned(reply), unplanned(published), day)
  return clausesOf(reply).filter(({ text }) =>
    theirs.some((other) => isOtherPlan(text, other.text) || (sameDays && isOtherwise(text, other.text))),
  )
}

const clausesOf = (text: string): Evidence[] => evidenceIn(text, clause)

const unplanned = (text: string): string => text.replace(plan, (told) => (planned.test(told) ? '' : told))

/** Both name some, and none of them together. */
function areApart(one: string, other: string, named: RegExp): boolean {
  const left: string[] = one.match(named) ?? []
  const right: string[] = other.match(named) ?? []
  return left.length > 0 && right.length > 0 && !left.some((each) => right.includes(each))
}

function isOtherwise(one: string, other: string): boolean {
  if (opposites.some(([a, b]) => (a.test(one) && b.test(other)) || (b.test(one) && a.test(other)))) return true
  return isDenied(one, other) || isDenied(other, one) || isOtherNumber(one, other) || isOtherKind(one, other)
}

/** `one` denies what `other` says of the same thing. */
function isDenied(one: string, other: string): boolean {
  return [...one.matchAll(matter)].some(({ index, 0: word }) => {
    const at = other.indexOf(word)
    if (at < 0 || !denied.test(one.slice(0, index)) || denied.test(other.slice(0, at))) return false
    return shareAny(pairsOf(one.replace(word, '。')), pairsOf(other.replace(word, '。')))
  })
}

const kind = /((?:该|本|此)[\p{Script=Han}]{1,6}?)(?:为|属于|属|系)([\p{Script=Han}]{2,10})/u

/** 该地块为… and 该地块为…, and neither is part of the other. */
function isOtherKind(one: string, other: string): boolean {
  const [, what, of = ''] = kind.exec(one) ?? []
  const [, thing, as = ''] = kind.exec(other) ?? []
  return what !== undefined && what === thing && !of.includes(as) && !as.includes(of)
}

/** The same words before a number, or behind what it counts, and another number. */
function isOtherNumber(one: string, other: string): boolean {
  const mine = numbersOf(one)
  const theirs = numbersOf(other)
  return [...mine].some(([label, value]) => theirs.has(label) && theirs.get(label) !== value)
}

const LABEL_UNITS = 4

function numbersOf(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, before = '', value = '', unit = ''] of text.matchAll(figure)) {
    const bare = before.replace(/[为约达共有是月日号]+$/u, '')
    const verb = bare.match(matter)?.at(-1)
    const label = verb !== undefined && bare.endsWith(verb) ? verb : bare.slice(-LABEL_UNITS)
    if (label.length > 1 && !/^[月日号年]/u.test(unit)) found.set(`${label}…${unit.slice(0, 2)}`, value)
  }
  for (const [, value = '', unit = '', behind = ''] of text.matchAll(counted)) found.set(`${unit}${behind}`, value)
  return found
}

/** The same is to be done on another day. */
function isOtherPlan(one: string, other: string): boolean {
  const theirs = [...other.matchAll(plan)]
  return [...one.matchAll(plan)].some(([told, when, what = '']) =>
    theirs.some(
      ([said, then, thing = '']) =>
        when !== then && what.slice(0, 2) === thing.slice(0, 2) && planned.test(told) && planned.test(said),
    ),
  )
}

/** A number and what it counts are a pair too. */
const pairsOf = (text: string): Set<string> =>
  new Set([...(text.match(/\d+[\p{Script=Han}]/gu) ?? []), ...pairsIn(text.split(/[^\p{Script=Han}]/u))])
