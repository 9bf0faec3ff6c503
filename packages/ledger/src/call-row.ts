// Calls to make (电话督办) as rows, from entries alone: opened, and then recorded by a person or withdrawn.
import type { CallFact } from '@huiying/domain/call'
import type { Entry } from '@huiying/domain/entry'
import type { Selectable } from 'kysely'
import type { Projection } from './projection/projection.ts'
import type { Schema } from './schema.ts'

/** What stands for a result where nobody had to ring. */
export const WITHDRAWN = '撤回'

export function noteCalls(into: Projection, entry: Entry): void {
  const { body } = entry
  if (body.act === 'call.opened') into.calls.push(callRow(entry, body.call))
  else if (body.act === 'alert.fired') for (const call of body.calls) into.calls.push(callRow(entry, call))
  else if (body.act === 'call.recorded' || body.act === 'call.withdrawn') {
    const result = body.act === 'call.recorded' ? body.result : WITHDRAWN
    into.updates.push((db) => db.updateTable('call').set({ result }).where('id', '=', body.id).execute())
  }
}

function callRow(entry: Entry, call: CallFact): Selectable<Schema['call']> {
  return {
    id: call.id,
    book: entry.book,
    caseId: entry.caseId,
    alertId: call.alertId,
    deliveryId: call.deliveryId,
    openedAt: entry.at,
    result: null,
    body: JSON.stringify(call),
  }
}
