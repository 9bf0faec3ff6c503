// GET /api/handovers: the one that waits to be confirmed, and the last ones with both names.
import { listHandovers } from '@huiying/ledger/handover'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { headOfHandover } from './handover-show.ts'
import type { HandoverPage } from './handover-wire.ts'

/** Ten days of three shifts. */
const HEADS_MAX = 30

export const listOfHandovers = endpoint({
  query: z.object({ limit: z.coerce.number().int().min(1).max(HEADS_MAX).default(HEADS_MAX) }),
  async handle({ context, person, query, now }): Promise<HandoverPage> {
    const heads = (await listHandovers(context.ledger.read, person.book, query.limit)).map(headOfHandover)
    const [newest] = heads
    return { open: newest !== undefined && newest.taken === null ? newest : null, heads, now }
  },
})
