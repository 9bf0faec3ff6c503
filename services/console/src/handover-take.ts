// POST /api/handovers/:seq/take: 接班. Who comes on duty confirms for himself what the other has handed over.
import { takeHandover } from '@huiying/ledger/handover/handover'
import { endpoint, notFound, RefusedError } from './endpoint.ts'
import { handoverParams } from './handover-read.ts'

export const takeOver = endpoint({
  params: handoverParams,
  async handle({ context, person, params, now }): Promise<{ seq: number }> {
    const answer = await takeHandover(context.ledger, person.book, params.seq, person.login, now)
    if (answer === null) throw notFound('交接单')
    if (!answer.ok) throw new RefusedError(409, 'state', answer.message)
    return { seq: answer.seq }
  },
})
