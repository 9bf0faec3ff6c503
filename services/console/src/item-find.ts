// One item of one case, for who may see the case and while its text is there: what looks behind the mask begins here.
import { familyOf } from '@huiying/ledger/act'
import { isToldIn } from '@huiying/ledger/item/item-view'
import type { Reader } from '@huiying/ledger/ledger'
import type { Person } from '@huiying/ledger/person/person'
import { type ItemRow, listItems } from '@huiying/ledger/queue-fact'
import { z } from 'zod'
import { findCase } from './case-read.ts'
import { notFound } from './endpoint.ts'
import { freeText } from './free-text.ts'
import { seesRestricted } from './right.ts'

const REASON_CHARS_MIN = 4
const REASON_CHARS_MAX = 200

export const itemParams = z.object({ id: z.string().max(120) })

/** Asked of who looks at what is masked. */
export const lookBody = z.object({
  caseId: z.string().max(120),
  reason: freeText(REASON_CHARS_MAX).min(REASON_CHARS_MIN, '理由至少 4 个字，会写入台账'),
})

/**
 * An item of the case, or a reply to one of our mails that its time line tells of. 404 for what is in another case, is
 * not for this person, or is erased.
 */
export async function findItem(read: Reader, person: Person, id: string, caseId: string): Promise<ItemRow> {
  const state = await findCase(read, person, caseId)
  const family = await familyOf(read, state)
  const [row] = await listItems(read, { book: person.book, restricted: true, id }, 1, null)
  if (row === undefined || row.masked === null) throw notFound('信息')
  const isOfCase = row.caseId === null ? await isReply(read, person, row, family) : family.includes(row.caseId)
  if (!isOfCase) throw notFound('信息')
  return row
}

async function isReply(read: Reader, person: Person, { item, verdict }: ItemRow, family: string[]): Promise<boolean> {
  if (verdict?.report === true && !seesRestricted(person)) return false
  return isToldIn(read, family, item.id)
}
