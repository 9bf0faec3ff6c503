// POST /api/parked/:id/replay: puts a parked message back on its topic.
import { replay } from '@huiying/ledger/park'
import { z } from 'zod'
import { endpoint, notFound } from './endpoint.ts'

export const replayParked = endpoint({
  params: z.object({ id: z.string().max(120) }),
  async handle({ context, person, params, now }) {
    const done = await replay(context.ledger, params.id, person.book, person.login, now)
    if (!done) throw notFound('搁置消息')
    return { ok: true }
  },
})
