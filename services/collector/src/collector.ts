// The collector: looks at each source in its rhythm and puts what is new on record before it lets go of the original.
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import type { Logger } from '@huiying/runtime/log'
import { openMailbox } from './mailbox.ts'
import { pollFeeds } from './poll.ts'
import { receiveLetters } from './receive.ts'

export interface CollectorOptions {
  ledger: Ledger
  log: Logger
  /** The watched mailbox folder: `in/` and `done/` lie in it. */
  mailbox: string
  dataDir: string
  books: string[]
}

export function startCollector({ ledger, log, mailbox, dataDir, books }: CollectorOptions) {
  const folder = openMailbox(mailbox)
  let running: Promise<number> | null = null
  const look = async (now: number): Promise<number> => {
    const files = await folder.take()
    if (files.length === 0) return 0
    const book = books[0]!
    const { policy } = await policyOf(ledger.read, book)
    const source = policy.sources.find((one) => one.kind === 'mailbox' && one.on)
    if (source === undefined) return 0
    const { quarantined } = await receiveLetters(
      { ledger, book, source, now },
      files.map((file) => file.bytes),
    )
    await folder.done(files.map((file) => file.name))
    log.debug({ letters: files.length, quarantined }, 'letters on record')
    return files.length
  }
  let polling: Promise<number> | null = null
  const poll = async (now: number): Promise<number> => {
    let fresh = 0
    for (const book of books) fresh += await pollFeeds({ ledger, book, dataDir }, now)
    return fresh
  }
  return {
    /** Reads the feeds that are due; returns how many items were new. */
    async poll(now: number): Promise<number> {
      polling ??= poll(now).finally(() => {
        polling = null
      })
      return polling
    },
    /** Takes one batch; returns how many files it took. A second call while one runs joins it. */
    async turn(now: number): Promise<number> {
      running ??= look(now).finally(() => {
        running = null
      })
      return running
    },
    async stop() {
      await Promise.all([running, polling])
    },
  }
}
