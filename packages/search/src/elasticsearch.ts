// The search engine at scale: Elasticsearch, an index a month, in generations so that a rebuild hides nothing.
import { Client } from '@elastic/elasticsearch'
import type { ElasticsearchAddress } from './elasticsearch-address.ts'
import { elasticsearchFailure, statusOf } from './elasticsearch-failure.ts'
import { docMapping, docSettings, monthOf, queryOf, sourceOf } from './elasticsearch-shape.ts'
import type { CutTerms, Search, SearchDoc, SearchHit } from './search.ts'

const REQUEST_MS_MAX = 30_000
/** Ids looked up in one request, when documents are removed. */
const IDS_MAX = 1_000

/** Connects when first used; while Elasticsearch is away every call rejects with an engine failure. */
export function openElasticsearch(address: ElasticsearchAddress, cut: CutTerms): Search {
  const { nodes, login, ca, prefix } = address
  const client = new Client({
    nodes,
    requestTimeout: REQUEST_MS_MAX,
    maxRetries: 1,
    ...(login === null ? {} : { auth: login }),
    ...(ca === null ? {} : { tls: { ca } }),
  })
  const ask = <T>(question: Promise<T>): Promise<T> =>
    question.catch((error) => {
      throw elasticsearchFailure(error, address)
    })
  const generations = openGenerations(client, prefix)
  /** What others see within a second, who wrote it sees at once; what was written before we opened counts as ours. */
  let unseen = true
  const handle = (generationOf: () => Promise<number>) => ({
    async index(docs: SearchDoc[]) {
      if (docs.length === 0) return
      const generation = await ask(generationOf())
      await ask(putDocs(client, `${prefix}-${generation}`, docs, cut))
      unseen = true
    },
    async remove(ids: string[], seq: number) {
      if (ids.length === 0) return
      const generation = await ask(generationOf())
      await ask(removeDocs(client, `${prefix}-${generation}-*`, ids, seq))
      unseen = true
    },
    async position(book: string) {
      const generation = await ask(generations.refresh())
      return ask(readPosition(client, `${prefix}-position-${generation}`, book))
    },
    async moveTo(book: string, seq: number) {
      const generation = await ask(generationOf())
      await ask(writePosition(client, `${prefix}-position-${generation}`, book, seq))
    },
  })
  const rebuild = async (fill: (fresh: Pick<Search, 'index' | 'remove' | 'position' | 'moveTo'>) => Promise<void>) => {
    const last = await ask(generations.current())
    const next = await ask(generations.begin())
    const fresh = handle(async () => next)
    const position = (book: string) => ask(readPosition(client, `${prefix}-position-${next}`, book))
    try {
      await fill({ ...fresh, position })
      await ask(generations.swap(last, next))
    } catch (error) {
      await generations.drop(next)
      throw error
    }
    unseen = true
  }
  return {
    ...handle(() => generations.current()),
    async query(query) {
      if (unseen) await ask(client.indices.refresh({ index: prefix, ignore_unavailable: true }))
      unseen = false
      const found = await ask(
        client.search<Omit<SearchHit, 'id'>>({ index: prefix, ignore_unavailable: true, ...queryOf(query, cut) }),
      )
      const { total } = found.hits
      return {
        hits: found.hits.hits.map(({ _id, _source }) => ({ id: _id!, ...(_source as Omit<SearchHit, 'id'>) })),
        total: typeof total === 'number' ? total : (total?.value ?? 0),
      }
    },
    rebuild,
    clear: () => rebuild(async () => undefined),
    close: () => client.close(),
  }
}

/**
 * Documents of generation 3 lie in `huiying-3-2026-11`, how far it has read in `huiying-position-3`. The alias
 * `huiying` is what is searched, `huiying-current` tells which generation that is.
 */
