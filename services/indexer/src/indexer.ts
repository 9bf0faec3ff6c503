// The indexer: keeps the index level with the ledger in a thread of its own, and answers queries from there.
import { Worker } from 'node:worker_threads'
import type { Bus } from '@huiying/bus/bus'
import type { Logger } from '@huiying/runtime/log'
import type { SearchHit, SearchQuery } from '@huiying/search/search'

export interface IndexerOptions {
  bus: Bus
  log: Logger
  dataDir: string
  keyFile: string
  /** The index's own file; it may be deleted at any time. */
  file: string
}

export interface Indexer {
  query(query: SearchQuery): Promise<{ hits: SearchHit[]; total: number }>
  /** The seq of a book the index has read up to. */
  position(book: string): Promise<number>
  /** Resolves when the index is level with what was on record at the call. */
  level(): Promise<void>
  stop(): Promise<void>
}

/** Messages are only hints that something is on record; the ledger is read from the index's own position. */
const HINTS_MAX = 500

export function startIndexer({ bus, log, dataDir, keyFile, file }: IndexerOptions): Indexer {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { dataDir, keyFile, file } })
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let serial = 0
  worker.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) call?.resolve(value)
    else call?.reject(new Error(error))
  })
  worker.on('error', (error) => log.error({ error: error.message }, 'indexer thread died'))
  worker.on('exit', () => {
    for (const call of waiting.values()) call.reject(new Error('检索线程已停止，以台账为准；重启后自动补齐'))
    waiting.clear()
  })
  const ask = (message: object): Promise<unknown> => {
    const id = ++serial
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, ...message })
    })
  }
  const wake = () => ask({ what: 'wake' }) as Promise<void>
  const handle = async () => {
    wake().catch((error) => log.error({ error: String(error) }, 'index'))
  }
  const hints = bus.subscribe({ topic: 'case.changed', group: 'indexer', mode: 'share', batchMax: HINTS_MAX, handle })
  return {
    query: (query) => ask({ what: 'query', query }) as ReturnType<Indexer['query']>,
    position: (book) => ask({ what: 'position', book }) as Promise<number>,
    level: wake,
    async stop() {
      await hints.stop()
      await ask({ what: 'stop' })
      await worker.terminate()
    },
  }
}
