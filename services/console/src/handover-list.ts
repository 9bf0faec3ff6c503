// GET /api/handovers: the one that waits to be confirmed or was missed, and the last ones with both names.
import { missedHandover } from '@huiying/domain/shift'
import { listHandovers } from '@huiying/ledger/handover'
import { policyAdoptedAt, policyOf } from '@huiying/ledger/policy'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { headOfHandover } from './handover-show.ts'
import type { HandoverPage } from './handover-wire.ts'

/** Ten days of three shifts. */
const HEADS_MAX = 30

export const listOfHandovers = endpoint({
  query: z.object({ limit: z.coerce.number().int().min(1).max(HEADS_MAX).default(HEADS_MAX) }),
  async handle({ context, person, query, now }): Promise<HandoverPage> {
    const { read } = context.ledger
    const heads = (await listHandovers(read, person.book, query.limit)).map(headOfHandover)
    const [newest] = heads
    const { policy } = await policyOf(read, person.book)
    const since = await policyAdoptedAt(read, person.book)
    return {
      open: newest !== undefined && newest.taken === null ? newest : null,
      missed: missedHandover(policy.roster, newest?.at ?? null, since, now),
      heads,
      now,
    }
  },
})
