// One RFC 822 message read into a letter, out of its parts. Never invents a date, never throws for what was written.

import { type Attachment, bodyOf } from '@huiying/letter/body'
import { type HeaderLine, readMime } from '@huiying/letter/mime'
import { decodeWords, onLine } from '@huiying/letter/mime-field'
import { type Bounce, bounceOf, isAutomatic } from './bounce.ts'
import { readDate } from './date.ts'
import type { ReadDate } from './date-part.ts'
import { addressesOf } from './mime-address.ts'

export interface Letter {
  /** Message-ID as written, else null. */
  id: string | null
  title: string
  from: string | null
  /** Where the writer asks to be answered, else `from`. */
  replyTo: string | null
  /** The writer's display name; hidden wherever it stands in the text. */
  fromName: string | null
  to: string[]
  /** The `Date` header, UTC milliseconds; null when there is none or it is no date. */
  at: number | null
  /** The topmost `Received`, UTC milliseconds; null when there is none. */
  receivedAt: number | null
  text: string
  attachments: Attachment[]
  inReplyTo: string[]
  /** A machine answered, or reports on a delivery. */
  autoSubmitted: boolean
  /** A program's report on another mail, which hangs on it (RFC 6522). */
  isReport: boolean
  bounce: Bounce | null
  flags: string[]
}

/** Of a larger letter only the beginning is read and recorded; what is left of it is kept where it came from. */
export const LETTER_BYTES_MAX = 50 * 1024 * 1024
export const LETTER_HEAD_BYTES = 1024 * 1024

/** Reads the bytes of a message; broken MIME gives what can be read, with flags. */
export async function readLetter(bytes: Uint8Array): Promise<Letter> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { root, flags } = readMime(raw)
  const header = (name: string) => headerText(root.head, name)
  const body = bodyOf(root)
  // A wide blank within stays: it is as written.
  const title = onLine(decodeWords(header('subject') ?? '')).trim()
  const from = addressesOf(header('from') ?? '')[0]
  const dates = headerTexts(root.head, 'date').map(decodeWords)
  const moment = dates.map(momentOf).find((one) => one !== null) ?? null
  const garbled = title.includes('\uFFFD') && !body.flags.includes('suspected-garbled') ? ['suspected-garbled'] : []
  return {
    id: messageIdOf(header('message-id')),
    title,
    from: from?.address ?? null,
    replyTo: addressesOf(header('reply-to') ?? '')[0]?.address ?? from?.address ?? null,
    fromName: from?.name || null,
    to: root.head
      .filter((line) => line.name === 'to')
      .flatMap((line) => addressesOf(line.value).map((one) => one.address)),
    at: moment?.at ?? null,
    receivedAt: receivedAt(header('received')),
    text: body.text,
    attachments: body.attachments,
    inReplyTo: [header('in-reply-to'), header('references')].flatMap((text) => text?.match(/<[^<>\s]+>/g) ?? []),
    autoSubmitted: isAutomatic(root),
    isReport: root.type.value === 'multipart/report',
    bounce: bounceOf(root),
    flags: [...flags, ...body.flags, ...garbled, ...dateFlags(dates, moment)],
  }
}

/** The first line of that name, one byte a character; null when there is none. */
function headerText(head: HeaderLine[], name: string): string | null {
  const line = head.find((one) => one.name === name)
  return line === undefined ? null : onLine(line.value)
}

const headerTexts = (head: HeaderLine[], name: string): string[] =>
  head.filter((line) => line.name === name).map((line) => onLine(line.value))

/** A day without an hour is no moment: a letter's clock would start at a time nobody wrote. */
function momentOf(text: string): ReadDate | null {
  const read = readDate(text, null)
  return read === null || read.precision === 'day' ? null : read
}

function dateFlags(dates: string[], moment: ReadDate | null): string[] {
  if (moment !== null) return moment.zoneAssumed ? ['zone-assumed'] : []
  return dates.every((date) => date === '') ? ['no-date'] : ['bad-date']
}

function messageIdOf(written: string | null): string | null {
  return written === null ? null : (/<[^<>]*>/.exec(written)?.[0] ?? (written || null))
}

function receivedAt(line: string | null): number | null {
  if (line === null) return null
  const semicolon = line.lastIndexOf(';')
  return semicolon < 0 ? null : (momentOf(line.slice(semicolon + 1).trim())?.at ?? null)
}
