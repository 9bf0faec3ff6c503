// Prepared letters made ready for the record: raw bytes kept, text and writer's address sealed, ids derived.
import { sha256 } from '@huiying/ledger/blob/blob'
import type { Keeper } from '@huiying/ledger/blob/keep'
import { type Sealed, sealContent } from '@huiying/ledger/item/content'
import { deriveId } from '@huiying/runtime/id'
import type { PreparedLetter } from './prepare.ts'

export interface KeptLetter extends PreparedLetter {
  /** The id its item has. */
  id: string
  /** Of the raw bytes: the name they are kept under. */
  sha256: string
  /** The writer's address, where he can be answered. */
  writer: string | null
  sealed: Sealed
}

/** What of a source the letters' ids and writers turn on. */
export interface LetterSource {
  id: string
  mail?: string | null | undefined
}

/** On disk when it resolves; where the database keeps blobs itself `isKept` is false, and who writes it puts them. */
export async function keepLetters(
  { sealer, blobs }: Keeper,
  source: LetterSource,
  raws: Uint8Array[],
  letters: PreparedLetter[],
): Promise<{ letters: KeptLetter[]; isKept: boolean }> {
  const shas = blobs === null ? raws.map(sha256) : await blobs.putMany(raws)
  const kept = letters.map((letter, index) => {
    const id = deriveId('item', source.id, letter.ownId ?? '', shas[index]!)
    const writer = writerOf(source, letter)
    return {
      ...letter,
      id,
      sha256: shas[index]!,
      writer,
      sealed: sealContent(sealer, { id, clear: letter.clear, writer, writerName: letter.fromName }),
    }
  })
  return { letters: kept, isKept: blobs !== null }
}

/** Not the mailbox itself: a form on a website that sends in its name has nobody behind it to be answered. */
const writerOf = ({ mail }: LetterSource, { replyTo }: PreparedLetter): string | null =>
  replyTo?.toLowerCase() === mail?.toLowerCase() ? null : replyTo
