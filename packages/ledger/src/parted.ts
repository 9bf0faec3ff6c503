// What people have parted: cases once taken for one happening that are two.
import { readEntryText } from './chain.ts'
import type { Reader } from './ledger.ts'

/** Those of `others` that a person has parted from `caseId`, by 拆分 or by 不是同一事件, in either direction. */
export async function partedFrom(read: Reader, caseId: string, others: string[]): Promise<Set<string>> {
  const rows = await read
    .selectFrom('entry')
    .select(['caseId', 'body'])
    .where('caseId', 'in', [caseId, ...others])
    .where('act', 'in', ['case.unmerged', 'items.left'])
    .execute()
  const parted = new Set<string>()
  for (const row of rows) {
    const { body } = readEntryText(row.body)
    const other = body.act === 'case.unmerged' ? body.from : body.act === 'items.left' ? body.to : null
    if (row.caseId === caseId && other !== null) parted.add(other)
    else if (row.caseId !== null && other === caseId) parted.add(row.caseId)
  }
  return parted
}
