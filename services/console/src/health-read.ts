// GET /healthz and /readyz: the process answers; the ledger can be read.
import { listBooks } from '@huiying/ledger/book'
import { endpoint, RefusedError } from './endpoint.ts'

export const showHealth = endpoint({ handle: async () => ({ ok: true }) })

export const showReady = endpoint({
  async handle({ context }) {
    const books = await listBooks(context.ledger.read)
    if (books.length === 0) throw new RefusedError(503, 'starting', '台账册尚未建立')
    return { ok: true }
  },
})
