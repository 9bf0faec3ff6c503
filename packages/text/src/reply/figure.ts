// Numbers with the words they are said of, so that two texts, or two ends of one, can be held against each other.
import { anyOf } from '../casualty/pattern.ts'
import { evidenceOf } from './evidence.ts'

export interface Figure {
  /** The two to four characters before the number, without 为, 共, 约 and the like. */
  label: string
  /** All of what it is said of: within one text 一号楼受损 and 二号楼受损 are two things. */
  subject: string
  unit: string
  value: number
  text: string
  start: number
  end: number
}

const unit = anyOf`万元 亿元 元 平方米 ㎡ 亩 公里 米 人 户 辆 台 家 起 处 件 % ％ 吨 套 名`
const link = anyOf`为 共 约 有 是 达 已 计 ： : 共有 共计 合计 总计 累计`
const figure = new RegExp(`([\\p{Script=Han}]{2,12}?)${link}*\\s*(\\d[\\d,]*(?:\\.\\d+)?)\\s*(${unit})`, 'gu')
const LABEL_UNITS = 4
const filler = /(?:为|共|约|有|是|达|已|计|的|了|共有|共计|合计|总计|累计|其中|目前|全部)+$/u

/** Every number with a unit, in order; offsets are UTF-16 units of `text`. */
export function figuresOf(text: string): Figure[] {
  return [...text.matchAll(figure)].flatMap((one) => {
    const subject = (one[1] ?? '').replace(filler, '')
    const label = subject.slice(-LABEL_UNITS)
    if (label.length < 2) return []
    const value = Number((one[2] ?? '').replaceAll(',', ''))
    return [{ label, subject, unit: one[3] ?? '', value, ...evidenceOf(one) }]
  })
}

/** Figures of `mine` that say another number of the same thing than `theirs`; `by` is what makes a thing the same. */
export function conflictsOf(mine: Figure[], theirs: Figure[], by: 'label' | 'subject'): Figure[] {
  return mine.filter((one) => {
    const alike = theirs.filter((other) => other[by] === one[by] && other.unit === one.unit && other !== one)
    return alike.length > 0 && alike.every((other) => other.value !== one.value)
  })
}
