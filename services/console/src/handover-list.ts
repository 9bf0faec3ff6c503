// GET /api/handovers: the one that waits to be confirmed or was missed, and the last ones with both names.
import { missedHandover } from '@huiying/domain/shift'
import { listHandovers, recipientOf } from '@huiying/ledger/handover'
import type { Reader } from '@huiying/ledger/ledger'
import { policyAt, policyOf } from '@huiying/ledger/policy'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import type { HandoverPage } from './handover-wire.ts'

/** Ten days of three shifts. */
const HEADS_MAX = 30

export const listOfHandovers = endpoint({
  query: z.object({ limit: z.coerce.number().int().min(1).max(HEADS_MAX).default(HEADS_MAX) }),
  async handle({ context, person, query, now }): Promise<HandoverPage> {
    const { read } = context.ledger
    const heads = await listHandovers(read, person.book, query.limit)
    const [newest] = heads
    const isOpen = newest !== undefined && newest.taken === null
    return {
      open: isOpen ? { ...newest, to: await recipientOf(read, person.book, newest.seq) } : null,
      missed: await missedAt(read, person.book, newest?.at ?? null, now),
      heads,
      now,
    }
  },
})

/** Both rosters must ask for it: today's, and the one that people on duty went by at that hour. */
async function missedAt(read: Reader, book: string, newestAt: number | null, now: number): Promise<number | null> {
  const { policy } = await policyOf(read, book)
  const missed = missedHandover(policy.roster, newestAt, now)
  if (missed === null) return null
  const then = await policyAt(read, book, missed)
  return then !== null && missedHandover(then.roster, newestAt, now) === missed ? missed : null
}
