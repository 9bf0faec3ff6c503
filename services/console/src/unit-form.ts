// The unit's page sends its file as a plain form does (multipart): the words are the body, the file stands beside them.
import { readLink } from '@huiying/runtime/link'
import type { FastifyRequest } from 'fastify'
import { type ConsoleContext, RefusedError } from './endpoint.ts'

export interface UnitFile {
  name: string
  bytes: Buffer
}

/** For the unit's page alone: every other path takes files as plain bytes. */
export const unitFormReader =
  ({ ledger, time }: Pick<ConsoleContext, 'ledger' | 'time'>) =>
  async (request: FastifyRequest, body: string | Buffer): Promise<Record<string, string>> => {
    if (!request.url.startsWith('/mail/')) throw new RefusedError(415, 'input', '不认识的格式。未作登记')
    const { token = '' } = request.params as { token?: string }
    // Taking ten megabytes apart costs a second: only for who holds a link of ours; another is told so by the page.
    if ('refused' in readLink(ledger.sealer.linkKey, token, time.now())) return {}
    return readForm(request, body)
  }

async function readForm(request: FastifyRequest, body: string | Buffer): Promise<Record<string, string>> {
  const type = request.headers['content-type'] ?? ''
  const form = await new Response(new Uint8Array(Buffer.from(body)), { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw new RefusedError(400, 'input', '表单读不出。未作登记，请重新提交', { cause })
    })
  const words: Record<string, string> = {}
  for (const [name, value] of form) {
    if (typeof value === 'string') words[name] = value
    else if (value.size > 0) request.unitFile = { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) }
  }
  return words
}
