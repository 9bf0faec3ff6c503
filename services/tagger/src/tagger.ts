// The tagger: item.collected in, item.tagged out; reads the masked text from the ledger and decides nothing.
import { Worker } from 'node:worker_threads'
import type { Bus, Delivered } from '@huiying/bus/bus'
import type { Verdict } from '@huiying/domain/item'
import { readTexts } from '@huiying/ledger/item'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import type { Logger } from '@huiying/runtime/log'
import { openOwnNames } from './own-names.ts'
import type { ReadRequest } from './read.ts'

export interface TaggerOptions {
  ledger: Ledger
  bus: Bus
  log: Logger
}

/** Items read in one go: enough to keep the worker busy, few enough to answer soon. */
const BATCH_MAX = 250

export function startTagger({ ledger, bus, log }: TaggerOptions) {
  const worker = openWorker(log)
  const names = new Map<string, (text: string) => string[]>()
  const subscription = bus.subscribe({
    topic: 'item.collected',
    group: 'tagger',
    mode: 'share',
    batchMax: BATCH_MAX,
    async handle(batch) {
      const requests = await requestsOf(ledger, batch, names)
      if (requests.length === 0) return
      const verdicts = await worker.read(requests.map((one) => one.request))
      await bus.publish(
        verdicts.map((verdict, index) => {
          const { book } = requests[index]!
          return { topic: 'item.tagged', key: book, body: JSON.stringify({ book, verdict }) }
        }),
      )
    },
  })
  return {
    /** Resolves when the dictionaries are loaded. */
    warm: () => worker.read([]),
    async stop() {
      await subscription.stop()
      await worker.stop()
    },
  }
}

async function requestsOf(
  ledger: Ledger,
  batch: Delivered[],
  names: Map<string, (text: string) => string[]>,
): Promise<{ book: string; request: ReadRequest }[]> {
  const ids = batch.map((message) => (JSON.parse(message.body) as { itemId: string }).itemId)
  const requests: { book: string; request: ReadRequest }[] = []
  for (const { item, masked } of await readTexts(ledger.read, [...new Set(ids)])) {
    const { policy, hash } = await policyOf(ledger.read, item.book)
    const find = names.get(hash) ?? openOwnNames(policy)
    names.set(hash, find)
    const topics = policy.topics
      .filter((topic) => topic.words.length > 0)
      .map(({ id, name, words }) => ({ id, name, words }))
    const at = item.publishedAt ?? item.receivedAt
    requests.push({ book: item.book, request: { itemId: item.id, text: masked, at, own: find(masked), topics } })
  }
  return requests
}

/** One worker thread; when it dies, what it had is rejected (and handled again) and a new one starts. */
function openWorker(log: Logger) {
  const waiting = new Map<number, { resolve(verdicts: Verdict[]): void; reject(error: Error): void }>()
  let serial = 0
  let stopped = false
  const start = (): Worker => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url))
    worker.on('message', ({ id, verdicts, error }: { id: number; verdicts?: Verdict[]; error?: string }) => {
      const call = waiting.get(id)
      waiting.delete(id)
      if (verdicts !== undefined) call?.resolve(verdicts)
      else call?.reject(new Error(error))
    })
    worker.on('error', (error) => log.error({ error: error.message }, 'tagger thread died'))
    worker.on('exit', () => {
      for (const call of waiting.values()) call.reject(new Error('打标线程中断'))
      waiting.clear()
      if (!stopped) current = start()
    })
    return worker
  }
  let current = start()
  return {
    read(requests: ReadRequest[]): Promise<Verdict[]> {
      const id = ++serial
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        current.postMessage({ id, requests })
      })
    },
    async stop() {
      stopped = true
      await current.terminate()
    },
  }
}
