// One RFC 822 message read into a letter; mailparser stands behind this file alone. Never invents a date.
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import { decodeBytes } from './charset.ts'
import { readDate } from './date.ts'
import { plainTextOf } from './html.ts'
import { mendLetter, mendName } from './letter-mend.ts'

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

/** Reads the bytes of a message; broken MIME gives what can be read, with flags. Never throws for what was written. */
export async function readLetter(bytes: Uint8Array): Promise<Letter> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const read = isUtf8(raw) ? await parse(raw) : null
  if (read !== null && !isGarbled(read)) return letterOf(read, [])
  // Only letters whose bytes are not what they say pay for a second look.
  const mended = await parse(mendLetter(raw))
  if (mended !== null) return letterOf(mended, ['charset-guessed', ...(isGarbled(mended) ? ['suspected-garbled'] : [])])
  return read === null ? unreadable(raw) : letterOf(read, ['suspected-garbled'])
}

/** Null when the library gives up on it. */
async function parse(raw: Buffer): Promise<ParsedMail | null> {
  const options = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true }
  return simpleParser(raw, options).catch(() => null)
}

function isGarbled(mail: ParsedMail): boolean {
  const name = mail.from?.value[0]?.name ?? ''
  return `${mail.subject ?? ''}${name}${mail.text ?? ''}${mail.html || ''}`.includes('\uFFFD')
}

/** The whole as text, marked, so that a person can read what no library could. */
function unreadable(raw: Buffer): Letter {
  const { text } = decodeBytes(raw, [])
  const head = { id: null, title: '', from: null, fromName: null, to: [], at: null, receivedAt: null }
  return { ...head, text, attachments: [], inReplyTo: [], autoSubmitted: false, flags: ['mime-broken', 'no-date'] }
}

function letterOf(mail: ParsedMail, wrong: string[]): Letter {
  const written = headerText(mail, 'date')
  const at = written === null ? null : dateOf(written)
  const body = bodyOf(mail)
  const flags = [...wrong, ...body.flags]
  if (!written) flags.push('no-date')
  else if (at === null) flags.push('bad-date')
  return {
    id: messageIdOf(mail),
    title: (mail.subject ?? '').trim(),
    from: mail.from?.value[0]?.address || null,
    fromName: mail.from?.value[0]?.name || null,
    to: addressesOf(mail.to),
    at,
    receivedAt: receivedAt(mail),
    text: body.text,
    attachments: mail.attachments.map((one) => ({
      name: mendName(one.filename ?? ''),
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

/** A day without an hour is no moment: a letter's clock would start at a time nobody wrote. */
function dateOf(text: string): number | null {
  const read = readDate(text, null)
  return read === null || read.precision === 'day' ? null : read.at
}

/** The plain part as written, else the HTML as text. */
function bodyOf(mail: ParsedMail): { text: string; flags: string[] } {
  const text = (mail.text ?? '').replace(/\r\n?/g, '\n').trim()
  return text !== '' || !mail.html ? { text, flags: [] } : plainTextOf(mail.html)
}

function messageIdOf(mail: ParsedMail): string | null {
  const written = headerText(mail, 'message-id') ?? ''
  return /<[^<>]*>/.exec(written)?.[0] ?? (written || null)
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
