// The console's worker thread: takes attachments out of sealed letters, so that none holds up the screens.
import { workerData } from 'node:worker_threads'
import { type Keeper, openKeeper } from '@huiying/ledger/blob/keep'
import type { LedgerOptions } from '@huiying/ledger/open'
import { serveThread } from '@huiying/runtime/thread'
import type { NameList } from '@huiying/text/mask/mention'
import { attachmentAt, listAttachments } from './attachment-part.ts'

/** Where the letter is: under this name in the blobs, or its sealed bytes where the database keeps them. */
export type LetterPlace = { sha256: string } | { sealed: Uint8Array }
/** All of them as lines, or the one of this number. */
export type Asked = { letter: LetterPlace } & ({ names: NameList } | { number: number })

const { place } = workerData as { place: LedgerOptions }
let keeper: Keeper | null = null

async function bytesOf(letter: LetterPlace): Promise<Buffer> {
  keeper ??= openKeeper(place)
  if ('sealed' in letter) return keeper.sealer.open(letter.sealed)
  if (keeper.blobs === null) throw new Error('原件在数据库里，线程读不到')
  return keeper.blobs.get(letter.sha256)
}

serveThread(
  async (asked: Asked) => {
    const raw = await bytesOf(asked.letter)
    return 'number' in asked ? attachmentAt(raw, asked.number) : listAttachments(raw, asked.names)
  },
  { standsBack: false },
)
