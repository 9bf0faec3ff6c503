// Whether two texts of one place speak of different matters: each names one at its beginning that the other does not
// know at all.
import type { Fingerprint } from '@huiying/domain/item'

/** Of a text without a title so many letters are looked at. */
const BEGINNING_MIN = 20

/**
 * What people of one estate write about that its words alone tell apart, each in all its usual words. 停水 and 停电 may
 * have one cause and are two failures, answered by two units. Smoke and noise of one shop are one and not in it; nor is
 * what one accident is told by (医院, 塌陷, 食堂), whose tellings must come together.
 */
const matters: readonly RegExp[] = [
  /停水|断水|没水|无水|供水|自来水|水压/,
  /停电|断电|没电|无电|供电|跳闸/,
  /停暖|供暖|暖气|供热|没暖/,
  /停气|断气|燃气|天然气|煤气/,
  /停工|烂尾|复工|交房|延期交付|逾期交付/,
  /电梯/,
  /停车|车位|车库/,
  /路灯|红绿灯|信号灯/,
  /欠薪|工资|讨薪|工钱/,
  /停课|学位|入学|招生|学区/,
  /井盖/,
  /公交(?:线|站|改|班)|班车/,
  /养老院|敬老院|护工/,
  /垃圾/,
  /医保|挂号/,
  /低保|五保/,
  /快递|驿站|分拣站/,
  /油烟|烧烤/,
  /广场舞|麻将|棋牌/,
  /化粪池|下水道|污水|粪水|返水/,
  /基站|信号塔|手机信号|移动信号|没有?信号|信号差/,
  /宽带|光纤/,
  /充电桩|飞线|充电/,
  /高空抛物/,
  /斑马线|人行横道|减速带/,
  /房产证|不动产证|产权证/,
  /业委会|业主大会/,
  /违建|私搭|搭建/,
  /绿化|草坪|绿地/,
  /流浪狗|野狗|遛狗|养犬|犬只/,
  /漏水|漏雨|渗水/,
  /宅基地/,
  /征地|拆迁|安置房/,
  /流转|承包|机动地/,
  /人脸|门禁/,
  // Of an estate's schools each has its own head and its own parents.
  /幼儿园|托育/,
  /小学/,
  /中学|初中|高中/,
]

/** What of one matter is wrong, where that makes two: `of` tells the matter, and each of `sides` one side of it. */
const sided: readonly { of: RegExp; sides: readonly RegExp[] }[] = [
  {
    of: /自来水|供水|停水|断水|没水|无水|来水|水龙头|水质|水压|水费/,
    sides: [/停水|断水|没水|无水|(?<!自)来水/, /发黄|发黑|浑|泥沙|异味|怪味|漂白|水质/, /水压|水太小/, /水费|水表/],
  },
  { of: /电/, sides: [/停电|断电|没电|无电|跳闸/, /电压/, /电费|电价/] },
  { of: /电梯/, sides: [/加装|增设/, /停运|停了|坏|故障|困人|关人|卡在/] },
  {
    of: /停车|车位|车库/,
    sides: [/出售|销售|只售|捆绑/, /占满|被占|外来车|道闸/, /停车费|收费|涨价|月租/, /漏水|积水|进水|被淹|泡/],
  },
  { of: /暖/, sides: [/不热|停暖|没暖|冰凉|\d度/, /取暖费|暖气费|采暖费/] },
  {
    of: /幼儿园|小学|中学|学校/,
    sides: [/收费|学费|保教费/, /虐|打人|打孩子|体罚/, /呕吐|拉肚子|中毒|食堂|伙食/, /学位|名额|招生|入学/],
  },
  { of: /公交|班车|\d路车?/, sides: [/改线|改道|绕/, /间隔|晚点|等了?半/, /末班|收班|首班/] },
]

export const tellOther = (a: Fingerprint, b: Fingerprint): boolean =>
  tellMatters(a, b) || tellSides(a.letters, b.letters)

const tellSides = (a: string, b: string): boolean =>
  sided.some(({ of, sides }) => {
    if (!of.test(a) || !of.test(b)) return false
    const [ofA, ofB] = [a, b].map((letters) => sides.filter((side) => side.test(letters))) as [RegExp[], RegExp[]]
    return ofA.length > 0 && ofB.length > 0 && !ofA.some((side) => ofB.includes(side))
  })

function tellMatters(a: Fingerprint, b: Fingerprint): boolean {
  const [ofA, ofB] = [beginningOf(a), beginningOf(b)]
  const told = (beginning: string) => matters.filter((matter) => matter.test(beginning))
  const [hereA, hereB] = [told(ofA), told(ofB)]
  if (hereA.length === 0 || hereB.length === 0) return false
  return !hereA.some((matter) => matter.test(b.letters)) && !hereB.some((matter) => matter.test(a.letters))
}

const beginningOf = ({ letters, title }: Fingerprint): string => letters.slice(0, Math.max(title, BEGINNING_MIN))
