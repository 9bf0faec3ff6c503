// POST /api/handovers: 交班. The lists are looked up now, frozen and put on record with the officer's own words.
import { headOf } from '@huiying/ledger/book'
import { giveHandover } from '@huiying/ledger/handover/handover'
import { deriveId } from '@huiying/runtime/id'
import { z } from 'zod'
import { endpoint, RefusedError } from './endpoint.ts'
import { freeText } from './free-text.ts'
import { lookAround } from './handover-look.ts'
import { takersOf } from './handover-read.ts'

const WORDS_CHARS_MAX = 2_000

export const giveOver = endpoint({
  body: z.object({
    commandId: z.string().regex(/^[A-Za-z0-9-]{16,80}$/),
    to: z.string().min(1).max(60).nullable(),
    /** The unconfirmed one the person saw: it is replaced. Another one by now: refused. */
    seen: z.number().int().positive().nullable(),
    directives: freeText(WORDS_CHARS_MAX),
    spoken: freeText(WORDS_CHARS_MAX),
  }),
  async handle({ context, person, body, now }): Promise<{ seq: number }> {
    const { ledger } = context
    const { commandId, ...order } = body
    const takers = await takersOf(ledger.read, person)
    if (order.to !== null && order.to !== person.login && !takers.some((one) => one.login === order.to))
      throw new RefusedError(422, 'input', '接班人不是本册可用的值班员或值班长。未作改动，请重新选择')
    // Looked up before the turn: under the book's lock nothing is read that need not be.
    const { asOfSeq, lists } = await ledger.snapshot(async (read) => ({
      asOfSeq: (await headOf(read, person.book)).seq,
      lists: await lookAround(read, person, now),
    }))
    const id = deriveId('handover', person.book, person.login, commandId)
    const answer = await giveHandover(ledger, person.book, { ...order, id, asOfSeq, lists }, person.login, now)
    if (!answer.ok) throw new RefusedError(409, 'state', answer.message)
    return { seq: answer.seq }
  },
})
