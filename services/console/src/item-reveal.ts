// POST /api/items/:id/reveal: the clear text, once its looking and the reason are on record.
import { revealContent } from '@huiying/ledger/item/item-view'
import { endpoint, notFound } from './endpoint.ts'
import { findItem, itemParams, lookBody } from './item-find.ts'

export const revealItem = endpoint({
  params: itemParams,
  body: lookBody,
  async handle({ context, person, params, body, now }): Promise<{ clear: string }> {
    const { ledger } = context
    const { item } = await findItem(ledger.read, person, params.id, body.caseId)
    const viewing = { itemId: item.id, caseId: body.caseId, attachment: null, actor: person.login, reason: body.reason }
    const clear = await revealContent(ledger, viewing, now)
    if (clear === null) throw notFound('信息')
    return { clear }
  },
})
