// The tagger's worker thread: cutting and scoring are computing, so they stay off the thread that talks to the ledger.
import { parentPort } from 'node:worker_threads'
import { openReader, type ReadRequest } from './read.ts'

const read = openReader()
// Load the dictionaries before the first letter asks for them.
read({ itemId: '', text: '预热', at: 0, own: [], topics: [] })

parentPort!.on('message', ({ id, requests }: { id: number; requests: ReadRequest[] }) => {
  try {
    parentPort!.postMessage({ id, value: requests.map(read) })
  } catch (error) {
    parentPort!.postMessage({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
