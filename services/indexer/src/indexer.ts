// The indexer: keeps the index level with the ledger in a thread of its own, and answers queries from there.
import type { Bus } from '@huiying/bus/bus'
import type { LedgerOptions } from '@huiying/ledger/open'
import { failureOf } from '@huiying/runtime/failure'
import type { Logger } from '@huiying/runtime/log'
import { openThread } from '@huiying/runtime/thread'
import type { SearchAddress } from '@huiying/search/open'
import type { SearchHit, SearchQuery } from '@huiying/search/search'

export interface IndexerOptions {
  bus: Bus
  log: Logger
  /** Where the ledger lies: the thread opens its own reader. */
  place: LedgerOptions
  /** Where the index lies; it may be deleted at any time. */
  address: SearchAddress
}

export interface Indexer {
  query(query: SearchQuery): Promise<{ hits: SearchHit[]; total: number }>
  /** The seq of a book the index has read up to. */
  position(book: string): Promise<number>
  /** Resolves when the thread is up; else the first letter waits for it. */
  warm(): Promise<void>
  /**
   * Resolves when the index is level with what was on record at the call. While its engine is away this is said once,
   * and it resolves all the same: nothing else waits for the index, and what it missed is read when it is back.
   */
  level(): Promise<void>
  stop(): Promise<void>
}

/** Messages are only hints that something is on record; the ledger is read from the index's own position. */
const HINTS_MAX = 500

export function startIndexer({ bus, log, place, address }: IndexerOptions): Indexer {
  const onDeath = (error: Error) => log.error({ error: error.message }, 'indexer thread died')
  const workerData = { place, address }
  const thread = openThread({ url: new URL('./worker.ts', import.meta.url), workerData, onDeath })
  let away: string | null = null
  const tell = (reason: string | null) => {
    if (reason !== away) log.warn({ reason }, reason === null ? 'index goes on' : 'index waits for its engine')
    away = reason
  }
  const wake = async () => {
    try {
      await thread.call<void>({ what: 'wake' })
      tell(null)
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind !== 'engine') throw error
      tell(failure.reason)
    }
  }
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
