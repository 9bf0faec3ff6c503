// POST /api/session/password: a person sets the own password; all other sessions of the login end.
import { PASSWORD_LENGTH_MIN } from '@huiying/ledger/person/password'
import { savePerson } from '@huiying/ledger/person/person'
import { createSession } from '@huiying/ledger/person/session'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { setCookie } from './session.ts'

const CHARS_MAX = 200
/** 等保: three of lower case, upper case, figures and the rest. */
const CLASSES_MIN = 3
const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/]

export const setPassword = endpoint({
  body: z.object({
    password: z
      .string()
      .min(PASSWORD_LENGTH_MIN, `密码至少 ${PASSWORD_LENGTH_MIN} 位`)
      .max(CHARS_MAX)
      .refine(
        (text) => classes.filter((one) => one.test(text)).length >= CLASSES_MIN,
        '密码要有小写字母、大写字母、数字、其他字符中的三类',
      ),
  }),
  async handle({ context, person, body, now, reply }) {
    const { disabled: _, ...own } = person
    await savePerson(context.ledger, { ...own, password: body.password }, person.login, now)
    setCookie(reply, context, await createSession(context.ledger, person.login, context.time.real.now()))
    return { ok: true }
  },
})
