// Letters through the reading thread: a batch at once, and one by one when one of them kills it.
import { TRIES_MAX } from '@huiying/bus/bus'
import type { Keeper } from '@huiying/ledger/keep'
import { failureOf } from '@huiying/runtime/failure'
import type { Thread } from '@huiying/runtime/thread'
import type { NameList } from '@huiying/text/mask/mention'
import { type KeptLetter, keepLetters, type LetterSource } from './keep-letter.ts'
import { unreadableLetter } from './prepare.ts'

/** What the thread is asked for; it answers as `keepLetters` does. */
export interface Reading {
  raws: Uint8Array[]
  names: NameList
  source: LetterSource
}

type Kept = Awaited<ReturnType<typeof keepLetters>>

/** The thread, and the ledger's own blobs for what the thread cannot keep. */
export interface LetterThread {
  thread: Thread
  sealer: Keeper['sealer']
  blobs: NonNullable<Keeper['blobs']>
}

/**
 * The raw bytes are on disk when it resolves. A letter that kills its reader is found by reading one by one, and goes
 * on record for a person to look at. Rejects only for an engine.
 */
export async function readLetters(through: LetterThread, reading: Reading): Promise<KeptLetter[]> {
  const { letters, isKept } = await readBatch(through, reading)
  if (!isKept) await through.blobs.putMany(reading.raws)
  return letters
}

async function readBatch(through: LetterThread, reading: Reading): Promise<Kept> {
  try {
    return await through.thread.call<Kept>(reading)
  } catch (error) {
    if (failureOf(error).kind === 'engine') throw error
  }
  const kept: Kept = { letters: [], isKept: true }
  for (const raw of reading.raws) {
    const { letters, isKept } = await readOne(through, { ...reading, raws: [raw] })
    kept.letters.push(...letters)
    kept.isKept &&= isKept
  }
  return kept
}

async function readOne(through: LetterThread, reading: Reading): Promise<Kept> {
  for (let tries = 1; ; tries++) {
    try {
      return await through.thread.call<Kept>(reading)
    } catch (error) {
      if (failureOf(error).kind === 'engine') throw error
      if (tries === TRIES_MAX) return keepLetters(through, reading.source, reading.raws, [unreadableLetter()])
    }
  }
}
