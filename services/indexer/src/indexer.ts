// The indexer: keeps the index level with the ledger in a thread of its own, and answers queries from there.
import type { Bus } from '@huiying/bus/bus'
import type { LedgerOptions } from '@huiying/ledger/open'
import type { Logger } from '@huiying/runtime/log'
import { openThread } from '@huiying/runtime/thread'
import type { SearchHit, SearchQuery } from '@huiying/search/search'

export interface IndexerOptions {
  bus: Bus
  log: Logger
  /** Where the ledger lies: the thread opens its own reader. */
  place: LedgerOptions
  /** The index's own file; it may be deleted at any time. */
  file: string
}

export interface Indexer {
  query(query: SearchQuery): Promise<{ hits: SearchHit[]; total: number }>
  /** The seq of a book the index has read up to. */
  position(book: string): Promise<number>
  /** Resolves when the dictionary is loaded; else the first letter waits for it. */
  warm(): Promise<void>
  /** Resolves when the index is level with what was on record at the call. */
  level(): Promise<void>
  stop(): Promise<void>
}

/** Messages are only hints that something is on record; the ledger is read from the index's own position. */
const HINTS_MAX = 500

export function startIndexer({ bus, log, place, file }: IndexerOptions): Indexer {
  const onDeath = (error: Error) => log.error({ error: error.message }, 'indexer thread died')
  const workerData = { place, file }
  const thread = openThread({ url: new URL('./worker.ts', import.meta.url), workerData, onDeath })
  const wake = () => thread.call<void>({ what: 'wake' })
  const handle = async () => {
    wake().catch((error) => log.error({ error: String(error) }, 'index'))
  }
  const hints = bus.subscribe({ topic: 'case.changed', group: 'indexer', mode: 'share', batchMax: HINTS_MAX, handle })
  return {
    query: (query) => thread.call({ what: 'query', query }),
    position: (book) => thread.call({ what: 'position', book }),
    async warm() {
      await thread.call({ what: 'warm' })
    },
    level: wake,
    async stop() {
      await hints.stop()
      await thread.call({ what: 'stop' })
      await thread.stop()
    },
  }
}
