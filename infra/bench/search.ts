// `huiying bench index` and `bench search`: our index on a real Elasticsearch, beside its client alone.

import { randomUUID } from 'node:crypto'
import { Client } from '@elastic/elasticsearch'
import { openRandom } from '@huiying/runtime/random'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { openSearch } from '@huiying/search/open'
import type { Search, SearchDoc } from '@huiying/search/search'
import { searchTerms } from '@huiying/text/term'
import { startElasticsearch } from '../engines/elasticsearch.ts'
import { generateLetters } from './letter.ts'
import { type BenchResult, resultOf, type Sample } from './result.ts'

const SEED = 7
const BATCH = 500
const INDEXED = 10_000
const SEARCHED = 200_000
const QUERIES = 200
const DISTINCT_LETTERS = 5_000
const MONTH_MS = 30 * 24 * 60 * 60 * 1000
const startAt = Date.UTC(2026, 8, 1)
const topics = ['wages', 'environment', 'safety', 'education']

interface Bed {
  url: string
  search: Search
  client: Client
  prefix: string
  docs: SearchDoc[]
  /** Terms of each text, cut once: both sides write the same. */
  terms: Map<string, string>
}

async function withBed<T>(count: number, work: (bed: Bed) => Promise<T>): Promise<T> {
  const { url } = settingsFromEnvironment().search
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const engine = url === null ? await startElasticsearch({ say, pace: 'run' }) : null
  const address = engine?.url ?? url!
  const prefix = `bench${randomUUID().slice(0, 8)}`
  const { docs, terms } = makeDocs(count)
  const cut = (text: string) => terms.get(text) ?? searchTerms(text)
  const search = await openSearch({ url: `${address}/${prefix}`, file: '', caFile: null, apiKey: null }, cut)
  const client = new Client({ node: address })
  try {
    return await work({ url: address, search, client, prefix, docs, terms })
  } finally {
    const names = Object.keys(await client.indices.get({ index: `${prefix}*` }))
    if (names.length > 0) await client.indices.delete({ index: names })
    await search.close()
    await client.close()
    await engine?.stop()
  }
}

/** Distinct letters over three months; beyond some thousands they repeat with another number in them. */
function makeDocs(count: number): { docs: SearchDoc[]; terms: Map<string, string> } {
  const letters = [...generateLetters({ seed: SEED, count: Math.min(count, DISTINCT_LETTERS), startAt })]
  const texts = letters.map((letter) => Buffer.from(letter.bytes).toString('utf8').split('\r\n\r\n')[1] ?? '')
  const plain = texts.map((text) => (/^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, 'base64').toString() : text))
  const terms = new Map<string, string>()
  const docs = Array.from({ length: count }, (_, n): SearchDoc => {
    const text = `${plain[n % plain.length]} 编号${n}`
    const base = terms.get(plain[n % plain.length]!) ?? searchTerms(plain[n % plain.length]!)
    terms.set(plain[n % plain.length]!, base)
    terms.set(text, `${base} n${n}`)
    const at = startAt + Math.floor((n / count) * 3 * MONTH_MS)
    return {
      ...{ id: `d${n}`, kind: 'item', book: 'qinghe', caseId: null, text, topics: [topics[n % topics.length]!] },
      ...{ unit: `u${n % 40}`, status: null, at, filedAt: at, seq: n + 1, restricted: n % 50 === 0 },
    }
  })
  return { docs, terms }
}

const mapping = {
  dynamic: false as const,
  _source: { excludes: ['terms'] },
  properties: {
    terms: { type: 'text' as const, analyzer: 'whitespace', norms: false, index_options: 'docs' as const },
    ...Object.fromEntries(
      ['id', 'kind', 'book', 'topics', 'unit', 'status'].map((name) => [name, { type: 'keyword' }]),
    ),
    at: { type: 'long' as const },
    restricted: { type: 'boolean' as const },
  },
} as object

/** The same documents by `_bulk` alone, the same terms and fields, into an index a month. */
async function bulkRaw({ client, prefix, terms }: Bed, index: string, docs: SearchDoc[]): Promise<void> {
  const operations = docs.flatMap(({ text, filedAt, seq: _, ...doc }) => {
    const month = new Date(filedAt).toISOString().slice(0, 7)
    return [{ index: { _index: `${prefix}${index}-${month}`, _id: doc.id } }, { ...doc, terms: terms.get(text) }]
  })
  await client.bulk({ operations })
}

