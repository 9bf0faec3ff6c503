// POST /api/cases/:id/files: a file for a case; typed by its bytes, sealed under its SHA-256, then on record.
import type { Order } from '@huiying/domain/command'
import { act, previewAct } from '@huiying/ledger/act'
import { sha256 as hashOf } from '@huiying/ledger/blob/blob'
import type { Ledger } from '@huiying/ledger/ledger'
import { randomToken } from '@huiying/runtime/id'
import { findClassified } from '@huiying/text/classified'
import { mask } from '@huiying/text/mask'
import { z } from 'zod'
import { caseParams, findCase } from './case-read.ts'
import { endpoint, RefusedError } from './endpoint.ts'
import { typeOf } from './file-type.ts'

export const FILE_BYTES_MAX = 10 * 1024 * 1024
const NAME_CHARS_MAX = 120

export const addFile = endpoint({
  params: caseParams,
  query: z.object({ name: z.string().trim().min(1).max(NAME_CHARS_MAX) }),
  async handle({ context, person, params, query, request, now }) {
    const { ledger } = context
    const state = await findCase(ledger.read, person, params.id)
    const order = await keepFile({ ledger, caseId: state.id, now }, query.name, request.body)
    if (typeof order === 'string') throw new RefusedError(422, 'input', order)
    const head = { commandId: `${person.login}:file:${randomToken()}`, actor: person.login, expectedVersion: null }
    const answer = await act(ledger, state.id, { ...head, ...order }, now)
    if (!answer.ok && !state.attachments.some((one) => one.sha256 === order.sha256)) {
      throw new RefusedError(409, answer.code, answer.message)
    }
    const { sha256, name, type, bytes } = order
    return { sha256, name, type, bytes }
  },
})

type AddOrder = Extract<Order, { do: 'attachment.add' }>

interface Keeping {
  ledger: Ledger
  caseId: string
  now: number
}

/**
 * Seals the bytes under their SHA-256 and gives the order that puts them on record; or says in words why not. What the
 * case refuses (it is there already, or one too many) is not sealed: no entry would ever name it.
 */
export async function keepFile(
  { ledger, caseId, now }: Keeping,
  given: string,
  bytes: unknown,
): Promise<AddOrder | string> {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return '没有收到文件内容。未保存'
  const found = typeOf(bytes)
  if (found === null) return '只收图片、PDF、Office 文档（不带宏）和纯文本。未保存，请另存后再传'
  if (findClassified(`${given}\n${found.type === 'text/plain' ? bytes.toString('utf8') : ''}`) !== null) {
    return '文件带涉密标识，没有保存。勿转发、勿截图，请联系保密办'
  }
  const name = nameOf(given, found.ending)
  const order: AddOrder = { do: 'attachment.add', sha256: hashOf(bytes), name, type: found.type, bytes: bytes.length }
  const head = { commandId: '', actor: '', expectedVersion: null }
  const foreseen = await previewAct(ledger.read, caseId, { ...head, ...order }, now)
  if (foreseen.ok) await ledger.blobs.put(bytes)
  return order
}

/** Without path and control characters, masked, and with the ending of what it is. */
function nameOf(given: string, ending: string): string {
  const plain = given
    .replace(/^.*[/\\]/, '')
    .replace(/[\p{Cc}\p{Cf}"<>:|?*]/gu, '')
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
  return `${mask(plain).text.slice(0, NAME_CHARS_MAX) || '附件'}.${ending}`
}
