// Calls to make (电话督办): opened by 未签收, 红, 超时 and every failed delivery; closed by a person's record.
import type { CallFact, DeliveryFact } from '@huiying/domain/entry'
import type { Ledger, Reader, Tx } from './ledger.ts'
import { policyOf } from './policy.ts'

export interface CallRow extends CallFact {
  caseId: string | null
  openedAt: number
}

export async function openCalls(read: Reader, book: string, limit: number): Promise<CallRow[]> {
  const rows = await read
    .selectFrom('call')
    .select(['body', 'caseId', 'openedAt'])
    .where('book', '=', book)
    .where('result', 'is', null)
    .orderBy('openedAt')
    .limit(limit)
    .execute()
  return rows.map(({ body, ...row }) => ({ ...(JSON.parse(body) as CallFact), ...row }))
}

/** Opens the call of a delivery that does not get through; once for each delivery. Returns whether it was new. */
export async function openCall(ledger: Ledger, deliveryId: string, reason: string, now: number): Promise<boolean> {
  return ledger.write((tx) => openCallInTurn(tx, deliveryId, reason, now))
}

export async function openCallInTurn(tx: Tx, deliveryId: string, reason: string, now: number): Promise<boolean> {
  const id = `call_${deliveryId}`
  const known = await tx.db.selectFrom('call').select('id').where('id', '=', id).executeTakeFirst()
  if (known !== undefined) return false
  const row = await tx.db
    .selectFrom('delivery')
    .select(['body', 'book', 'caseId', 'alertId'])
    .where('id', '=', deliveryId)
    .executeTakeFirstOrThrow()
  const fact = JSON.parse(row.body) as DeliveryFact
  const { policy } = await policyOf(tx.db, row.book)
  const contact = policy.units.flatMap((unit) => unit.contacts).find((one) => one.id === fact.to)
  const call: CallFact = { id, alertId: row.alertId, deliveryId, contact: fact.to, phone: contact?.phone ?? '', reason }
  await tx.append(row.book, now, 'system', [{ caseId: row.caseId, body: { act: 'call.opened', v: 1, call } }])
  return true
}
