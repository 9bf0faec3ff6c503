// POST /api/session/close: ends this session at once.
import { endSession } from '@huiying/ledger/session'
import { endpoint } from './endpoint.ts'
import { COOKIE } from './session.ts'

export const closeSession = endpoint({
  async handle({ context, request, reply }) {
    const token = request.cookies[COOKIE]
    if (token !== undefined) await endSession(context.ledger, token)
    reply.clearCookie(COOKIE, { path: '/' })
    return { ok: true }
  },
})
