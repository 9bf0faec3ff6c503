// The collector: looks at each source in its rhythm and puts what is new on record before it lets go of the original.
import { join } from 'node:path'
import type { Ledger } from '@huiying/ledger/ledger'
import type { LedgerOptions } from '@huiying/ledger/open'
import { policyOf } from '@huiying/ledger/policy'
import { randomToken } from '@huiying/runtime/id'
import type { Logger } from '@huiying/runtime/log'
import { openThread } from '@huiying/runtime/thread'
import { namesOf } from '@huiying/text/mask/mention'
import { openImapPoll } from './imap-poll.ts'
import { openMailbox } from './mailbox.ts'
import { openMailboxLook } from './mailbox-look.ts'
import { type PollOptions, pollFeeds } from './poll.ts'
import { openPublicationLook } from './publication.ts'
import { type Reading, readLetters } from './read-letters.ts'
import { openSilenceLook } from './silence.ts'
import { openStrays } from './stray.ts'

export interface CollectorOptions {
  ledger: Ledger
  /** Where it lies, for the thread keeps and seals by itself; the watched folder `mailbox/` is beside it. */
  place: LedgerOptions
  log: Logger
  books: string[]
  /** False in a sample or a drill, which fetch nothing from outside (§14-18). */
  outside: boolean
}

export function startCollector({ ledger, place, log, books, outside }: CollectorOptions) {
  const { dataDir } = place
  const mailbox = join(dataDir, 'mailbox')
  const onDeath = (error: Error) => log.error({ error: error.message }, 'collector thread died')
  const thread = openThread({ url: new URL('./worker.ts', import.meta.url), workerData: { place }, onDeath })
  const folder = openMailbox(mailbox, (moves) => thread.call({ moves }))
  const book = books[0]!
  const leaving = new AbortController()
  const collector = randomToken()
  const through = { thread, sealer: ledger.sealer, blobs: ledger.blobs }
  // Of letters whose bytes are in hand none is missing.
  const read = async (reading: Reading) => (await readLetters(through, reading)).filter((one) => one !== null)
  const imap = openImapPoll({ ledger, books: outside ? books : [], collector, read })
  const look = openMailboxLook({ ledger, log, folder, strays: openStrays(mailbox), through, book })
  const listen = openSilenceLook(ledger, books)
  const feeds = { ledger, dataDir, outside, leaving: leaving.signal, collector }
  let running: Promise<number> | null = null
  let polling: Promise<number> | null = null
  // Nothing in a sample or a drill, which fetch nothing from outside.
  const pages = openPublicationLook({ ledger, books: outside ? books : [], collector, leaving: leaving.signal })
  return {
    /** Resolves when the thread is up and the rules are read: the first letter waits for neither. */
    async warm(): Promise<void> {
      for (const one of books) {
        const { policy } = await policyOf(ledger.read, one)
        await read({ raws: [], names: namesOf(policy), source: { id: one } })
      }
    },
    /** Tells of sources that have fallen silent against their own rhythm, or speak again. */
    listen,
    /** Reads the feeds that are due; returns how many items were new. */
    async poll(now: number): Promise<number> {
      polling ??= pollAll(feeds, books, now).finally(() => {
        polling = null
      })
      return polling
    },
    /** Looks at the pages of responses that are due; returns how many. */
    checkPublications: (now: number): Promise<number> => pages.look(now),
    /** Looks into the IMAP mailboxes that are due; returns how many letters were taken. */
    fetchMail: (now: number): Promise<number> => imap.poll(now),
    /** Takes whole letters; returns how many, 0 when none is left. A second call joins one that runs. */
    async turn(now: number): Promise<number> {
      running ??= look(now).finally(() => {
        // All done after a turn that went well; after one that failed, what it had is taken again.
        folder.release()
        running = null
      })
      return running
    },
    async stop() {
      leaving.abort()
      await Promise.all([running, polling, pages.stop(), imap.stop()])
      await thread.stop()
    },
  }
}

async function pollAll(options: Omit<PollOptions, 'book'>, books: string[], now: number): Promise<number> {
  let fresh = 0
  for (const book of books) fresh += await pollFeeds({ ...options, book }, now)
  return fresh
}
