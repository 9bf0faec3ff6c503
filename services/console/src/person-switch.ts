// POST /api/persons/:login/switch: an account is switched off or on, with the reason on record; its sessions end.
import { readPerson, switchPerson } from '@huiying/ledger/person/person'
import { z } from 'zod'
import { endpoint, notFound, RefusedError } from './endpoint.ts'
import { freeText } from './free-text.ts'

const REASON_CHARS_MAX = 200

export const switchAccount = endpoint({
  params: z.object({ login: z.string().min(1).max(60) }),
  body: z.object({ on: z.boolean(), reason: freeText(REASON_CHARS_MAX).min(2) }),
  async handle({ context, person, params, body, now }) {
    const { login } = params
    const known = await readPerson(context.ledger.read, login)
    if (known === null || known.book !== person.book) throw notFound('账号')
    if (login === person.login)
      throw new RefusedError(409, 'state', '不能停用自己的账号。未作改动，请由另一位系统管理员办理')
    try {
      await switchPerson(context.ledger, { login, ...body }, person.login, now)
    } catch (error) {
      // What it refuses it says in words; a ledger that is away is told as everywhere.
      if (error instanceof Error && error.message.includes('未作改动'))
        throw new RefusedError(409, 'state', error.message)
      throw error
    }
    return { login, on: body.on }
  },
})
