// POST /api/items/:id/open and …/leave: a person makes a case of an item in a lane, or puts it aside with a reason.

import { dayOf } from '@huiying/domain/beijing'
import type { Arrival } from '@huiying/domain/command'
import { decide } from '@huiying/domain/decide'
import type { Body } from '@huiying/domain/entry'
import type { Verdict } from '@huiying/domain/item'
import { saveFingerprints } from '@huiying/ledger/candidate/fingerprint'
import { nextNumber } from '@huiying/ledger/case'
import { verdictRoot } from '@huiying/ledger/item/verdict'
import type { Ledger, Tx } from '@huiying/ledger/ledger'
import type { Person } from '@huiying/ledger/person/person'
import { policyOf } from '@huiying/ledger/policy'
import { type ItemRow, listItems } from '@huiying/ledger/queue-fact'
import { deriveId } from '@huiying/runtime/id'
import { z } from 'zod'
import { endpoint, notFound, RefusedError } from './endpoint.ts'
import { freeText } from './free-text.ts'
import { seesRestricted } from './right.ts'

const REASON_CHARS_MAX = 400
const params = z.object({ id: z.string().max(120) })
const reason = freeText(REASON_CHARS_MAX).min(2, '请写明理由')

export const openItem = endpoint({
  params,
  body: z.object({ reason }),
  async handle({ context, person, params: { id }, body, now }): Promise<{ caseId: string }> {
    const { ledger } = context
    const { row, verdict, tagged } = await findFiled(ledger, person, id)
    return ledger.write(async (tx) => {
      await checkFiled(tx, person, id)
      const { policy, hash } = await policyOf(tx.db, person.book)
      const year = Number(dayOf(now).slice(0, 4))
      const given = { policy, policyHash: hash, now, makeId: deriveId }
      // The person's word stands for what the machine did not see; the grade stays open for 研判.
      const arrival: Arrival = { item: row.item, verdict, locality: 'local', backfill: false }
      const order = { do: 'case.open', arrival, verdictRoot: verdictRoot([tagged]) } as const
      const head = { commandId: `${person.login}:open:${id}`, actor: person.login, expectedVersion: null }
      const numbered = { ...given, nextNumber: await nextNumber(tx.db, person.book, year) }
      const decision = decide({ ...head, ...order }, null, numbered)
      if (!decision.ok) throw new RefusedError(409, decision.code, decision.message)
      const caseId = decision.drafts[0]?.caseId
      if (caseId == null) throw new Error('case.open gave no case')
      const note = { act: 'note.added', v: 1, kind: '人工立案', text: body.reason } as const
      await tx.append(person.book, now, person.login, [...decision.drafts, { caseId, body: note }])
      await saveFingerprints(tx, person.book, [{ item: row.item, verdict: tagged, caseId }])
      return { caseId }
    })
  },
})

export const leaveItem = endpoint({
  params,
  body: z.object({ reason }),
  async handle({ context, person, params: { id }, body, now }) {
    const { ledger } = context
    const { tagged } = await findFiled(ledger, person, id)
    await ledger.write(async (tx) => {
      await checkFiled(tx, person, id)
      const root = verdictRoot([tagged])
      const filed: Body = { act: 'items.filed', v: 1, lane: '入库', ids: [id], root, reason: body.reason }
      await tx.append(person.book, now, person.login, [{ caseId: null, body: filed }])
    })
    return { ok: true }
  },
})

const find = async (read: Tx['db'], person: Person, id: string): Promise<ItemRow | undefined> =>
  (await listItems(read, { book: person.book, restricted: true, id }, 1, null))[0]

export interface Filed {
  row: ItemRow
  /** As it counts, and as the tagger gave it: what is bound by a root. */
  verdict: Verdict
  tagged: Verdict
}

export async function findFiled(ledger: Ledger, person: Person, id: string): Promise<Filed> {
  const row = await find(ledger.read, person, id)
  const hidden = row?.verdict?.report === true && !seesRestricted(person)
  if (row === undefined || row.verdict === null || row.tagged === null || hidden) throw notFound('信息')
  return { row, verdict: row.verdict, tagged: row.tagged }
}

/** Under the lock: another desk may have been faster. */
export async function checkFiled(tx: Tx, person: Person, id: string): Promise<void> {
  const row = await find(tx.db, person, id)
  if (row?.caseId != null) throw new RefusedError(409, 'state', `这条信息已立案或并入 ${row.number ?? ''}，未重复立案`)
}
