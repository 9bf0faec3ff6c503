// 签收 by reply: a contact who answers the mail of an assignment with 签收 has signed, once.
import type { Item } from '@huiying/domain/item'
import { act } from '@huiying/ledger/act'
import { deliveryById } from '@huiying/ledger/delivery'
import type { Ledger } from '@huiying/ledger/ledger'
import { deriveId } from '@huiying/runtime/id'

/** The delivery an item answers with 签收, as the collector found it (same address, 签收 in the first words); else null. */
export function signedDelivery(item: Item): string | null {
  if (!item.flags.includes('signs')) return null
  return item.flags.find((flag) => flag.startsWith('reply-to:'))?.slice('reply-to:'.length) ?? null
}

/** Signs for the contact; a refusal (改派, ended, signed before) stays a refusal and is told to nobody by mail. */
export async function signByReply(ledger: Ledger, item: Item, deliveryId: string, now: number): Promise<boolean> {
  const delivery = await deliveryById(ledger.read, deliveryId)
  if (delivery === null || delivery.fact.assignmentId === null) return false
  const { to, assignmentId } = delivery.fact
  const order = { do: 'assignment.sign', id: assignmentId, by: to, how: '邮件' } as const
  const command = { commandId: deriveId('cmd', 'sign', item.id), actor: to, expectedVersion: null, ...order }
  return (await act(ledger, delivery.caseId, command, now)).ok
}
