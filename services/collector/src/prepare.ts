// What computes about a letter, apart from every engine: parsing, masking, marks and names; run in the collector's
// thread.

import type { Attachment } from '@huiying/letter/body'
import { cleanText } from '@huiying/runtime/clean'
import { findClassified } from '@huiying/text/classified'
import { type Masked, mask } from '@huiying/text/mask'
import { findMentions, hideNames, type Mentions, type NameList } from '@huiying/text/mask/mention'
import { attachmentText } from './attachment-text.ts'
import type { Bounce } from './bounce.ts'
import { type Letter, readLetter } from './letter.ts'

export interface PreparedLetter {
  /** Message-ID as written. */
  ownId: string | null
  at: number | null
  receivedAt: number | null
  from: string | null
  /** Where the writer is answered; sealed, and nowhere in clear. */
  replyTo: string | null
  /** The writer's, as the head has it; sealed with where he is answered. */
  fromName: string | null
  inReplyTo: string[]
  autoSubmitted: boolean
  bounce: Bounce | null
  /** The reply says 签收 in its first words. */
  signs: boolean
  flags: string[]
  /** How many files hang on it; the sign of an office below its words is none. */
  files: number
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
  return (await prepareLetters([raw], names))[0]!
}

/**
 * Step by step, each of all letters: what reads mails, what masks and what knows the names are each as much as stays
 * near, and take longer when they take turns for every letter.
 */
export async function prepareLetters(raws: readonly Uint8Array[], names: NameList): Promise<PreparedLetter[]> {
  const written: Written[] = []
  for (const raw of raws) written.push(await readWritten(raw))
  const masks = written.map(({ clear }) => mask(clear))
  return written.map((one, index) => prepared(one, masks[index]!, names))
}

/** A letter, and all that is written in it. */
interface Written {
  letter: Letter
  files: number
  clear: string
  flags: string[]
}

async function readWritten(raw: Uint8Array): Promise<Written> {
  const letter = await readLetter(raw)
  // A mail of ours that came back may be an answer to a writer: its words go with his letter and live on nowhere else.
  const attached = await attachmentText(letter.isReport ? [] : letter.attachments)
  const body = attached.text === '' ? letter.text : `${letter.text}\n\n${attached.text}`
  const { text: clear, changed } = cleanText(`${letter.title}\n${body}`)
  const flags = [...letter.flags, ...attached.flags, ...(changed ? ['characters-replaced'] : [])]
  // Their words are read: of a whole batch the files themselves would be too much to hold.
  return { letter: { ...letter, attachments: [] }, files: countFiles(letter), clear, flags }
}

/** The sign of an office, a line drawn, a code to scan: what a mail program sets below a name is no larger. */
const SIGN_BYTES_MAX = 32 * 1024

/** What a letter shows below its own words and what is as small as a sign is not sent for its own sake. */
function countFiles({ text, attachments }: Letter): number {
  const isSign = ({ isShown, bytes, type }: Attachment) =>
    isShown && bytes <= SIGN_BYTES_MAX && type.startsWith('image/')
  return text === '' ? attachments.length : attachments.filter((one) => !isSign(one)).length
}

function prepared({ letter, files, clear, flags }: Written, covered: Masked, names: NameList): PreparedLetter {
  const known = covered.found.filter((one) => one.kind === 'name').map((one) => clear.slice(one.start, one.end))
  const found = findMentions(names, clear, hideNames(covered.text, [...known, letter.fromName]))
  return {
    ownId: letter.id,
    at: letter.at,
    receivedAt: letter.receivedAt,
    from: letter.from,
    replyTo: letter.replyTo,
    fromName: letter.fromName,
    inReplyTo: letter.inReplyTo,
    autoSubmitted: letter.autoSubmitted,
    bounce: letter.bounce,
    signs: /^\s*(已?签收)/.test(letter.text),
    flags,
    files,
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
  const unknown = { ownId: null, at: null, receivedAt: null, from: null, replyTo: null, fromName: null, inReplyTo: [] }
  const mentions = { units: [], contacts: [] }
  const told = { clear, masked: clear, mentions, classified: null, cutFrom: null, flags: ['unreadable', 'no-date'] }
  return { ...unknown, ...told, files: 0, autoSubmitted: false, bounce: null, signs: false }
}
