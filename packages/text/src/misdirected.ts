// Suspects a letter that belongs to another procedure: 政府信息公开申请, 行政复议, 信访复查复核 (§14-7); a person decides.
import { type Normalised, normalise } from './normalise.ts'

const procedures: [kind: string, words: RegExp][] = [
  [
    '政府信息公开申请',
    /(?:申请|请求)(?:依法|书面)?公开.{0,40}(?:信息|文件|数据|款|情况)|信息公开申请|申请(?:政府)?信息公开|依申请公开/u,
  ],
  ['行政复议', /(?:申请|提起|提出)(?:行政)?复议|行政复议申请/u],
  [
    '信访事项',
    /(?:申请|请求|要求|提请)(?:信访)?(?:事项)?(?:复查|复核)|不服.{0,20}(?:信访|答复意见|处理意见)|信访事项(?:复查|复核)/u,
  ],
]

/** The procedure it looks like, or null. Asking what the result of one was is an ordinary letter. */
export function findMisdirected(given: string | Normalised): string | null {
  const { bare } = typeof given === 'string' ? normalise(given) : given
  return procedures.find(([, words]) => words.test(bare.text))?.[0] ?? null
}
