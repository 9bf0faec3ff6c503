// The collector's worker thread: letters in; prepared letters out, their raw bytes kept and their texts sealed, so that
// neither parsing nor sealing holds up a deadline. It also puts away what is on record.
import { workerData } from 'node:worker_threads'
import { openKeeper } from '@huiying/ledger/keep'
import type { LedgerOptions } from '@huiying/ledger/open'
import { serveThread } from '@huiying/runtime/thread'
import { keepLetters } from './keep-letter.ts'
import { type Move, moveFiles } from './move.ts'
import { prepareLetters } from './prepare.ts'
import type { Reading } from './read-letters.ts'

const { place } = workerData as { place: LedgerOptions }
const keeper = openKeeper(place)

serveThread(async (asked: Reading | { moves: Move[] }) => {
  if ('moves' in asked) return moveFiles(asked.moves)
  const { raws, names, source } = asked
  return keepLetters(keeper, source, raws, await prepareLetters(raws, names))
})
