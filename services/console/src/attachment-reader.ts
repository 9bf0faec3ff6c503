// Attachments through the console's own thread: one letter at a time, and none for longer than people wait.
import type { Ledger } from '@huiying/ledger/ledger'
import { placeOf } from '@huiying/ledger/open'
import { failureOf } from '@huiying/runtime/failure'
import type { Logger } from '@huiying/runtime/log'
import type { Settings } from '@huiying/runtime/settings'
import { openThread, type Thread } from '@huiying/runtime/thread'
import { settleWithin } from '@huiying/runtime/time'
import type { NameList } from '@huiying/text/mask/mention'
import type { AttachmentPart } from './attachment-part.ts'
import type { AttachmentLine } from './attachment-wire.ts'
import type { Asked, LetterPlace } from './attachment-worker.ts'
import { notFound, RefusedError } from './endpoint.ts'

export interface AttachmentReader {
  /** Of the letter whose raw bytes are kept under this SHA-256; names masked. */
  list(sha256: string, names: NameList): Promise<AttachmentLine[]>
  /** Null when the letter has none of this number. */
  part(sha256: string, number: number): Promise<AttachmentPart | null>
  stop(): Promise<void>
}

/** A letter of 50 MB takes four seconds on a small machine that is busy; the page itself waits for 20. */
const ANSWER_MS_MAX = 15_000
/** Letters asked for and not yet read: a screen full of them for each of many desks. */
const WAITING_MAX = 500

const unreadable = () =>
  new RefusedError(422, 'unreadable', '程序读不了这封来信的附件，原件已封存未改动。请在收信的邮箱里查看')

/** No file of that name, or no row: it was erased a moment ago. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && ((error as { code?: string }).code === 'ENOENT' || error.message.startsWith('没有原件'))

/** The thread starts when the first letter is asked for: an evening without letters needs none. */
export function openAttachmentReader(ledger: Ledger, settings: Settings, log: Logger): AttachmentReader {
  const place = placeOf(settings)
  const isInDatabase = place.ledgerUrl !== null && place.blobUrl === null
  let thread: Thread | null = null
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  const start = () => {
    const onDeath = (error: Error) => log.error({ error: error.message }, 'attachment thread died')
    return openThread({ url: new URL('./attachment-worker.ts', import.meta.url), workerData: { place }, onDeath })
  }
  const stop = async () => {
    const running = thread
    thread = null
    await running?.stop()
  }
  const read = async <T>(sha256: string, what: { names: NameList } | { number: number }): Promise<T> => {
    try {
      const letter: LetterPlace = isInDatabase ? { sealed: await ledger.blobs.getSealed(sha256) } : { sha256 }
      thread ??= start()
      return await settleWithin(thread.call<T>({ letter, ...what } satisfies Asked), ANSWER_MS_MAX)
    } catch (error) {
      if (isGone(error)) throw notFound('来信原件')
      if (failureOf(error).kind === 'engine') throw error
      log.error({ sha256, error: error instanceof Error ? error.message : String(error) }, 'attachments unread')
      // Whatever it is still busy with, the next letter gets a thread that is not.
      await stop()
      throw unreadable()
    }
  }
  /** In turn: of many large letters asked for at once only one is in memory. */
  const inTurn = async <T>(run: () => Promise<T>): Promise<T> => {
    if (waiting >= WAITING_MAX) throw new RefusedError(503, 'busy', '正在读取的来信太多，请稍后再打开附件')
    waiting += 1
    const before = last
    const mine = (async () => {
      await before
      return run()
    })()
    last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      waiting -= 1
    }
  }
  return {
    list: (sha256, names) => inTurn(() => read<AttachmentLine[]>(sha256, { names })),
    part: (sha256, number) => inTurn(() => read<AttachmentPart | null>(sha256, { number })),
    stop,
  }
}
