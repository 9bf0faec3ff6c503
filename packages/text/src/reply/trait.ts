// Two judgements weigh many small signs: whether a reply is substantial, of which the signs are counted here, and
// whether it passes over what was asked (`coverage.ts`). The weights are learnt by `train/reply.ts`.
import { readFileSync } from 'node:fs'
import type { ReplyReading } from './reading.ts'
import { unitsOf } from './statement.ts'

/** A logistic weighing over traits, each less its mean and by its scale. */
export interface TraitWeighing {
  bias: number
  means: number[]
  scales: number[]
  weights: number[]
}

export interface ReplyModel {
  substantial: TraitWeighing
  passedOver: TraitWeighing
}

const SHORT_UNITS_MIN = 10

const days = /(?:19|20)\d\d\s*年|\d{1,2}月/gu
const measures = /已(?:于|经|由|将|对|在|全部|基本|完成)?|责令|处罚|查处|整改|清理/gu
const reasons = /因|由于|原因|为了|鉴于|根据|按照/gu
const offices = /[局委办厅所队院镇乡]|公司|街道|社区|中心/gu
const sources = /《|第[一二三四五六七八九十百\d]+条/gu

const flag = (is: boolean): number => (is ? 1 : 0)
/** Twice as many of a thing is one more, however many there were. */
const timesOf = (text: string, pattern: RegExp): number => Math.log2(1 + (text.match(pattern)?.length ?? 0))

/**
 * What can be checked: numbers, days, basis, a next step with its day, how often measures, reasons, offices and sources
 * are named; and how many concerns of the letter are left.
 */
export function substanceTraits({ answer, content, elements, left }: ReplyReading): number[] {
  return [
    flag(elements.has('数字')),
    flag(elements.has('日期')),
    flag(elements.has('法律政策依据')),
    flag(elements.has('有时限的下一步')),
    left.length,
    Math.log2(Math.max(unitsOf(content), SHORT_UNITS_MIN)),
    ...[days, measures, reasons, offices, sources].map((pattern) => timesOf(answer, pattern)),
  ]
}

const path = new URL('../../model/reply.model.json', import.meta.url)
let shipped: ReplyModel | undefined

/** Chance (0 to 1) that the shipped model gives the judgement. */
export function chanceOf(judgement: keyof ReplyModel, traits: number[]): number {
  shipped ??= JSON.parse(readFileSync(path, 'utf8')) as ReplyModel
  return weighTraits(shipped[judgement], traits)
}

export function weighTraits({ bias, means, scales, weights }: TraitWeighing, traits: number[]): number {
  const sum = traits.reduce(
    (so, value, k) => so + ((value - (means[k] as number)) / (scales[k] as number)) * (weights[k] as number),
    bias,
  )
  return 1 / (1 + Math.exp(-sum))
}
