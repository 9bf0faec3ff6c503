// POST /api/items/:id/attachments/:number: one attachment, once its looking and the reason are on record.
import { recordViewing } from '@huiying/ledger/item/item-view'
import { z } from 'zod'
import { ATTACHMENTS_MAX } from './attachment-part.ts'
import { endpoint, notFound } from './endpoint.ts'
import { dispositionOf } from './file-name.ts'
import { findItem, itemParams, lookBody } from './item-find.ts'

export const openAttachment = endpoint({
  params: itemParams.extend({ number: z.coerce.number().int().min(1).max(ATTACHMENTS_MAX) }),
  body: lookBody,
  async handle({ context, attachments, person, params, body, now, reply }) {
    const { ledger } = context
    const { item } = await findItem(ledger.read, person, params.id, body.caseId)
    // Read before it is put on record: what cannot be shown has not been looked at.
    const part = await attachments.part(item.sha256, params.number)
    if (part === null) throw notFound('附件')
    const viewing = {
      itemId: item.id,
      caseId: body.caseId,
      attachment: params.number,
      actor: person.login,
      reason: body.reason,
    }
    if ((await recordViewing(ledger, viewing, now)) === null) throw notFound('信息')
    reply.type(part.picture ?? 'application/octet-stream')
    reply.header('content-disposition', dispositionOf(part.picture === null ? 'attachment' : 'inline', part.name))
    reply.header('content-security-policy', "default-src 'none'; sandbox")
    reply.header('cross-origin-resource-policy', 'same-origin')
    reply.header('cache-control', 'no-store')
    const { buffer, byteOffset, byteLength } = part.content
    return reply.send(Buffer.from(buffer, byteOffset, byteLength))
  },
})
