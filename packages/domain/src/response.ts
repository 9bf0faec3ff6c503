// What was published and stops no deadline yet (§14-4): which of it waits for 审核, and which was sent back.
import type { Case, Response } from './case.ts'
import { closedStatuses } from './word.ts'

export type ResponseMark = '回应待审核' | '回应退回修改'

/** Its clock goes on: whoever may say so has neither confirmed it nor sent it back. */
const awaitsReview = ({ pending, rejected }: Response): boolean => pending !== null && rejected === undefined

/** What a list says of a case. Once another response counts, neither holds anything up. */
export const responseMark = ({ status, responses }: Pick<Case, 'status' | 'responses'>): ResponseMark | null => {
  if (status === '已回应待续' || closedStatuses.includes(status)) return null
  if (responses.some(awaitsReview)) return '回应待审核'
  const last = responses.findLast((one) => one.statement !== '受理告知')
  return last?.rejected === undefined ? null : '回应退回修改'
}
