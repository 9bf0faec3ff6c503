// POST /api/items/:id/reveal: the clear text, once its looking and the reason are on record.
import { familyOf } from '@huiying/ledger/act'
import { revealContent } from '@huiying/ledger/item-view'
import { listItems } from '@huiying/ledger/queue-fact'
import { z } from 'zod'
import { findCase } from './case-read.ts'
import { endpoint, notFound } from './endpoint.ts'
import { freeText } from './free-text.ts'

const REASON_CHARS_MIN = 4
const REASON_CHARS_MAX = 200

export const revealItem = endpoint({
  params: z.object({ id: z.string().max(120) }),
  body: z.object({
    caseId: z.string().max(120),
    reason: freeText(REASON_CHARS_MAX).min(REASON_CHARS_MIN, '理由至少 4 个字，会写入台账'),
  }),
  async handle({ context, person, params, body, now }): Promise<{ clear: string }> {
    const { ledger } = context
    const state = await findCase(ledger.read, person, body.caseId)
    const family = { id: params.id, caseIds: await familyOf(ledger.read, state) }
    const [row] = await listItems(ledger.read, { book: person.book, restricted: true, ...family }, 1, null)
    if (row === undefined || row.masked === null) throw notFound('信息')
    return { clear: await revealContent(ledger, params.id, person.login, body.reason, now) }
  },
})
