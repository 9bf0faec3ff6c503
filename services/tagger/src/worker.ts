// The tagger's worker thread: cutting and scoring are computing, so they stay off the thread that talks to the ledger.
import { canonicalJson } from '@huiying/runtime/json'
import { serveThread } from '@huiying/runtime/thread'
import { openReader, type ReadRequest } from './read.ts'

const read = openReader()
// Load the dictionaries before the first letter asks for them.
read({ itemId: '', text: '预热', at: 0, own: [], topics: [] })

// As text: it crosses threads, bus and ledger as it is, and is written out once.
serveThread(({ requests }: { requests: ReadRequest[] }) => requests.map((one) => canonicalJson(read(one))))
