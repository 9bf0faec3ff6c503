// Attachments through the console's own thread: one letter at a time, and none for longer than people wait.
import type { Ledger } from '@huiying/ledger/ledger'
import { placeOf } from '@huiying/ledger/open'
import { failureOf } from '@huiying/runtime/failure'
import type { Logger } from '@huiying/runtime/log'
import type { Settings } from '@huiying/runtime/settings'
import { openThread, type Thread } from '@huiying/runtime/thread'
import { type Clockwork, real, settleWithin, TooLongError } from '@huiying/runtime/time'
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

export interface AttachmentLimits {
  /** Of the thread; its buffers aside. */
  heapMibMax?: number
  /** What the waiting is measured with: people's time, not the book's. */
  clock?: Pick<Clockwork, 'after'>
}

/** A letter of 50 MB takes four seconds on a small machine that is busy. */
const READ_MS_MAX = 15_000
/** From the asking, its turn and all; the page itself waits for 20 seconds and would then know no reason. */
const ANSWER_MS_MAX = 18_000
/** Letters asked for and not yet answered: a screen full of them for each of many desks. */
const WAITING_MAX = 500
/** The worst honest letter of 50 MB, HTML that is all tags, takes some 300; one made to fill memory dies alone. */
const HEAP_MIB_MAX = 512

const kept = '原件已封存未改动'
const unreadable = () => new RefusedError(422, 'unreadable', `程序读不了这封来信的附件，${kept}。请在收信的邮箱里查看`)
const tooSlow = () =>
  new RefusedError(
    503,
    'slow',
    `这封来信的附件读了 ${READ_MS_MAX / 1000} 秒还没读完，已停下，${kept}。可再试一次；仍不行，请在收信的邮箱里查看`,
  )
const busy = () => new RefusedError(503, 'busy', `正在读取的来信太多，还没轮到这封，${kept}。请稍后再打开附件`)

/** No file of that name, or no row: it was erased a moment ago. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && ((error as { code?: string }).code === 'ENOENT' || error.message.startsWith('没有原件'))

/** The thread starts when the first letter is asked for: an evening without letters needs none. */
export function openAttachmentReader(
  ledger: Ledger,
  settings: Settings,
  log: Logger,
  { heapMibMax = HEAP_MIB_MAX, clock = real }: AttachmentLimits = {},
): AttachmentReader {
  const place = placeOf(settings)
  const isInDatabase = place.ledgerUrl !== null && place.blobUrl === null
  const inTurn = openTurns(clock)
  let thread: Thread | null = null

  const start = () => {
    const onDeath = (error: Error) => log.error({ error: error.message }, 'attachment thread died')
    const url = new URL('./attachment-worker.ts', import.meta.url)
    return openThread({ url, workerData: { place }, heapMibMax, onDeath })
  }
  const stop = async () => {
    const running = thread
    thread = null
    await running?.stop()
  }
  const ask = async <T>(sha256: string, what: { names: NameList } | { number: number }): Promise<T> => {
    const letter: LetterPlace = isInDatabase ? { sealed: await ledger.blobs.getSealed(sha256) } : { sha256 }
    thread ??= start()
    return thread.call<T>({ letter, ...what } satisfies Asked)
  }
  const read = async <T>(sha256: string, what: { names: NameList } | { number: number }): Promise<T> => {
    try {
      return await settleWithin(ask<T>(sha256, what), READ_MS_MAX, clock)
    } catch (error) {
      if (isGone(error)) throw notFound('来信原件')
      if (failureOf(error).kind === 'engine') throw error
      log.error({ sha256, error: error instanceof Error ? error.message : String(error) }, 'attachments unread')
      // Whatever it is still busy with, the next letter gets a thread that is not. Its end is not waited for: one that
      // waits for a disk that has gone does not end.
      void stop()
      throw error instanceof TooLongError ? tooSlow() : unreadable()
    }
  }
  return {
    list: (sha256, names) => inTurn(() => read<AttachmentLine[]>(sha256, { names })),
    part: (sha256, number) => inTurn(() => read<AttachmentPart | null>(sha256, { number })),
    stop,
  }
}

/** In turn: of many large letters asked for at once only one is in memory. Who has had his answer has no turn. */
function openTurns(clock: Pick<Clockwork, 'after'>) {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (waiting >= WAITING_MAX) throw busy()
    waiting += 1
    let isAwaited = true
    const mine = last.then(() => (isAwaited ? run() : Promise.reject(busy())))
    last = mine.catch(() => undefined)
    try {
      return await settleWithin(mine, ANSWER_MS_MAX, clock)
    } catch (error) {
      throw error instanceof TooLongError ? busy() : error
    } finally {
      isAwaited = false
      waiting -= 1
    }
  }
}
