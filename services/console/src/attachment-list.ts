// GET /api/items/:id/attachments: what hangs on a letter, names masked, nothing opened and nothing on record.
import { policyOf } from '@huiying/ledger/policy'
import { namesOf } from '@huiying/text/mask/mention'
import { z } from 'zod'
import type { AttachmentPage } from './attachment-wire.ts'
import { endpoint } from './endpoint.ts'
import { findItem, itemParams } from './item-find.ts'

/** What came by these is no mail, though its text may look like one. */
const mailless: ReadonlySet<string> = new Set(['feed', 'import', 'webhook', 'manual'])

export const listOfAttachments = endpoint({
  params: itemParams,
  query: z.object({ caseId: z.string().min(1).max(120) }),
  async handle({ context, attachments, person, params, query }): Promise<AttachmentPage> {
    const { item } = await findItem(context.ledger.read, person, params.id, query.caseId)
    const { policy } = await policyOf(context.ledger.read, person.book)
    const kind = policy.sources.find((one) => one.id === item.source)?.kind ?? item.source
    if (item.kind !== 'letter' || mailless.has(kind)) return { attachments: [] }
    return { attachments: await attachments.list(item.sha256, namesOf(policy)) }
  },
})
