// GET /api/models: the topic models of the book, which is in use, and how each did beside the one it was compared with.
import { listModels, modelBefore } from '@huiying/ledger/model'
import { hashShipped } from '@huiying/text/train/local-model'
import { endpoint } from './endpoint.ts'
import type { ModelPage } from './wire.ts'

export const showModels = endpoint({
  async handle({ context, person }): Promise<ModelPage> {
    const { read } = context.ledger
    const shipped = hashShipped()
    const models = await listModels(read, person.book)
    return {
      models: models.map(({ id, at, inUse, facts }) => ({
        id,
        at: at === 0 ? null : at,
        inUse,
        fits: facts === null || facts.base === shipped,
        compared:
          facts === null
            ? null
            : {
                corrected: facts.corrected,
                stood: facts.stood,
                figures: facts.figures,
                changed: facts.changed,
              },
      })),
      before: await modelBefore(read, person.book),
    }
  },
})
