// The collector's worker thread: letters in; prepared letters out, their raw bytes kept and their texts sealed, so that
// neither parsing nor sealing holds up a deadline. It also puts away what is on record.
import { workerData } from 'node:worker_threads'
import { openKeeper } from '@huiying/ledger/blob/keep'
import type { LedgerOptions } from '@huiying/ledger/open'
import { serveThread } from '@huiying/runtime/thread'
import { type Move, moveFiles } from './move.ts'
import { type Reading, readHere } from './read-letters.ts'

const { place } = workerData as { place: LedgerOptions }
const keeper = openKeeper(place)

serveThread(
  (asked: Reading | { moves: Move[] }) => ('moves' in asked ? moveFiles(asked.moves) : readHere(keeper, asked)),
  { standsBack: true },
)
