// What a machine sends back: which of our mails did not arrive and at whom (RFC 3464), and that somebody is away.
import type { MimePart } from '@huiying/letter/mime'
import { decodeTransfer } from '@huiying/letter/mime-body'
import { decodeWords } from '@huiying/letter/mime-field'

export interface Bounce {
  /** Message-IDs of ours that it speaks of, with brackets. */
  messageIds: string[]
  /** Addresses that failed for good, lower case; a delay is not in it. */
  failed: string[]
  /** The server's reason, one line. */
  reason: string
}

const REASON_CHARS_MAX = 300

/** Null for what is no report of a delivery, or one that says that all went well. */
export function bounceOf(root: MimePart): Bounce | null {
  const status = partOf(root, 'message/delivery-status')
  if (status === null) return null
  const groups = decodeTransfer(status.body, status.coding)
    .toString('utf8')
    .split(/\r?\n[ \t]*\r?\n/)
    .map(fieldsOf)
  const failed = groups.filter((fields) => fields.get('action')?.toLowerCase() === 'failed')
  if (failed.length === 0) return null
  const addresses = failed.flatMap((fields) =>
    addressOf(fields.get('final-recipient') ?? fields.get('original-recipient')),
  )
  const reason = failed[0]!.get('diagnostic-code') ?? failed[0]!.get('status') ?? ''
  const messageIds = [...new Set(returnedIds(root))]
  return { messageIds, failed: addresses, reason: reason.replace(/^[\w-]+;\s*/, '').slice(0, REASON_CHARS_MAX) }
}

/** Out of office and the like, by the marks that programs leave (RFC 3834 and what came before it). */
export function isAutomatic(root: MimePart): boolean {
  const raw = (name: string) => root.head.find((line) => line.name === name)?.value.trim() ?? ''
  const header = (name: string) => raw(name).toLowerCase()
  const submitted = header('auto-submitted')
  if (submitted !== '' && !/^no\b/.test(submitted)) return true
  if (header('x-autoreply') !== '' || header('x-autorespond') !== '' || header('x-auto-reply') !== '') return true
  if (/^(auto_reply|auto-reply)$/.test(header('precedence'))) return true
  if (header('return-path') === '<>' || root.type.value === 'multipart/report') return true
  // Anybody may begin a letter with such words; only in an answer they are a machine's.
  const answers = header('in-reply-to') !== '' || header('references') !== ''
  const says = /^(自动回复|自动答复|外出自动|auto(matic)?[ -]?reply|out of (the )?office)/i
  return answers && says.test(decodeWords(raw('subject')).trim())
}

function partOf(part: MimePart, type: string): MimePart | null {
  if (part.type.value === type) return part
  for (const child of part.children) {
    const found = partOf(child, type)
    if (found !== null) return found
  }
  return null
}

/** Of the mail that came back, whole or only its head. */
function returnedIds(part: MimePart): string[] {
  if (/^(message\/rfc822|message\/global|text\/rfc822-headers)$/.test(part.type.value)) {
    const text = decodeTransfer(part.body, part.coding).toString('latin1')
    const id = /^message-id:\s*(<[^<>\s]+>)/im.exec(text)?.[1]
    return id === undefined ? [] : [id]
  }
  return part.children.flatMap(returnedIds)
}

function fieldsOf(block: string): Map<string, string> {
  const lines = block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  return new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(':')
      return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const]
    }),
  )
}

const addressOf = (written: string | undefined): string[] => {
  const address =
    written
      ?.replace(/^[\w-]+\s*;\s*/, '')
      .replace(/[<>]/g, '')
      .trim()
      .toLowerCase() ?? ''
  return address.includes('@') ? [address] : []
}
