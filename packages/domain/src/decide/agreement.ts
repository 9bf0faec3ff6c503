// 口径会签: when it is needed, and when a figure is not the one agreed last (§14-19).
import type { Case } from '../case.ts'
import type { RecordValues } from '../record.ts'

const numberNames = { deaths: '死亡', injured: '受伤' } as const

/** A figure other than the one agreed last is asked about first (§14-19). */
export const agreementProblem = (values: RecordValues, state: Case): string | null => {
  const units = values.units
  if (!Array.isArray(units) || units.length < 2) return '会签要有两个以上单位'
  const last = state.records.findLast((each) => each.kind === '口径会签')?.values
  if (last === undefined || (typeof values.difference === 'string' && values.difference.trim() !== '')) return null
  const changed = (Object.keys(numberNames) as (keyof typeof numberNames)[]).filter(
    (name) => last[name] !== undefined && last[name] !== values[name],
  )
  if (changed.length === 0) return null
  const words = changed.map((name) => `${numberNames[name]} ${last[name]} → ${values[name] ?? '未写'}`)
  return `与上一次会签的数字不一致（${words.join('，')}）：写明原因后再登记`
}

/** Whether the case must have a 口径会签: two or more units, or 较大 and above (§14-19). */
export const needsAgreement = (state: Case): boolean => {
  const units = new Set(
    state.assignments
      .filter((each) => each.ended?.how !== '退回' && each.ended?.how !== '改派')
      .map((each) => each.unit),
  )
  const grave = state.grade === '特别重大' || state.grade === '重大' || state.grade === '较大'
  return state.opinion && (units.size > 1 || grave)
}
