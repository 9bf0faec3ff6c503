// The collector: looks at each source in its rhythm and puts what is new on record before it lets go of the original.
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { randomToken } from '@huiying/runtime/id'
import type { Logger } from '@huiying/runtime/log'
import { openThread, type Thread } from '@huiying/runtime/thread'
import { type NameList, namesOf } from '@huiying/text/mention'
import { openImapPoll } from './imap-poll.ts'
import { type Mailbox, type MailFile, openMailbox } from './mailbox.ts'
import { type PollOptions, pollFeeds } from './poll.ts'
import type { PreparedLetter } from './prepare.ts'
import { openPublicationLook } from './publication.ts'
import { readLetters } from './read-letters.ts'
import { receiveLetters, type Source } from './receive.ts'

export interface CollectorOptions {
  ledger: Ledger
  log: Logger
  /** The watched mailbox folder: `in/` and `done/` lie in it. */
  mailbox: string
  dataDir: string
  books: string[]
  /** False in a sample or a drill, which fetch nothing from outside (§14-18). */
  outside: boolean
}

interface Prepared {
  files: MailFile[]
  letters: PreparedLetter[]
  names: string[]
}

export function startCollector({ ledger, log, mailbox, dataDir, books, outside }: CollectorOptions) {
  const folder = openMailbox(mailbox)
  const onDeath = (error: Error) => log.error({ error: error.message }, 'collector thread died')
  const thread = openThread({ url: new URL('./worker.ts', import.meta.url), onDeath })
  const book = books[0]!
  const leaving = new AbortController()
  const collector = randomToken()
  const read = (raws: Buffer[], names: NameList) => readLetters(thread, raws, names)
  const imap = openImapPoll({ ledger, books: outside ? books : [], collector, prepare: read })
  const look = async (now: number): Promise<number> => {
    const { policy } = await policyOf(ledger.read, book)
    const source = policy.sources.find((one) => one.kind === 'mailbox' && one.on)
    if (source === undefined) return 0
    const names = namesOf(policy)
    let taken = 0
    let before: Prepared | null = null
    // While one batch is written, the next is read: two cores are busy and the order of the files is kept.
    for (;;) {
      const files = folder.take()
      const next: Promise<Prepared> | null = files.length === 0 ? null : prepare(ledger, thread, files, names)
      const done: Promise<void> | null = before === null ? null : record(before, source, now)
      // Both end, whatever happens: nothing of a turn that fails is still under way in the next.
      await Promise.allSettled([done, next])
      await done
      before = await next
      if (before === null) return taken
      taken += before.files.length
    }
  }
  const record = async (batch: Prepared, source: Source, now: number) => {
    const { items, stopped } = await receiveLetters({ ledger, book, source, now }, batch.letters, batch.names)
    putAway(folder, batch, new Set(stopped.map((one) => one.sha256)))
    for (const { itemId } of stopped) log.warn({ book, source: source.id, itemId }, 'held back as classified')
    for (const itemId of items) log.debug({ book, source: source.id, itemId }, 'on record')
  }
  const feeds = { ledger, dataDir, outside, leaving: leaving.signal, collector }
  let running: Promise<number> | null = null
  let polling: Promise<number> | null = null
  // Nothing in a sample or a drill, which fetch nothing from outside.
  const pages = openPublicationLook({ ledger, books: outside ? books : [], collector, leaving: leaving.signal })
  return {
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
    /** Takes every whole letter in the folder; returns how many. A second call while one runs joins it. */
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

/** What is held back as 涉密 lies sealed; no copy of it stays in the clear. */
function putAway(folder: Mailbox, { files, names }: Prepared, held: Set<string>): void {
  const isHeld = (_: MailFile, index: number) => held.has(names[index]!)
  folder.remove(files.filter(isHeld).map((file) => file.name))
  folder.done(files.filter((file, index) => !isHeld(file, index)).map((file) => file.name))
}

async function pollAll(options: Omit<PollOptions, 'book'>, books: string[], now: number): Promise<number> {
  let fresh = 0
  for (const book of books) fresh += await pollFeeds({ ...options, book }, now)
  return fresh
}

async function prepare(ledger: Ledger, thread: Thread, files: MailFile[], names: NameList): Promise<Prepared> {
  const raws = files.map((file) => file.bytes)
  const [letters, blobs] = await Promise.all([readLetters(thread, raws, names), ledger.blobs.putMany(raws)])
  return { files, letters, names: blobs }
}
