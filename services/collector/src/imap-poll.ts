// The IMAP mailboxes of a book: each looked at when its server says so, else every minute; on record before \Seen.
import type { Policy } from '@huiying/domain/policy'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { leaseSource, recordSourceHealth, saveSourceState, sourceState } from '@huiying/ledger/source/source'
import { failureOf } from '@huiying/runtime/failure'
import { settingOf } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'
import { namesOf } from '@huiying/text/mask/mention'
import { type ImapLetter, type ImapSource, openImap } from './imap.ts'
import type { KeptLetter } from './keep-letter.ts'
import type { Reading } from './read-letters.ts'
import { receiveLetters, type Source } from './receive.ts'
import { waitAfterFailure } from './spacing.ts'

export interface ImapPollOptions {
  ledger: Ledger
  books: string[]
  /** Of several collectors on one ledger: who holds the lease of a mailbox reads it. */
  collector: string
  /** In the collector's thread. */
  read(reading: Reading): Promise<KeptLetter[]>
}

/** Longer than any batch; when a collector dies another takes over after this. Leases run on real time. */
export const LEASE_MS = 120_000
const TAKEN_OVER = '另一采集程序已接手这个信箱；已收的信都在，此处停止读取'
/** Without a word from the server a mailbox is looked at this often. */
const IMAP_EVERY_MS = 60_000

interface Held {
  /** What the connection was opened with; another address is another connection. */
  key: string
  imap: ImapSource
  arrived: boolean
  running: Promise<number | null> | null
  /** The rules and the moment of the look under way. */
  turn: { policy: Policy; now: number }
}

export function openImapPoll(options: ImapPollOptions) {
  const { ledger, books } = options
  const held = new Map<string, Held>()
  let stopped = false

  const hold = (book: string, source: Source, turn: Held['turn']): Held => {
    const id = `${book} ${source.id}`
    const key = `${source.url} ${source.secret}`
    const known = held.get(id)
    if (known?.key === key) return known
    void known?.imap.stop()
    const imap = openImap({
      url: source.url!,
      password: passwordOf(source),
      cursor: async () => (await sourceState(ledger.read, book, source.id))?.cursor ?? null,
      receive: (letters, cursor) => receive(options, { book, source, ...one.turn }, letters, cursor),
      onArrival: () => {
        one.arrived = true
      },
    })
    const one: Held = { key, imap, arrived: true, running: null, turn }
    held.set(id, one)
    return one
  }

  const lookAt = async (book: string, source: Source, policy: Policy, now: number): Promise<number> => {
    const state = await sourceState(ledger.read, book, source.id)
    try {
      const one = hold(book, source, { policy, now })
      const due = state === null || state.nextAt <= now || (state.failures === 0 && one.arrived)
      if (one.running !== null || !due || stopped) return (await one.running) ?? 0
      one.arrived = false
      one.turn = { policy, now }
      one.running = lookWhenLeased(options, book, source.id, one.imap).finally(() => {
        one.running = null
      })
      const taken = await one.running
      if (taken === null) return 0
      await ledger.write(
        async (tx) => {
          await recordSourceHealth(tx, book, source.id, { ok: true }, now)
          await saveSourceState(tx, book, source.id, { nextAt: now + IMAP_EVERY_MS })
        },
        { book },
      )
      return taken
    } catch (error) {
      if (!stopped) await recordFailure(ledger, { book, source, failures: state?.failures ?? 0, error }, now)
      return 0
    }
  }

  return {
    /** Looks at every mailbox that is due, each by itself: one that hangs holds up no other. Returns how many came. */
    async poll(now: number): Promise<number> {
      const looks: Promise<number>[] = []
      for (const book of books) {
        const { policy } = await policyOf(ledger.read, book)
        for (const source of policy.sources)
          if (source.kind === 'imap' && source.on) looks.push(lookAt(book, source, policy, now))
      }
      return (await Promise.all(looks)).reduce((sum, count) => sum + count, 0)
    },
    async stop() {
      stopped = true
      await Promise.all([...held.values()].map((one) => one.imap.stop()))
    },
  }
}

/** null: another collector reads this mailbox. */
async function lookWhenLeased(
  { ledger, collector }: ImapPollOptions,
  book: string,
  source: string,
  imap: ImapSource,
): Promise<number | null> {
  if (!(await isLeased(ledger, { book, source, owner: collector }))) return null
  return imap.look()
}

/** Takes the lease or renews it; where nobody else can read none is needed. */
async function isLeased(ledger: Ledger, lessee: { book: string; source: string; owner: string }): Promise<boolean> {
  return !ledger.isShared || (await leaseSource(ledger, { ...lessee, now: real.now(), leaseMs: LEASE_MS }))
}

interface Failure {
  book: string
  source: Source
  /** In a row before this one. */
  failures: number
  error: unknown
}

async function recordFailure(ledger: Ledger, { book, source, failures, error }: Failure, now: number): Promise<void> {
  const { reason } = failureOf(error)
  const health = { ok: false, reason, nextAt: now + waitAfterFailure(failures, IMAP_EVERY_MS, null) } as const
  await ledger.write((tx) => recordSourceHealth(tx, book, source.id, health, now), { book })
}

/** The rules name a variable of the environment, never a password. */
function passwordOf(source: Source): string {
  const name = source.secret?.replace(/^env:/, '') ?? ''
  const password = name === '' ? undefined : settingOf(name)
  if (password !== undefined && password !== '') return password
  throw new Error(
    `来源 ${source.name} 的口令没有给：请在环境变量 ${name || '（规则中未写 secret: env:名字）'} 中设好后重新启动`,
  )
}

async function receive(
  { ledger, collector, read }: ImapPollOptions,
  { book, source, policy, now }: { book: string; source: Source; policy: Policy; now: number },
  letters: ImapLetter[],
  cursor: string,
): Promise<void> {
  // Ten thousand waiting letters outlast a lease: it is taken anew with every batch, and who has lost it stops.
  if (!(await isLeased(ledger, { book, source: source.id, owner: collector }))) throw new Error(TAKEN_OVER)
  const kept = await read({ raws: letters.map((letter) => letter.bytes), names: namesOf(policy), source })
  for (const [index, letter] of letters.entries()) kept[index]!.cutFrom = letter.cutFrom
  // Noted before the letters: their cursor would wipe out that the source had failed.
  await ledger.write((tx) => recordSourceHealth(tx, book, source.id, { ok: true }, now), { book })
  const left = '原件仍在邮箱服务器上'
  await receiveLetters({ ledger, book, source, now, cursor, left }, kept)
}
