// GET /api/cases/:id/files/:sha256: a file of a case, or the kept page of a response, as a download no browser runs.
import type { Case } from '@huiying/domain/case'
import type { Reader } from '@huiying/ledger/ledger'
import { publicationsOf } from '@huiying/ledger/publication'
import { z } from 'zod'
import { caseParams, findCase } from './case-read.ts'
import { endpoint, notFound } from './endpoint.ts'
import { dispositionOf } from './file-name.ts'

export const readFile = endpoint({
  params: caseParams.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/, '应为 64 位十六进制') }),
  async handle({ context, person, params, reply }) {
    const state = await findCase(context.ledger.read, person, params.id)
    const file = await findFile(context.ledger.read, state, params.sha256)
    if (file === null) throw notFound('附件')
    const bytes = await context.ledger.blobs.get(params.sha256)
    reply.type(file.type)
    reply.header('content-disposition', dispositionOf('attachment', file.name))
    reply.header('content-security-policy', "default-src 'none'; sandbox")
    reply.header('cross-origin-resource-policy', 'same-origin')
    return reply.send(bytes)
  },
})

/** Of what was kept of a page, the first bytes and the last ones. Somebody else's page: never sent as HTML. */
async function findFile(read: Reader, state: Case, sha256: string): Promise<{ name: string; type: string } | null> {
  const attachment = state.attachments.find((one) => one.sha256 === sha256)
  if (attachment !== undefined) return attachment
  const pages = await publicationsOf(read, [state.id])
  const kept = pages.some((page) => page.firstSha256 === sha256 || page.checked?.sha256 === sha256)
  return kept ? { name: `回应页面存档-${sha256.slice(0, 8)}.bin`, type: 'application/octet-stream' } : null
}
