// POST /api/models/use: 值班长 puts a topic model in use, or the one before back; the next batch is read with it.
import { chooseModel } from '@huiying/ledger/model'
import { hashShipped } from '@huiying/text/train/local-model'
import { z } from 'zod'
import { endpoint, RefusedError } from './endpoint.ts'
import { freeText } from './free-text.ts'

const REASON_CHARS_MIN = 2
const REASON_CHARS_MAX = 200

export const useOtherModel = endpoint({
  body: z.object({
    id: z.string().min(1).max(120),
    /** What was in use when the person looked. */
    seen: z.string().min(1).max(120),
    reason: freeText(REASON_CHARS_MAX).min(REASON_CHARS_MIN, '请写明理由，会写入台账'),
  }),
  async handle({ context, person, body, now }): Promise<{ id: string; before: string }> {
    const choice = { ...body, base: hashShipped(), actor: person.login }
    try {
      return { id: body.id, before: await chooseModel(context.ledger, person.book, choice, now) }
    } catch (error) {
      // What it refuses it says in words; a ledger that is away is told as everywhere.
      if (error instanceof Error && error.message.includes('未作改动'))
        throw new RefusedError(409, 'state', error.message)
      throw error
    }
  },
})
