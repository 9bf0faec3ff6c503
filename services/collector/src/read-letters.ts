// Letters through the reading thread: a batch at once, and one by one when one of them kills it.
import { TRIES_MAX } from '@huiying/bus/bus'
import type { Keeper } from '@huiying/ledger/blob/keep'
import { failureOf } from '@huiying/runtime/failure'
import type { Thread } from '@huiying/runtime/thread'
import type { NameList } from '@huiying/text/mask/mention'
import { type KeptLetter, keepLetters, type LetterSource } from './keep-letter.ts'
import { bytesOf, type Raw } from './letter-file.ts'
import { prepareLetters, unreadableLetter } from './prepare.ts'

/** What the thread is asked for; it answers as `readHere` does. */
export interface Reading {
  raws: Raw[]
  names: NameList
  source: LetterSource
}

interface Kept {
  /** In the order of what was asked for; null for a file that is not there as it was. */
  letters: (KeptLetter | null)[]
  /** Raw bytes that only who writes the ledger can keep. */
  unkept: Uint8Array[]
}

/** The thread, and the ledger's own blobs for what the thread cannot keep. */
export interface LetterThread {
  thread: Thread
  sealer: Keeper['sealer']
  blobs: NonNullable<Keeper['blobs']>
}

/** In the thread: reads, prepares and keeps. */
export async function readHere(keeper: Keeper, { raws, names, source }: Reading): Promise<Kept> {
  const found = raws.map(bytesOf)
  const there = found.filter((bytes) => bytes !== null)
  const { letters, isKept } = await keepLetters(keeper, source, there, await prepareLetters(there, names))
  const inOrder = letters.values()
  return {
    letters: found.map((bytes) => (bytes === null ? null : inOrder.next().value!)),
    unkept: isKept ? [] : there,
  }
}

/**
 * The raw bytes are on disk when it resolves. A letter that kills its reader is found by reading one by one, and goes
 * on record for a person to look at. Rejects only for an engine.
 */
export async function readLetters(through: LetterThread, reading: Reading): Promise<Kept['letters']> {
  const { letters, unkept } = await readBatch(through, reading)
  if (unkept.length > 0) await through.blobs.putMany(unkept)
  return letters
}

async function readBatch(through: LetterThread, reading: Reading): Promise<Kept> {
  try {
    return await through.thread.call<Kept>(reading)
  } catch (error) {
    if (failureOf(error).kind === 'engine') throw error
  }
  const kept: Kept = { letters: [], unkept: [] }
  for (const raw of reading.raws) {
    const { letters, unkept } = await readOne(through, { ...reading, raws: [raw] })
    kept.letters.push(...letters)
    kept.unkept.push(...unkept)
  }
  return kept
}

async function readOne(through: LetterThread, reading: Reading): Promise<Kept> {
  for (let tries = 1; ; tries++) {
    try {
      return await through.thread.call<Kept>(reading)
    } catch (error) {
      if (failureOf(error).kind === 'engine') throw error
      if (tries === TRIES_MAX) return keepUnread(through, reading)
    }
  }
}

async function keepUnread(through: LetterThread, { raws, source }: Reading): Promise<Kept> {
  const bytes = bytesOf(raws[0]!)
  if (bytes === null) return { letters: [null], unkept: [] }
  const { letters } = await keepLetters(through, source, [bytes], [unreadableLetter()])
  return { letters, unkept: [] }
}
