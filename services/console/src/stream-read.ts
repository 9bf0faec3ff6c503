// GET /api/stream: the live stream of this person's cases; Last-Event-ID is the seq seen last.
import { endpoint, RefusedError } from './endpoint.ts'
import { LISTENERS_MAX } from './stream.ts'

export const readStream = endpoint({
  async handle({ person, stream, request, reply }) {
    if (stream.listeners() >= LISTENERS_MAX) {
      throw new RefusedError(503, 'busy', '打开的屏幕太多，暂不能实时更新。请关闭不用的页面后刷新')
    }
    const last = request.headers['last-event-id']
    reply.hijack()
    await stream.join(reply.raw, person, typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : null)
  },
})
