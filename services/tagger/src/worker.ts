// The tagger's worker thread: cutting and scoring are computing, so they stay off the thread that talks to the ledger.
import type { Verdict } from '@huiying/domain/item'
import { sm3 } from '@huiying/ledger/chain'
import { canonicalJson } from '@huiying/runtime/json'
import { serveThread } from '@huiying/runtime/thread'
import { openLocalModels, openReader, type ReadRequest } from './read.ts'

const models = openLocalModels()
const read = openReader(models)
// Load the dictionaries before the first letter asks for them.
read([{ itemId: '', text: '预热', at: 0, own: [], letter: false, topics: [], model: null }])

export interface ReadCall {
  requests: ReadRequest[]
  /** Bytes of local models that this thread has said it lacks. */
  given?: { sha256: string; bytes: Uint8Array }[]
}

/** The verdicts as text: they cross threads, bus and ledger as they are, and are written out once. */
export type ReadAnswer = { texts: HashedText[] } | { lacks: string[] }

/** The canonical JSON of a verdict, and its SM3. */
export interface HashedText {
  text: string
  hash: string
}

serveThread(
  ({ requests, given = [] }: ReadCall): ReadAnswer => {
    for (const { sha256, bytes } of given) models.add(sha256, bytes)
    const needed = new Set(requests.flatMap((one) => one.model ?? []))
    const lacks = [...needed].filter((sha256) => !models.has(sha256))
    return lacks.length > 0 ? { lacks } : { texts: read(requests).map(hashedText) }
  },
  { standsBack: true },
)

function hashedText(verdict: Verdict): HashedText {
  const text = canonicalJson(verdict)
  return { text, hash: sm3(text) }
}