function openGenerations(client: Client, prefix: string) {
  let known: number | null = null
  const pointer = `${prefix}-current`
  const positions = (generation: number) => `${prefix}-position-${generation}`
  const all = async (): Promise<number[]> => {
    const found = await client.indices.get({ index: `${prefix}-position-*`, allow_no_indices: true })
    return Object.keys(found).map((name) => Number(name.slice(`${prefix}-position-`.length)))
  }
  const putTemplate = (generation: number, live: boolean) =>
    client.indices.putIndexTemplate({
      name: `${prefix}-${generation}`,
      index_patterns: [`${prefix}-${generation}-*`],
      priority: 500,
      template: { settings: docSettings, mappings: docMapping, ...(live ? { aliases: { [prefix]: {} } } : {}) },
    })
  const make = async (generation: number, live: boolean) => {
    await putTemplate(generation, live)
    const aliases = live ? { [pointer]: {} } : {}
    const mappings = { dynamic: false as const, properties: { seq: { type: 'long' as const } } }
    await client.indices
      .create({ index: positions(generation), settings: { auto_expand_replicas: '0-1' }, mappings, aliases })
      .catch((error) => {
        // Another of us was quicker.
        if (error?.body?.error?.type !== 'resource_already_exists_exception') throw error
      })
  }
  const drop = async (generation: number) => {
    await client.indices.deleteIndexTemplate({ name: `${prefix}-${generation}` }, { ignore: [404] })
    const found = await client.indices.get({ index: [`${prefix}-${generation}-*`, `${positions(generation)}*`] })
    const names = Object.keys(found)
    if (names.length > 0) await client.indices.delete({ index: names, ignore_unavailable: true })
  }
  const refresh = async (): Promise<number> => {
    const found = await client.indices.getAlias({ name: pointer }, { ignore: [404] })
    const [name] = Object.keys(found).filter((key) => key.startsWith(`${prefix}-position-`))
    if (name === undefined) await make(1, true)
    known = name === undefined ? 1 : Number(name.slice(`${prefix}-position-`.length))
    return known
  }
  return {
    refresh,
    current: async () => known ?? refresh(),
    /** A new one beside the current, not yet searched. */
    async begin(): Promise<number> {
      const next = Math.max(0, ...(await all())) + 1
      await make(next, false)
      return next
    },
    async swap(last: number, next: number): Promise<void> {
      await client.indices.refresh({ index: `${prefix}-${next}-*` })
      await putTemplate(next, true)
      const docs = Object.keys(await client.indices.get({ index: `${prefix}-${next}-*` }))
      await client.indices.updateAliases({
        actions: [
          { remove: { index: `${prefix}-*`, alias: prefix, must_exist: false } },
          { remove: { index: positions(last), alias: pointer, must_exist: false } },
          ...docs.map((index) => ({ add: { index, alias: prefix } })),
          { add: { index: positions(next), alias: pointer } },
        ],
      })
      known = next
      for (const old of await all()) if (old < next) await drop(old)
    },
    drop,
  }
}

/** An older state, as another indexer may have read it, never replaces a newer one: the version is the ledger's seq. */
async function putDocs(client: Client, index: string, docs: SearchDoc[], cut: CutTerms): Promise<void> {
  const operations = docs.flatMap((doc) => {
    const at = { _index: `${index}-${monthOf(doc.filedAt)}`, _id: doc.id }
    return [{ index: { ...at, version: doc.seq, version_type: 'external_gte' as const } }, sourceOf(doc, cut)]
  })
  await bulk(client, operations)
}

async function removeDocs(client: Client, index: string, ids: string[], seq: number): Promise<void> {
  await client.indices.refresh({ index })
  for (let from = 0; from < ids.length; from += IDS_MAX) {
    const values = ids.slice(from, from + IDS_MAX)
    const found = await client.search({ index, query: { ids: { values } }, size: IDS_MAX, _source: false })
    const operations = found.hits.hits.map(({ _index, _id }) => ({
      delete: { _index, _id: _id!, version: seq, version_type: 'external_gte' as const },
    }))
    if (operations.length > 0) await bulk(client, operations)
  }
  // What is erased is to be gone from the files too, not only marked.
  await client.indices.forcemerge({ index, only_expunge_deletes: true, flush: true })
}

async function bulk(client: Client, operations: object[]): Promise<void> {
  const { errors, items } = await client.bulk({ operations })
  if (!errors) return
  for (const item of items) {
    const done = item.index ?? item.delete
    // 409: something newer stands there; 404: it was not there to be deleted.
    if (done?.error !== undefined && done.status !== 409) throw new Error(`${done.error.type}: ${done.error.reason}`)
  }
}

async function readPosition(client: Client, index: string, book: string): Promise<number> {
  try {
    const { _source } = await client.get<{ seq: number }>({ index, id: book })
    return _source?.seq ?? 0
  } catch (error) {
    if (statusOf(error) === 404) return 0
    throw error
  }
}

async function writePosition(client: Client, index: string, book: string, seq: number): Promise<void> {
  try {
    await client.index({ index, id: book, version: seq, version_type: 'external_gte', document: { seq } })
  } catch (error) {
    // Another indexer is further already.
    if (statusOf(error) !== 409) throw error
  }
}
