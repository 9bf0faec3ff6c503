// The path behind a contact's link to the open assignment of a case, as its mail would carry it.
import { readCase } from '@huiying/ledger/case'
import { makeLink } from '@huiying/runtime/link'
import type { TestProgram } from '../program.ts'

export async function linkPath(
  { ledger, time }: TestProgram,
  { caseId, contact, madeAt = time.now() }: { caseId: string; contact: string; madeAt?: number },
): Promise<string> {
  const state = await readCase(ledger.read, caseId)
  const assignment = state?.assignments.find((one) => one.ended === null)
  if (assignment === undefined) throw new Error(`${caseId} is given to nobody`)
  return `/mail/${makeLink(ledger.sealer.linkKey, { contact, assignment: assignment.id, madeAt })}`
}
