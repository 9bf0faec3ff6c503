// One look into the watched mailbox folder: what is whole is read in the thread and put on record, batch by batch.
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { recordRefused } from '@huiying/ledger/source/refused'
import { deriveId } from '@huiying/runtime/id'
import type { Logger } from '@huiying/runtime/log'
import { namesOf } from '@huiying/text/mask/mention'
import type { KeptLetter } from './keep-letter.ts'
import { BATCH_FILES_MAX, FIRST_FILES_MAX, type Mailbox, type MailFile } from './mailbox.ts'
import { type LetterThread, type Reading, readLetters } from './read-letters.ts'
import { receiveLetters, type Source } from './receive.ts'
import type { Strays } from './stray.ts'
import { coverName } from './stray-name.ts'

export interface MailboxLookOptions {
  ledger: Ledger
  log: Logger
  folder: Mailbox
  strays: Strays
  through: LetterThread
  book: string
}

interface Prepared {
  files: MailFile[]
  letters: KeptLetter[]
}

/** By which letters are read and put on record. */
interface Rules {
  names: Reading['names']
  source: Source
}

interface Recorded extends Prepared {
  /** SHA-256 of what is held back as classified. */
  held: Set<string>
}

/** Where a letter lies that was too large to be read whole. */
const LEFT = '原件在数据文件夹的 mailbox/refused 下'

/** Batches in the thread's hands: with one alone it was idle as long as anything else held up the writing. */
const AHEAD_MAX = 2

/** Business time between two looks for what is no letter. */
const STRAY_LOOK_MS = 60_000

/**
 * A look takes what was whole as it began, of letters larger than a batch holds one batch, and returns how many: who
 * looks again until it gives 0 has them all.
 */
export function openMailboxLook(options: MailboxLookOptions): (now: number) => Promise<number> {
  const { ledger, book } = options
  let straysAt = Number.NEGATIVE_INFINITY
  return async (now) => {
    const { policy } = await policyOf(ledger.read, book)
    const source = policy.sources.find((one) => one.kind === 'mailbox' && one.on)
    if (source === undefined) return 0
    const names = namesOf(policy)
    const taken = await takeAll(options, { names, source }, now)
    // Last: of thousands of letters that wait to be read none needs to be looked at for what else it might be.
    if (now - straysAt >= STRAY_LOOK_MS) {
      straysAt = now
      await refuseStrays(options, source.id, now)
    }
    return taken
  }
}

/**
 * While one batch is written the thread reads the next ones, and moves the files of those before in between: two cores
 * are busy, nothing waits for a move but the end, and the order of the files is kept.
 */
async function takeAll(options: MailboxLookOptions, { names, source }: Rules, now: number): Promise<number> {
  const { folder, through } = options
  const reading: Promise<Prepared>[] = []
  const moving: Promise<void>[] = []
  let taken = 0
  let most = FIRST_FILES_MAX
  let isMore = true
  try {
    for (;;) {
      while (isMore && reading.length < AHEAD_MAX) {
        const files = folder.take(most)
        // Less than asked for ends the look: what was only now seen for the first time is another look's.
        isMore = files.length === most
        most = Math.min(most * 2, BATCH_FILES_MAX)
        if (files.length > 0) reading.push(heardLater(prepare(through, { files, names, source })))
      }
      const next = reading.shift()
      if (next === undefined) break
      const recorded = await record(options, await next, source, now)
      taken += recorded.files.length
      moving.push(heardLater(putAway(folder, recorded)))
    }
    await Promise.all(moving)
  } finally {
    // All end, whatever happens: nothing of a turn that fails is still under way in the next.
    await Promise.allSettled([...reading, ...moving])
  }
  return taken
}

/** Its failure is heard by whoever awaits it in time; until then it ends no program. */
function heardLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

/** On record first: a crash in between has it moved at the next start and not said again. */
async function refuseStrays({ ledger, log, strays, book }: MailboxLookOptions, source: string, now: number) {
  const found = strays.look(now)
  if (found.length === 0) return
  const files = found.map(({ name, mark, ...file }) => ({
    ...file,
    id: deriveId('refused', book, source, name, mark),
    name: coverName(name),
  }))
  await ledger.write((tx) => recordRefused(tx, { book, source, files }, now), { book })
  for (const { name, kind, ending, bytes } of found) {
    strays.setAside(name)
    log.warn({ book, source, kind, ending, bytes }, 'no letter: moved to refused')
  }
}

async function record(
  { ledger, log, book }: MailboxLookOptions,
  batch: Prepared,
  source: Source,
  now: number,
): Promise<Recorded> {
  const receiving = { ledger, book, source, now, left: LEFT }
  const { items, stopped } = await receiveLetters(receiving, batch.letters)
  for (const { itemId } of stopped) log.warn({ book, source: source.id, itemId }, 'held back as classified')
  for (const itemId of items) log.debug({ book, source: source.id, itemId }, 'on record')
  return { ...batch, held: new Set(stopped.map((one) => one.sha256)) }
}

/** What is held back as 涉密 lies sealed; no copy of it stays in the clear. */
async function putAway(folder: Mailbox, { files, letters, held }: Recorded): Promise<void> {
  const done: string[] = []
  for (const [index, { name, cutFrom }] of files.entries()) {
    const { sha256 } = letters[index]!
    if (held.has(sha256)) folder.remove([name])
    else if (cutFrom !== null) folder.refuse(name, sha256)
    else done.push(name)
  }
  await folder.done(done)
}

/** What was taken away or written on since it was taken is left out: another look finds it, if it is there. */
async function prepare(through: LetterThread, { files, ...reading }: Rules & { files: MailFile[] }): Promise<Prepared> {
  const read = await readLetters(through, { raws: files.map((one) => one.file), ...reading })
  const prepared: Prepared = { files: [], letters: [] }
  for (const [index, letter] of read.entries()) {
    if (letter === null) continue
    letter.cutFrom = files[index]!.cutFrom
    prepared.files.push(files[index]!)
    prepared.letters.push(letter)
  }
  return prepared
}
