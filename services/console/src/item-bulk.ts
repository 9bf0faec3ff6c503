// POST /api/items/leave: many items of 待核信息 put aside at once, with one reason, in one transaction.
import type { Body, Draft } from '@huiying/domain/entry'
import { verdictRoot } from '@huiying/ledger/item/verdict'
import { listItems } from '@huiying/ledger/queue-fact'
import { z } from 'zod'
import { endpoint, notFound } from './endpoint.ts'
import { freeText } from './free-text.ts'
import { seesRestricted } from './right.ts'

const ITEMS_MAX = 200
const REASON_CHARS_MAX = 400

export const leaveItems = endpoint({
  body: z.object({
    ids: z.array(z.string().min(1).max(120)).min(1).max(ITEMS_MAX),
    reason: freeText(REASON_CHARS_MAX).min(2, '请写明理由'),
  }),
  async handle({ context, person, body, now }): Promise<{ left: number; kept: number }> {
    const ids = [...new Set(body.ids)]
    const restricted = seesRestricted(person)
    const left = await context.ledger.write(async (tx) => {
      const filter = { book: person.book, restricted: true, lane: '待核信息', ids }
      const rows = await listItems(tx.db, filter, ITEMS_MAX, null)
      // Another desk may have been faster: what has a case by now stays with it.
      const verdicts = rows.flatMap((row) =>
        row.tagged === null || (row.tagged.report && !restricted) ? [] : [row.tagged],
      )
      if (verdicts.length === 0) return 0
      const filed: Body = {
        act: 'items.filed',
        v: 1,
        lane: '入库',
        ids: verdicts.map((one) => one.itemId),
        root: verdictRoot(verdicts),
        reason: body.reason,
      }
      const drafts: Draft[] = [{ caseId: null, body: filed }]
      await tx.append(person.book, now, person.login, drafts)
      return verdicts.length
    })
    if (left === 0) throw notFound('待核信息')
    return { left, kept: ids.length - left }
  },
})
