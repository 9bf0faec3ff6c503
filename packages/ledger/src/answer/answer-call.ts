// Calls about mails to writers (回信): one opens when a mail waits too long, another when the writer cannot be told by
// mail at all. The first is withdrawn as soon as there is nothing to wait for: nobody is to ring whoever has been told.
import type { Body } from '@huiying/domain/entry'
import { resultOf } from '../call.ts'
import type { Tx } from '../ledger.ts'

export interface AnswerPlace {
  /** The answer's. */
  id: string
  book: string
  /** Where the letter is worked on now. */
  caseId: string
}

/** Whom a call is to when a mail to a writer does not go; no contact of the book has this id. */
const WRITER = '来信人'

const waitingId = (id: string): string => `call_${id}_waiting`

/** The writer's telephone stands in his letter if anywhere: the call names none. */
const opened = (callId: string, answerId: string, reason: string): Body => ({
  act: 'call.opened',
  v: 1,
  call: { id: callId, alertId: null, deliveryId: answerId, contact: WRITER, phone: '', reason },
})

/** The writer has not been told and will not be by mail. */
export const failedCall = (id: string, reason: string): Body => opened(`call_${id}`, id, reason)

/** Once for each answer, however often it is tried. */
export async function openWaitingCall(tx: Tx, place: AnswerPlace, reason: string, now: number): Promise<void> {
  const id = waitingId(place.id)
  if ((await resultOf(tx, id)) !== undefined) return
  const body = opened(id, place.id, reason)
  await tx.append(place.book, now, 'system', [{ caseId: place.caseId, body }])
}

/** Whoever has recorded it already keeps his word. */
export async function withdrawWaitingCall(tx: Tx, place: AnswerPlace, reason: string, now: number): Promise<void> {
  const id = waitingId(place.id)
  if ((await resultOf(tx, id)) !== null) return
  await tx.append(place.book, now, 'system', [
    { caseId: place.caseId, body: { act: 'call.withdrawn', v: 1, id, reason } },
  ])
}
