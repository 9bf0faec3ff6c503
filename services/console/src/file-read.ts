// GET /api/cases/:id/files/:sha256: a file of a case as a download that no browser runs.
import { z } from 'zod'
import { caseParams, findCase } from './case-read.ts'
import { endpoint, notFound } from './endpoint.ts'

export const readFile = endpoint({
  params: caseParams.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/, '应为 64 位十六进制') }),
  async handle({ context, person, params, reply }) {
    const state = await findCase(context.ledger.read, person, params.id)
    const attachment = state.attachments.find((one) => one.sha256 === params.sha256)
    if (attachment === undefined) throw notFound('附件')
    const bytes = await context.ledger.blobs.get(attachment.sha256)
    const name = encodeURIComponent(attachment.name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
    reply.type(attachment.type)
    reply.header('content-disposition', `attachment; filename="file"; filename*=UTF-8''${name}`)
    reply.header('content-security-policy', "default-src 'none'; sandbox")
    reply.header('cross-origin-resource-policy', 'same-origin')
    return reply.send(bytes)
  },
})
