// Letters through the reading thread: a batch at once, and one by one when one of them kills it.
import { TRIES_MAX } from '@huiying/bus/bus'
import { failureOf } from '@huiying/runtime/failure'
import type { Thread } from '@huiying/runtime/thread'
import type { NameList } from '@huiying/text/mask/mention'
import { type PreparedLetter, unreadableLetter } from './prepare.ts'

/**
 * A letter that kills its reader is found by reading one by one, and goes on record for a person to look at. Rejects
 * only for an engine.
 */
export async function readLetters(thread: Thread, raws: Buffer[], names: NameList): Promise<PreparedLetter[]> {
  try {
    return await thread.call<PreparedLetter[]>({ raws, names })
  } catch (error) {
    if (failureOf(error).kind === 'engine') throw error
  }
  const letters: PreparedLetter[] = []
  for (const raw of raws) letters.push(await readOne(thread, raw, names))
  return letters
}

async function readOne(thread: Thread, raw: Buffer, names: NameList): Promise<PreparedLetter> {
  for (let tries = 1; ; tries++) {
    try {
      return (await thread.call<PreparedLetter[]>({ raws: [raw], names }))[0]!
    } catch (error) {
      if (failureOf(error).kind === 'engine') throw error
      if (tries === TRIES_MAX) return unreadableLetter()
    }
  }
}
