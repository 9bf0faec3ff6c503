// Calls to make (电话督办): opened by 未签收, 红, 超时 and every failed delivery; closed by a person's record.
import type { CallFact } from '@huiying/domain/call'
import type { DeliveryFact } from '@huiying/domain/delivery'
import { WITHDRAWN } from './call-row.ts'
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
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ body, ...row }) => ({ ...(JSON.parse(body) as CallFact), ...row }))
}

/**
 * Opens the call of a delivery that does not get through: once while it waits, and once more when a mail that had gone
 * comes back. Returns whether it was new.
 */
export async function openCall(ledger: Ledger, deliveryId: string, reason: string, now: number): Promise<boolean> {
  return ledger.write((tx) => openCallInTurn(tx, deliveryId, reason, now))
}

export async function openCallInTurn(tx: Tx, deliveryId: string, reason: string, now: number): Promise<boolean> {
  const first = `call_${deliveryId}`
  const id = (await resultOf(tx, first)) === WITHDRAWN ? `${first}_again` : first
  if ((await resultOf(tx, id)) !== undefined) return false
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

export interface CallPlace {
  deliveryId: string
  book: string
  caseId: string
}

/** The message has gone, or need not go: nobody is to ring for it. Who has recorded the call keeps his word. */
export async function withdrawCallInTurn(tx: Tx, place: CallPlace, reason: string, now: number): Promise<void> {
  const id = `call_${place.deliveryId}`
  if ((await resultOf(tx, id)) !== null) return
  const body = { act: 'call.withdrawn', v: 1, id, reason } as const
  await tx.append(place.book, now, 'system', [{ caseId: place.caseId, body }])
}

/** undefined: there is no such call; null: it waits for somebody. */
export async function resultOf(tx: Tx, id: string): Promise<string | null | undefined> {
  return (await tx.db.selectFrom('call').select('result').where('id', '=', id).executeTakeFirst())?.result
}
