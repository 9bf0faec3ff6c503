// The tagger: item.collected in, item.tagged out; reads the masked text from the ledger and decides nothing.
import type { Bus, Delivered } from '@huiying/bus/bus'
import { readTexts } from '@huiying/ledger/item/item-read'
import { taggedBody } from '@huiying/ledger/item/verdict'
import type { Ledger } from '@huiying/ledger/ledger'
import { activeModel } from '@huiying/ledger/model'
import { policyOf } from '@huiying/ledger/policy'
import type { Logger } from '@huiying/runtime/log'
import { openThread, type Thread } from '@huiying/runtime/thread'
import { openOwnNames } from './own-names.ts'
import type { ReadRequest } from './read.ts'
import type { HashedText, ReadAnswer } from './worker.ts'

export interface TaggerOptions {
  ledger: Ledger
  bus: Bus
  log: Logger
  /** One that outlives this tagger; by default it has its own. */
  thread?: Thread
}

/** Items read in one go: enough to keep the worker busy, few enough to answer soon. */
export const BATCH_MAX = 500

/** Loads its dictionaries as it starts; of what it reads it keeps nothing, so that several programs may share one. */
export function openTaggerThread(log: Logger): Thread {
  const onDeath = (error: Error) => log.error({ error: error.message }, 'tagger thread died')
  return openThread({ url: new URL('./worker.ts', import.meta.url), onDeath })
}

export function startTagger({ ledger, bus, log, thread: given }: TaggerOptions) {
  const thread = given ?? openTaggerThread(log)
  const names = new Map<string, (text: string) => string[]>()
  /** A thread that has begun anew, or meets a model for the first time, says what it lacks. */
  const readAll = async (requests: ReadRequest[]): Promise<HashedText[]> => {
    const answer = await thread.call<ReadAnswer>({ requests })
    if ('texts' in answer) return answer.texts
    const given = new Map<string, Uint8Array | null>()
    for (const sha256 of answer.lacks) given.set(sha256, await bytesOf(ledger, sha256, log))
    const models = [...given].flatMap(([sha256, bytes]) => (bytes === null ? [] : [{ sha256, bytes }]))
    // A letter is read by the shipped model rather than not at all.
    const able = requests.map((one) => (given.get(one.model ?? '') === null ? { ...one, model: null } : one))
    const again = await thread.call<ReadAnswer>({ requests: able, given: models })
    if ('lacks' in again) throw new Error(`打标线程没有模型 ${again.lacks.join('、')}`)
    return again.texts
  }
  const subscription = bus.subscribe({
    topic: 'item.collected',
    group: 'tagger',
    mode: 'share',
    batchMax: BATCH_MAX,
    async handle(batch) {
      const requests = await requestsOf(ledger, batch, names)
      if (requests.length === 0) return
      const texts = await readAll(requests.map((one) => one.request))
      await bus.publish(
        texts.map(({ text, hash }, index) => {
          const { book, request } = requests[index]!
          ledger.hashes.keep(request.itemId, text, hash)
          return { topic: 'item.tagged', key: book, body: taggedBody(book, text) }
        }),
      )
    },
  })
  return {
    /** Resolves when the dictionaries are loaded. */
    warm: () => readAll([]),
    async stop() {
      await subscription.stop()
      if (given === undefined) await thread.stop()
    },
  }
}

async function bytesOf(ledger: Ledger, sha256: string, log: Logger): Promise<Uint8Array | null> {
  try {
    return await ledger.blobs.get(sha256)
  } catch (error) {
    log.error({ sha256, error: String(error) }, 'the local model in use cannot be read: the shipped one reads')
    return null
  }
}

async function requestsOf(
  ledger: Ledger,
  batch: Delivered[],
  names: Map<string, (text: string) => string[]>,
): Promise<{ book: string; request: ReadRequest }[]> {
  const ids = batch.map((message) => (JSON.parse(message.body) as { itemId: string }).itemId)
  const requests: { book: string; request: ReadRequest }[] = []
  // One batch is read by the policies and the models in force as it begins: asking for each letter cost more than
  // finding its names.
  const policies = new Map<string, Awaited<ReturnType<typeof policyFor>>>()
  for (const { id, book, kind, at, masked } of await readTexts(ledger.read, ledger.fresh, [...new Set(ids)])) {
    const given = policies.get(book) ?? (await policyFor(ledger, book, names))
    policies.set(book, given)
    const { find, topics, model } = given
    const request = { itemId: id, text: masked, letter: kind === 'letter', at, own: find(masked), topics, model }
    requests.push({ book, request })
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
  const model = (await activeModel(ledger.read, book))?.sha256 ?? null
  return { find, topics, model }
}
