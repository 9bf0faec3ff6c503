// POST /login and GET /?token=: a password or a one-time link becomes a session; both are entries.
import { checkLogin, readPerson, recordLogin } from '@huiying/ledger/person/person'
import { createSession, useOneTime as spendOneTime } from '@huiying/ledger/person/session'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { type ConsoleContext, endpoint, RefusedError } from './endpoint.ts'
import { rateOf } from './rate.ts'
import { setCookie } from './session.ts'

const LOGIN_CHARS_MAX = 41
const PASSWORD_CHARS_MAX = 200
/** Tries of all logins from one address; a password costs the server a tenth of a second. */
const tries = { burst: 30, perMinute: 30, keysMax: 10_000 }

export const openByPassword = endpoint({
  body: z.object({ login: z.string().trim().max(LOGIN_CHARS_MAX), password: z.string().max(PASSWORD_CHARS_MAX) }),
  async handle({ context, body, now, request, reply }) {
    if (!rateOf(context, 'login', tries).take(request.socket.remoteAddress ?? '', context.time.real.now())) {
      throw new RefusedError(429, 'busy', '登录尝试过于频繁。未登录，请一分钟后再试')
    }
    const answer = await checkLogin(context.ledger, body.login, body.password, now)
    if (!answer.ok) throw new RefusedError(401, 'login', answer.message)
    setCookie(reply, context, await createSession(context.ledger, answer.person.login, context.time.real.now()))
    return { ok: true }
  },
})

/** Logs the link's person in once; false for a used, old or unknown token. */
export async function openByLink(context: ConsoleContext, reply: FastifyReply, token: string): Promise<boolean> {
  const { ledger, time } = context
  const login = await spendOneTime(ledger, token, time.real.now())
  const person = login === null ? null : await readPerson(ledger.read, login)
  if (person === null || person.disabled) return false
  await ledger.write((tx) => recordLogin(tx, person, true, '一次性链接', time.now()))
  setCookie(reply, context, await createSession(ledger, person.login, time.real.now()))
  return true
}
