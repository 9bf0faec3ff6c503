// What a person says of an item instead of the machine (改标): kept beside the verdict and laid over it, whatever model
// reads the text again.
import { SUSPECTED_DEATHS, SUSPECTED_HURT, suggestGrade } from './grade.ts'
import type { Verdict } from './item.ts'

export const correctedPlaces = ['本地', '外地', '国外'] as const
export type CorrectedPlace = (typeof correctedPlaces)[number]

/** Fields left out stay the machine's. Numbers of people: null when the text says nothing, 0 when it denies. */
export interface Correction {
  /** All topics of the item, the first the foremost. */
  topics?: string[]
  place?: CorrectedPlace
  /** 涉及政府工作或公共事务. */
  gov?: boolean
  deaths?: number | null
  serious?: number | null
  injured?: number | null
  missing?: number | null
}

const correctionFields = ['topics', 'place', 'gov', 'deaths', 'serious', 'injured', 'missing'] as const
export type CorrectionField = (typeof correctionFields)[number]

const numberFields = ['deaths', 'serious', 'injured', 'missing'] as const
const PEOPLE_MAX = 1_000_000
/** Topics of one item at most, as many as the machine gives. */
export const CORRECTED_TOPICS_MAX = 3

/** What is wrong with it, in words for the person; null when it can go on record. */
export function correctionProblem(change: Correction, topicIds: readonly string[]): string | null {
  if (correctionFields.every((field) => change[field] === undefined)) return '没有改动：请至少改一项'
  const { topics = [] } = change
  const unknown = topics.find((id) => !topicIds.includes(id))
  if (unknown !== undefined) return `没有这个主题：${unknown}`
  if (new Set(topics).size !== topics.length) return '主题重复'
  if (topics.length > CORRECTED_TOPICS_MAX) return `一条信息最多 ${CORRECTED_TOPICS_MAX} 个主题`
  for (const field of numberFields) {
    const count = change[field]
    if (count === undefined || count === null) continue
    if (!Number.isInteger(count) || count < 0 || count > PEOPLE_MAX) return '人数应为 0 或正整数，原文没有说的留空'
  }
  return null
}

/**
 * The verdict as it counts: the person's fields over the machine's. Topics the machine had seen too keep their
 * evidence. Corrected numbers say anew what grade is suggested and whether it is suspected (§14-1).
 */
export function applyCorrection(verdict: Verdict, { topics, place, ...rest }: Correction): Verdict {
  const known = new Map(verdict.topics.map((topic) => [topic.id, topic]))
  const said = {
    ...verdict,
    ...rest,
    ...(topics === undefined
      ? {}
      : { topics: topics.map((id) => ({ ...(known.get(id) ?? { id, evidence: [] }), score: 1 })) }),
    ...(place === undefined ? {} : { place: place === '国外' ? ('abroad' as const) : ('home' as const) }),
  }
  return numberFields.some((field) => rest[field] !== undefined) ? { ...said, ...regrade(said) } : said
}

function regrade({ type, deaths, serious, injured }: Verdict): Pick<Verdict, 'grade' | 'article' | 'suspected'> {
  const found = type === null ? null : suggestGrade(type, { deaths, serious, injured })
  const major = found?.grade === '重大' || found?.grade === '特别重大'
  const hurt = (injured ?? 0) + (serious ?? 0)
  const suspected = major || (deaths ?? 0) >= SUSPECTED_DEATHS || hurt >= SUSPECTED_HURT
  return { grade: found?.grade ?? null, article: found?.article ?? null, suspected }
}

/** A person's place decides over the names in the text; undefined when no person has said one. */
export const localityOf = ({ place }: Correction): 'local' | 'elsewhere' | undefined =>
  place === undefined ? undefined : place === '本地' ? 'local' : 'elsewhere'
