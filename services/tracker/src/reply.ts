// What comes back to our mails: 签收 from the address it went to signs, once; what else it says rings at the desk.
import type { Item } from '@huiying/domain/item'
import { act } from '@huiying/ledger/act'
import { caseNow, readCase } from '@huiying/ledger/case'
import { deliveryById } from '@huiying/ledger/delivery'
import { readTexts } from '@huiying/ledger/item/item-read'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { deriveId } from '@huiying/runtime/id'

/** A reply is for reading at a glance in the time line; the rest stays in its mail. */
const REPLY_CHARS_MAX = 500
/** Where mail programs begin to repeat what they answer. */
const quoteStarts =
  /^(?:>|-{2,}.*(?:原始邮件|原邮件|回复的邮件|Original|转发)|发件人\s*[:：]|From\s*:|.*写道\s*[:：]\s*$)/i
const FILES = 'files:'
const saysSigned = /^已?签收[\p{P}\s]*$/u

/** The delivery an item answers, as the collector found it; null for what answers no mail of ours. */
export const answeredDelivery = (item: Item): string | null =>
  item.flags.find((flag) => flag.startsWith('reply-to:'))?.slice('reply-to:'.length) ?? null

/** Takes a reply in, any number of times as once; a refusal (改派, ended, signed before) is told to nobody by mail. */
export async function takeReply(ledger: Ledger, item: Item, deliveryId: string, now: number): Promise<void> {
  const delivery = await deliveryById(ledger.read, deliveryId)
  if (delivery === null) return
  const { caseId, fact } = delivery
  if (item.flags.includes('signs') && fact.assignmentId !== null) {
    const { policy } = await policyOf(ledger.read, item.book)
    const contact = policy.units.flatMap((unit) => unit.contacts).find((one) => one.id === fact.to)
    const by = contact?.name ?? fact.to
    const order = { do: 'assignment.sign', id: fact.assignmentId, by, how: '邮件' } as const
    const command = { commandId: deriveId('cmd', 'sign', item.id), actor: fact.to, expectedVersion: null, ...order }
    await act(ledger, caseId, command, now)
  }
  const isAddressee = item.flags.includes('from-addressee')
  const [read] = await readTexts(ledger.read, ledger.fresh, [item.id])
  const words = wordsOf(read?.masked ?? '')
  const files = Number(item.flags.find((flag) => flag.startsWith(FILES))?.slice(FILES.length) ?? 0)
  if (files === 0 && (words === '' || (isAddressee && saysSigned.test(words)))) return
  // Where the case is worked on now: who looks there must hear of it.
  const state = await caseNow(ledger.read, caseId)
  if (state === null) return
  const before = await readCase(ledger.read, caseId)
  const merged = state.id === caseId ? '' : `回复的是已并入本案的 ${before?.number}。`
  const text = `${isAddressee ? '' : '不是从收件人的邮箱发来，请核实。'}${merged}${said(words, item, files)}`
  const told = { unit: fact.unit ?? fact.to, text, isStranger: !isAddressee, letterId: item.id, files }
  const order = { do: 'reply.tell', ...told } as const
  const actor = isAddressee ? fact.to : 'system'
  const head = { commandId: deriveId('cmd', 'reply', item.id), actor, expectedVersion: null }
  await act(ledger, state.id, { ...head, ...order }, now)
}

/** Of files without a word it is told what there is to open. */
function said(words: string, { flags }: Item, files: number): string {
  if (words === '') return flags.includes('pictures-only') ? '来件（只有图片）' : `来件（只有 ${files} 个文件）`
  return files === 0 ? words : `${words}（附 ${files} 个文件）`
}

/** What the reply itself says, masked, without its subject and without our mail below it. */
function wordsOf(masked: string): string {
  const lines = masked.split('\n').slice(1)
  const quoted = lines.findIndex((line) => quoteStarts.test(line.trim()))
  const words = lines
    .slice(0, quoted < 0 ? undefined : quoted)
    .join('\n')
    .replace(/\n\s*\n+/g, '\n')
    .trim()
  return words.length <= REPLY_CHARS_MAX ? words : `${words.slice(0, REPLY_CHARS_MAX)}……（余下见原邮件）`
}