/** Documents a second in calls of 500, terms cut beforehand. */
export async function runIndex(runs: number): Promise<BenchResult> {
  return withBed(INDEXED, async (bed) => {
    await bed.client.indices.putIndexTemplate({
      name: `${bed.prefix}raw`,
      index_patterns: [`${bed.prefix}raw*`],
      template: { settings: { number_of_shards: 1, number_of_replicas: 0 }, mappings: mapping },
    })
    const samples: Sample[] = []
    for (let index = 0; index < runs; index++) {
      await bed.search.clear()
      const sample: Sample = { value: 0, raw: 0 }
      // A call of the one, a call of the other: what else the machine does meets both.
      const spent: Sample = { value: 0, raw: 0 }
      for (let from = 0; from < INDEXED; from += BATCH) {
        const docs = bed.docs.slice(from, from + BATCH)
        const sides: [keyof Sample, () => Promise<void>][] = [
          ['value', () => bed.search.index(docs)],
          ['raw', () => bulkRaw(bed, `raw${index}`, docs)],
        ]
        for (const [name, work] of (from / BATCH) % 2 === 0 ? sides : sides.reverse()) {
          const began = performance.now()
          await work()
          spent[name] += performance.now() - began
        }
      }
      for (const name of ['value', 'raw'] as const) sample[name] = INDEXED / (spent[name] / 1000)
      samples.push(sample)
      process.stderr.write(
        `第 ${index + 1}/${runs} 轮：${Math.round(sample.value)} / 裸 ${Math.round(sample.raw)} 篇/秒\n`,
      )
    }
    await bed.client.indices.deleteIndexTemplate({ name: `${bed.prefix}raw` })
    return resultOf(factsOf('index', 'documents/s', bed.docs), samples)
  })
}

/** p95 in milliseconds of two-word queries with topic, unit and time over 200,000 items. */
export async function runSearch(runs: number): Promise<BenchResult> {
  return withBed(SEARCHED, async (bed) => {
    process.stderr.write(`正在写入 ${SEARCHED} 篇…\n`)
    for (let from = 0; from < SEARCHED; from += BATCH) await bed.search.index(bed.docs.slice(from, from + BATCH))
    await bed.search.query({ book: 'qinghe', text: '', restricted: true, limit: 1 })
    const random = openRandom(SEED)
    const samples: Sample[] = []
    for (let index = 0; index < runs; index++) {
      const times: Record<keyof Sample, number[]> = { value: [], raw: [] }
      for (let n = 0; n < QUERIES; n++) {
        const doc = bed.docs[Math.floor(random() * bed.docs.length)]!
        const words = bed.terms.get(doc.text)!.split(' ')
        const two = [words[Math.floor(random() * words.length)]!, words[Math.floor(random() * words.length)]!]
        const sides: [keyof Sample, () => Promise<unknown>][] = [
          ['value', () => bed.search.query({ ...filterOf(doc), text: two.join(' '), limit: 50 })],
          ['raw', () => bed.client.search({ index: bed.prefix, ...rawQuery(doc, two) })],
        ]
        for (const [name, ask] of n % 2 === 0 ? sides : sides.reverse()) {
          const began = performance.now()
          await ask()
          times[name].push(performance.now() - began)
        }
      }
      samples.push({ value: p95(times.value), raw: p95(times.raw) })
    }
    return resultOf(factsOf('search', 'ms p95', bed.docs), samples)
  })
}

const filterOf = (doc: SearchDoc) => ({
  ...{ book: doc.book, topic: doc.topics[0]!, unit: doc.unit!, restricted: false },
  ...{ from: doc.at - MONTH_MS, to: doc.at + MONTH_MS },
})

const rawQuery = (doc: SearchDoc, words: string[]) => ({
  query: {
    bool: {
      filter: [
        ...words.map((word) => ({ term: { terms: word } })),
        { term: { book: doc.book } },
        { term: { topics: doc.topics[0]! } },
        { term: { unit: doc.unit! } },
        { term: { restricted: false } },
        { range: { at: { gte: doc.at - MONTH_MS, lt: doc.at + MONTH_MS } } },
      ],
    },
  },
  size: 50,
  sort: [{ at: 'desc' as const }],
  track_total_hits: true,
})

const p95 = (times: number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!

const factsOf = (bench: string, unit: string, docs: SearchDoc[]) => ({
  ...{ bench, unit, n: docs.length, distinct: docs.length, threads: 1, seed: SEED },
  bytes: docs.reduce((sum, doc) => sum + Buffer.byteLength(doc.text), 0),
  durability: 'translog fsync on each request, no replica',
})
