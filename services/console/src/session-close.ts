// POST /api/session/close: ends this session at once.
import { endSession } from '@huiying/ledger/person/session'
import { endpoint } from './endpoint.ts'
import { clearCookies, tokenOf } from './session.ts'

export const closeSession = endpoint({
  async handle({ context, request, reply }) {
    const token = tokenOf(request, context)
    if (token !== undefined) await endSession(context.ledger, token)
    clearCookies(reply, context)
    return { ok: true }
  },
})
