// What computes about a letter, apart from every engine: parsing, masking, marks and names; run in the collector's
// thread.

import { cleanText } from '@huiying/runtime/clean'
import { findClassified } from '@huiying/text/classified'
import { mask } from '@huiying/text/mask'
import { findMentions, hideNames, type Mentions, type NameList } from '@huiying/text/mask/mention'
import { attachmentText } from './attachment-text.ts'
import type { Bounce } from './bounce.ts'
import { readLetter } from './letter.ts'

export interface PreparedLetter {
  /** Message-ID as written. */
  ownId: string | null
  at: number | null
  receivedAt: number | null
  from: string | null
  /** Where the writer is answered; sealed, and nowhere in clear. */
  replyTo: string | null
  inReplyTo: string[]
  autoSubmitted: boolean
  bounce: Bounce | null
  /** The reply says 签收 in its first words. */
  signs: boolean
  flags: string[]
  /** Title, a line break, body, and behind it the words of the attached documents. */
  clear: string
  masked: string
  mentions: Mentions
  /** 绝密★, 机密★ or 秘密★ stands on it: it goes no further. */
  classified: string | null
  /** The letter's own size in bytes when it is too large and only its beginning was read. */
  cutFrom: number | null
}

export async function prepareLetter(raw: Uint8Array, names: NameList): Promise<PreparedLetter> {
  const letter = await readLetter(raw)
  // A mail of ours that came back may be an answer to a writer: its words go with his letter and live on nowhere else.
  const attached = await attachmentText(letter.isReport ? [] : letter.attachments)
  const body = attached.text === '' ? letter.text : `${letter.text}\n\n${attached.text}`
  const { text: clear, changed } = cleanText(`${letter.title}\n${body}`)
  const covered = mask(clear)
  const known = covered.found.filter((one) => one.kind === 'name').map((one) => clear.slice(one.start, one.end))
  const found = findMentions(names, clear, hideNames(covered.text, [...known, letter.fromName]))
  return {
    ownId: letter.id,
    at: letter.at,
    receivedAt: letter.receivedAt,
    from: letter.from,
    replyTo: letter.replyTo,
    inReplyTo: letter.inReplyTo,
    autoSubmitted: letter.autoSubmitted,
    bounce: letter.bounce,
    signs: /^\s*(已?签收)/.test(letter.text),
    flags: [...letter.flags, ...attached.flags, ...(changed ? ['characters-replaced'] : [])],
    clear,
    masked: found.masked,
    mentions: found.mentions,
    classified: findClassified(clear)?.level ?? null,
    cutFrom: null,
  }
}

/** What stands for a letter that no reader survives: its bytes are kept, and a person is told to look. */
export function unreadableLetter(): PreparedLetter {
  const clear = '（来信无法读取）\n程序读不了这封来信，原件已封存未改动，请人工查看原件。'
  const unknown = { ownId: null, at: null, receivedAt: null, from: null, replyTo: null, inReplyTo: [] }
  const mentions = { units: [], contacts: [] }
  const told = { clear, masked: clear, mentions, classified: null, cutFrom: null, flags: ['unreadable', 'no-date'] }
  return { ...unknown, ...told, autoSubmitted: false, bounce: null, signs: false }
}
