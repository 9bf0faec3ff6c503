// What a unit was told to do when a case was given to it: it stands in the entry of the assignment alone.
import { readEntryText } from './chain.ts'
import type { Reader } from './ledger.ts'

/** 要求与理由 of an assignment, as written by who gave it; '' when its entry is not of this case. */
export async function demandOf(read: Reader, caseId: string, assignmentId: string): Promise<string> {
  const rows = await read
    .selectFrom('entry')
    .select('body')
    .where('caseId', '=', caseId)
    .where('act', '=', 'case.assigned')
    .execute()
  for (const row of rows) {
    const { body } = readEntryText(row.body)
    if (body.act === 'case.assigned' && body.assignment.id === assignmentId) return body.reason
  }
  return ''
}
