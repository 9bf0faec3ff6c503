// GET /api/handovers: the one that waits to be confirmed or was missed, and the last ones with both names.
import type { Handover } from '@huiying/domain/handover'
import { missedHandover } from '@huiying/domain/shift'
import { listHandovers, recipientOf } from '@huiying/ledger/handover/handover'
import type { Reader } from '@huiying/ledger/ledger'
import type { Person } from '@huiying/ledger/person/person'
import { policyAt, policyOf } from '@huiying/ledger/policy'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { askedOf, rosterNames } from './handover-turn.ts'
import type { HandoverHead, HandoverMissed, HandoverPage } from './handover-wire.ts'

/** Ten days of three shifts. */
const HEADS_MAX = 30

export const listOfHandovers = endpoint({
  query: z.object({ limit: z.coerce.number().int().min(1).max(HEADS_MAX).default(HEADS_MAX) }),
  async handle({ context, person, query, now }): Promise<HandoverPage> {
    const { read } = context.ledger
    const heads = await listHandovers(read, person.book, query.limit)
    const [newest] = heads
    return {
      open: newest !== undefined && newest.taken === null ? await headOf(read, person, newest, now) : null,
      missed: await findMissed(read, person, newest?.at ?? null, now),
      heads,
      now,
    }
  },
})

async function headOf(read: Reader, { book }: Person, open: Handover, now: number): Promise<HandoverHead> {
  const to = await recipientOf(read, book, open.seq)
  return { ...open, to, asks: await askedOf(read, book, { ...open, to }, now) }
}

/** Both rosters must ask for it: today's, and the one that people on duty went by at that hour. */
async function findMissed(
  read: Reader,
  person: Person,
  newestAt: number | null,
  now: number,
): Promise<HandoverMissed | null> {
  const { policy } = await policyOf(read, person.book)
  const missed = missedHandover(policy.roster, newestAt, now)
  if (missed === null) return null
  const then = await policyAt(read, person.book, missed.at)
  if (then === null || missedHandover(then.roster, newestAt, now)?.at !== missed.at) return null
  return {
    at: missed.at,
    goes: rosterNames(policy, missed.goes, person),
    comes: rosterNames(policy, missed.comes, person).map((one) => one.name),
  }
}
