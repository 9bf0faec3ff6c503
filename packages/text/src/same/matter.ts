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
  // Of an estate's schools each has its own head and its own parents.
  /幼儿园|托育/,
  /小学/,
  /中学|初中|高中/,
]

export const tellOther = (a: Fingerprint, b: Fingerprint): boolean => {
  const [ofA, ofB] = [beginningOf(a), beginningOf(b)]
  const told = (beginning: string) => matters.filter((matter) => matter.test(beginning))
  const [hereA, hereB] = [told(ofA), told(ofB)]
  if (hereA.length === 0 || hereB.length === 0) return false
  return !hereA.some((matter) => matter.test(b.letters)) && !hereB.some((matter) => matter.test(a.letters))
}

const beginningOf = ({ letters, title }: Fingerprint): string => letters.slice(0, Math.max(title, BEGINNING_MIN))
