// GET /healthz, /readyz and /metrics on the page's own port: the same answers as every service alone gives.
import { answerProbe } from '@huiying/runtime/probe'
import { endpoint, notFound } from './endpoint.ts'

export const showProbe = endpoint({
  async handle({ context: { probe, settings }, request, reply }) {
    const asker = { address: request.socket.remoteAddress ?? '', headers: request.headers }
    const { pathname } = new URL(request.url, 'http://probe')
    const answer = await answerProbe(probe, pathname, asker, settings.metrics.token)
    if (answer === null) throw notFound('地址')
    return reply.code(answer.status).type(answer.type).header('cache-control', 'no-store').send(answer.body)
  },
})
