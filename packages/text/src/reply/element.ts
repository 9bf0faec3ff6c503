// Weighs what makes a reply substantial: the elements of §8.4, more for what can be checked.
import * as words from '../dictionary/reply.ts'
import type { Promised } from './promise.ts'
import type { Sentence } from './sentence.ts'

const elementNames = [
  '核实过程',
  '事实结论',
  '数字',
  '日期',
  '地点对象',
  '法律政策依据',
  '已采取措施',
  '责任单位',
  '有时限的下一步',
  '联系方式或救济途径',
  '逐点对应',
  '与来信人沟通',
  '办理路径',
] as const
export type ElementName = (typeof elementNames)[number]

/** A number and a day can be checked; that somebody went there, or where it is, is soon said. */
const weights: Partial<Record<ElementName, number>> = {
  数字: 2,
  日期: 1.5,
  核实过程: 0.5,
  地点对象: 0.5,
  与来信人沟通: 0.5,
  办理路径: 0.5,
}

export const weightOf = (elements: Set<ElementName>): number =>
  [...elements].reduce((sum, name) => sum + (weights[name] ?? 1), 0)

const day = /(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月)?|\d{1,2}月(?:\d{1,2}[日号]|底|份|中旬)|目前|截至|上世纪/u
const place =
  /(?:[^，。、\d]{2,8}(?:路|街|巷|小区|社区|村|镇|乡|桥|站|广场|大道|校区|医院|学校|小学|中学|公园|市场|工地|项目|公司|厂|栋|号楼|线))/u
const numbered = /(?:^|[。；：\s])(?:[一二三四五六七八九]是|[一二三四五六七八九十]、|[(（]?[1-9一二三四五][)）.、．])/u

/** The elements that stand in the content of a reply; courtesy, handing on and the signature's date count nothing. */
export function elementsOf(sentences: Sentence[], promises: Promised[], whole: string): Set<ElementName> {
  const content = sentences.filter((one) => one.kind === 'content' || one.kind === 'referral').map((one) => one.text)
  const body = content.join('\n')
  const found = new Set<ElementName>()
  const note = (name: ElementName, is: boolean) => is && found.add(name)
  note('核实过程', words.inquiry.test(body))
  note('事实结论', words.finding.test(body))
  note('数字', words.figure.test(body))
  note('日期', day.test(body))
  note('地点对象', place.test(body))
  note('法律政策依据', words.basis.test(body))
  note('已采取措施', words.done.test(body))
  note('责任单位', words.accountable.test(body))
  note(
    '有时限的下一步',
    promises.some((one) => one.timed),
  )
  note('联系方式或救济途径', words.contact.test(whole))
  note('逐点对应', numbered.test(body))
  note('与来信人沟通', words.met.test(body))
  note('办理路径', words.path.test(body))
  return found
}
