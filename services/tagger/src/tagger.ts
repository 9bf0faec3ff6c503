// The tagger: item.collected in, item.tagged out; reads the masked text from the ledger and decides nothing.
import type { Bus, Delivered } from '@huiying/bus/bus'
import { readTexts } from '@huiying/ledger/item'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { taggedBody } from '@huiying/ledger/verdict'
import type { Logger } from '@huiying/runtime/log'
import { openThread } from '@huiying/runtime/thread'
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
  const onDeath = (error: Error) => log.error({ error: error.message }, 'tagger thread died')
  const thread = openThread({ url: new URL('./worker.ts', import.meta.url), onDeath })
  const names = new Map<string, (text: string) => string[]>()
  const subscription = bus.subscribe({
    topic: 'item.collected',
    group: 'tagger',
    mode: 'share',
    batchMax: BATCH_MAX,
    async handle(batch) {
      const requests = await requestsOf(ledger, batch, names)
      if (requests.length === 0) return
      const texts = await thread.call<string[]>({ requests: requests.map((one) => one.request) })
      await bus.publish(
        texts.map((text, index) => {
          const { book } = requests[index]!
          return { topic: 'item.tagged', key: book, body: taggedBody(book, text) }
        }),
      )
    },
  })
  return {
    /** Resolves when the dictionaries are loaded. */
    warm: () => thread.call<string[]>({ requests: [] }),
    async stop() {
      await subscription.stop()
      await thread.stop()
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
  // One batch is read by the policies in force as it begins: asking for each letter cost more than finding its names.
  const policies = new Map<string, { find(text: string): string[]; topics: ReadRequest['topics'] }>()
  for (const { item, masked } of await readTexts(ledger.read, [...new Set(ids)])) {
    const { find, topics } = policies.get(item.book) ?? (await policyFor(ledger, item.book, names))
    policies.set(item.book, { find, topics })
    const at = item.publishedAt ?? item.receivedAt
    requests.push({ book: item.book, request: { itemId: item.id, text: masked, at, own: find(masked), topics } })
  }
  return requests
}

async function policyFor(ledger: Ledger, book: string, names: Map<string, (text: string) => string[]>) {
  const { policy, hash } = await policyOf(ledger.read, book)
  const find = names.get(hash) ?? openOwnNames(policy)
  names.set(hash, find)
  const topics = policy.topics
    .filter((topic) => topic.words.length > 0)
    .map(({ id, name, words }) => ({ id, name, words }))
  return { find, topics }
}
