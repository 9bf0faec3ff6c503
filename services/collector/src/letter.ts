// One RFC 822 message read into a letter; mailparser stands behind this file alone. Never invents a date.
import { createHash } from 'node:crypto'
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'

export interface Letter {
  /** Message-ID as written, else null. */
  id: string | null
  title: string
  from: string | null
  /** The writer's display name; hidden wherever it stands in the text. */
  fromName: string | null
  to: string[]
  /** The `Date` header, UTC milliseconds; null when there is none or it is no date. */
  at: number | null
  /** The topmost `Received`, UTC milliseconds; null when there is none. */
  receivedAt: number | null
  text: string
  attachments: { name: string; type: string; bytes: number; sha256: string; content: Buffer }[]
  inReplyTo: string[]
  autoSubmitted: boolean
  flags: string[]
}

/** Reads the bytes of a message; broken MIME gives what can be read, with flags. */
export async function readLetter(bytes: Uint8Array): Promise<Letter> {
  const mail = await simpleParser(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    skipHtmlToText: false,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  })
  const written = headerText(mail, 'date')
  const flags: string[] = []
  const at = written === null ? null : dateOf(written)
  if (written === null) flags.push('no-date')
  else if (at === null) flags.push('bad-date')
  return {
    id: mail.messageId ?? null,
    title: (mail.subject ?? '').trim(),
    from: mail.from?.value[0]?.address ?? null,
    fromName: mail.from?.value[0]?.name || null,
    to: addressesOf(mail.to),
    at,
    receivedAt: receivedAt(mail),
    text: (mail.text ?? '').replace(/\r\n/g, '\n').trim(),
    attachments: mail.attachments.map((one) => ({
      name: one.filename ?? '',
      type: one.contentType,
      bytes: one.size,
      sha256: createHash('sha256').update(one.content).digest('hex'),
      content: one.content,
    })),
    inReplyTo: [mail.inReplyTo ?? '', ...[mail.references ?? []].flat()].filter((one) => one !== ''),
    autoSubmitted: (headerText(mail, 'auto-submitted') ?? 'no').toLowerCase() !== 'no',
    flags,
  }
}

function headerText(mail: ParsedMail, name: string): string | null {
  const line = mail.headerLines.find((one) => one.key === name)?.line
  return line === undefined
    ? null
    : line
        .slice(line.indexOf(':') + 1)
        .replace(/\s+/g, ' ')
        .trim()
}

function dateOf(text: string): number | null {
  const at = Date.parse(text.replace(/\s*\([^)]*\)\s*$/, ''))
  return Number.isNaN(at) ? null : at
}

function receivedAt(mail: ParsedMail): number | null {
  const line = headerText(mail, 'received')
  if (line === null) return null
  const semicolon = line.lastIndexOf(';')
  return semicolon < 0 ? null : dateOf(line.slice(semicolon + 1).trim())
}

function addressesOf(to: AddressObject | AddressObject[] | undefined): string[] {
  return [to ?? []].flat().flatMap((group) => group.value.flatMap((one) => one.address ?? []))
}
