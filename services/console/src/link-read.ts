// GET /mail/TOKEN: shows the masked case to the unit and writes nothing, however often it is fetched.
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { openLink, readShown } from './link.ts'
import { deadPage, linkPage } from './link-page.ts'

const TOKEN_CHARS_MAX = 600
export const linkParams = z.object({ token: z.string().min(1).max(TOKEN_CHARS_MAX) })

export const showLink = endpoint({
  params: linkParams,
  async handle({ context, params, now, reply }) {
    const link = await openLink(context, params.token, now)
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store')
    if ('status' in link) return reply.code(link.status).send(deadPage(link))
    const shown = await readShown(context.ledger.read, link)
    return linkPage({ link: shown, mark: context.mark, now, told: null, typed: {} })
  },
})
