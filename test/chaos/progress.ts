// How far each group of services has come, read where its work ends: a number that grows while the group works.
import type { Ledger } from '@huiying/ledger/ledger'
import { createSession } from '@huiying/ledger/person/session'
import type { Schema } from '@huiying/ledger/schema'
import { real } from '@huiying/runtime/time'
import type { Search } from '@huiying/search/search'
import { type Admin, Kafka, logLevel } from 'kafkajs'
import { type ExpressionBuilder, sql } from 'kysely'
import type { Instance, Service } from './instance.ts'

export interface Progress {
  /** Rejects while the engine it is read from is away. `target`: who is asked, when it is a console. */
  of(service: Service, target: Instance): Promise<number>
  /** Items on record, and of them those that lie in a case or a lane. */
  items(): Promise<number>
  placed(): Promise<number>
  close(): Promise<void>
}

export interface Places {
  ledger: Ledger
  search: Search
  book: string
  /** `host:port` of the broker, and what its topics' names begin with. */
  broker: string
  prefix: string
  /** Whoever may read the queue. */
  login: string
}

export async function openProgress(places: Places): Promise<Progress> {
  const { ledger, search, book } = places
  const { read } = ledger
  const admin = new Kafka({ brokers: [places.broker], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const cookie = `huiying=${await createSession(ledger, places.login, real.now())}`
  const items = () => countOf(read.selectFrom('item').select(countAll))
  const isPlaced = (eb: ExpressionBuilder<Schema, 'item'>) =>
    eb.or([eb('caseId', 'is not', null), eb('lane', 'is not', null)])
  const placed = () => countOf(read.selectFrom('item').where(isPlaced).select(countAll))
  const counters: Record<Service, (target: Instance) => Promise<number>> = {
    collector: items,
    tagger: () => published(admin, `${places.prefix}item.tagged`),
    tracker: placed,
    indexer: () => search.position(book),
    notifier: () => countOf(read.selectFrom('delivery').where('state', '!=', 'pending').select(countAll)),
    console: (target) => casesShown(target, cookie),
  }
  return { of: (service, target) => counters[service](target), items, placed, close: () => admin.disconnect() }
}

const countAll = sql<number>`count(*)`.as('n')

async function countOf(query: { executeTakeFirstOrThrow(): Promise<{ n: number }> }): Promise<number> {
  return Number((await query.executeTakeFirstOrThrow()).n)
}

async function published(admin: Admin, topic: string): Promise<number> {
  const ends = await admin.fetchTopicOffsets(topic)
  return ends.reduce((sum, { high }) => sum + Number(high), 0)
}

async function casesShown(target: Instance, cookie: string): Promise<number> {
  const answer = await fetch(`${target.url()}/api/cases?limit=1`, { headers: { cookie } })
  if (!answer.ok) throw new Error(`${target.name} answers ${answer.status}`)
  const { counts } = (await answer.json()) as { counts: Record<string, number> }
  return counts.全部 ?? 0
}
