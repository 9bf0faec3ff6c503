// The attachments of one letter out of its raw bytes: all of them as lines, or one of them whole.
import { readBody, type TakenFile } from '@huiying/letter/body'
import { type MimePart, readMime } from '@huiying/letter/mime'
import { decodeWords, onLine } from '@huiying/letter/mime-field'
import { mask } from '@huiying/text/mask'
import { findMentions, hideNames, type NameList } from '@huiying/text/mask/mention'
import { type AttachmentKind, kindOf } from './attachment-kind.ts'
import type { AttachmentLine } from './attachment-wire.ts'
import { safeFileName } from './file-name.ts'

/** Of one letter; the number of the last one. */
export const ATTACHMENTS_MAX = 500
/** Looked through for names of people. */
const TEXT_CHARS_MAX = 100_000
/** Letters within letters that are looked into. */
const WITHIN_MAX = 3

export interface AttachmentPart extends Pick<AttachmentKind, 'picture'> {
  /** As it may be saved under; in the clear. */
  name: string
  /** With room of its own: what crosses threads takes its whole memory along. */
  content: Uint8Array
}

/** Names masked like the letter: by what they say themselves, and by the names of people the letter's text holds. */
export function listAttachments(raw: Buffer, names: NameList): AttachmentLine[] {
  const { root } = readMime(raw)
  const files: (Omit<AttachmentLine, 'name'> & { clear: string })[] = []
  const text = takeFiles(root, (file, number) => {
    const { words, picture } = kindOf(file.name, file.type, file.content, file.isBroken)
    const clear = safeFileName(file.name, fallbackName(number))
    files.push({ number, clear, kind: words, bytes: file.content.length, isPicture: picture !== null })
  })
  if (files.length === 0) return []
  const header = (name: string) => onLine(root.head.find((line) => line.name === name)?.value ?? '')
  const written = `${decodeWords(header('subject'))}\n${text.slice(0, TEXT_CHARS_MAX)}`
  const people = mask(written).found.flatMap(({ kind, start, end }) =>
    kind === 'name' ? [written.slice(start, end)] : [],
  )
  const sender = decodeWords(header('from')).replace(/["“”]|\s*<.*$/g, '')
  return files.map(({ clear, ...line }) => {
    const covered = hideNames(mask(clear).text, [...people, sender.trim()])
    return { ...line, name: findMentions(names, clear, covered).masked }
  })
}

/** By its number in the list, from 1; null when the letter has no such one. */
export function attachmentAt(raw: Buffer, number: number): AttachmentPart | null {
  let found: TakenFile | null = null
  takeFiles(readMime(raw).root, (file, at) => {
    if (at === number) found = file
  })
  return found === null ? null : partOf(found, number)
}

/** Every file with its number from 1, what hangs on a letter sent on behind that letter; gives the letter's text. */
function takeFiles(root: MimePart, take: (file: TakenFile, number: number) => void): string {
  let number = 0
  const walk = (part: MimePart, depth: number): string =>
    readBody(part, (file) => {
      if (number >= ATTACHMENTS_MAX) return
      number += 1
      take(file, number)
      const isLetter = file.type === 'message/rfc822' || file.type === 'message/global'
      if (isLetter && depth < WITHIN_MAX) walk(readMime(file.content).root, depth + 1)
    }).text
  return walk(root, 0)
}

function partOf({ name, type, content, isBroken }: TakenFile, number: number): AttachmentPart {
  const { picture, isActive } = kindOf(name, type, content, isBroken)
  const safe = safeFileName(name, fallbackName(number))
  return { name: isActive ? `${safe}.bin` : safe, picture, content: new Uint8Array(content) }
}

const fallbackName = (number: number): string => `附件${number}`
