// Sessions and one-time links: random tokens of which only the SM3 is kept; they run on real time.
import { randomToken } from '@huiying/runtime/id'
import { sm3 } from '../chain.ts'
import type { Ledger, Tx } from '../ledger.ts'

/** Ends after so long without a request, and in any case after a shift and its handover. */
export const SESSION_IDLE_MS = 2 * 60 * 60_000
export const SESSION_LONGEST_MS = 13 * 60 * 60_000
export const ONE_TIME_MS = 15 * 60_000
/** Seen-times are written at most so often: a request must not cost a write. */
const SEEN_EVERY_MS = 60_000

/** Returns the token for the cookie; `now` is real time. Old sessions are swept on the way. */
export async function createSession(ledger: Ledger, login: string, now: number): Promise<string> {
  const token = randomToken()
  await ledger.write(async ({ db }) => {
    await db.deleteFrom('session').where('expiresAt', '<=', now).execute()
    const row = { createdAt: now, seenAt: now, expiresAt: now + SESSION_LONGEST_MS }
    await db
      .insertInto('session')
      .values({ id: sm3(token), login, ...row })
      .execute()
  }, 'none')
  return token
}

/** The login a live session belongs to, or null; notes at most once a minute that it was seen. */
export async function readSession(ledger: Ledger, token: string, now: number): Promise<string | null> {
  const id = sm3(token)
  const row = await ledger.read
    .selectFrom('session')
    .innerJoin('person', 'person.login', 'session.login')
    .select(['session.login', 'session.seenAt', 'session.expiresAt', 'person.disabled'])
    .where('session.id', '=', id)
    .executeTakeFirst()
  if (row === undefined || row.disabled === 1) return null
  if (row.expiresAt <= now || row.seenAt + SESSION_IDLE_MS <= now) return null
  if (now - row.seenAt >= SEEN_EVERY_MS) {
    const seen = (tx: Tx) => tx.db.updateTable('session').set({ seenAt: now }).where('id', '=', id).execute()
    await ledger.write(seen, 'none')
  }
  return row.login
}

export async function endSession(ledger: Ledger, token: string): Promise<void> {
  await ledger.write((tx) => tx.db.deleteFrom('session').where('id', '=', sm3(token)).execute(), 'none')
}

/** A link that logs `login` in once. */
export async function createOneTime(ledger: Ledger, login: string, now: number): Promise<string> {
  const token = randomToken()
  await ledger.write(async ({ db }) => {
    await db.deleteFrom('oneTime').where('expiresAt', '<=', now).execute()
    await db
      .insertInto('oneTime')
      .values({ hash: sm3(token), login, expiresAt: now + ONE_TIME_MS, usedAt: null })
      .execute()
  }, 'none')
  return token
}

/** The login, the first time; null for a used, old or unknown token. */
export async function useOneTime(ledger: Ledger, token: string, now: number): Promise<string | null> {
  return ledger.write(async ({ db }) => {
    // One statement: of two that come at once the second finds it used.
    const row = await db
      .updateTable('oneTime')
      .set({ usedAt: now })
      .where('hash', '=', sm3(token))
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', now)
      .returning('login')
      .executeTakeFirst()
    return row?.login ?? null
  }, 'none')
}
