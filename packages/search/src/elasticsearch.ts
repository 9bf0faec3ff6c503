// The search engine at scale: Elasticsearch, an index a month, in generations so that a rebuild hides nothing.
import { Client } from '@elastic/elasticsearch'
import type { ElasticsearchAddress } from './elasticsearch-address.ts'
import { elasticsearchFailure, statusOf } from './elasticsearch-failure.ts'
import { openGenerations } from './elasticsearch-generation.ts'
import { monthOf, queryOf, sourceOf } from './elasticsearch-shape.ts'
import type { CutTerms, Index, Mark, Search, SearchDoc, SearchHit, SearchQuery } from './search.ts'

/** Another number means other terms: an index with them is taken for one of another past, and made anew. */
const TERMS_VERSION = 2
const OTHER_TERMS = 'other terms'
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
    position: async (book: string) => (await markOf(await ask(generations.refresh()), book)).seq,
    mark: async (book: string) => markOf(await ask(generations.refresh()), book),
    async moveTo(book: string, seq: number, hash: string | null = null) {
      const generation = await ask(generationOf())
      await ask(writeMark(client, `${prefix}-position-${generation}`, book, { seq, hash }))
    },
  })
  const markOf = (generation: number, book: string) => ask(readMark(client, `${prefix}-position-${generation}`, book))
  const rebuild = async (fill: (fresh: Index) => Promise<void>) => {
    await ask(generations.current())
    const next = await ask(generations.begin())
    const fresh = handle(async () => next)
    const mark = (book: string) => markOf(next, book)
    const position = async (book: string) => (await mark(book)).seq
    try {
      await fill({ ...fresh, mark, position })
      await ask(generations.swap(next))
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
      return ask(runQuery(client, prefix, query, cut))
    },
    rebuild,
    clear: () => rebuild(async () => undefined),
    close: () => client.close(),
  }
}

async function runQuery(client: Client, index: string, query: SearchQuery, cut: CutTerms) {
  type Kept = Omit<SearchHit, 'id'>
  const { hits } = await client.search<Kept>({ index, ignore_unavailable: true, ...queryOf(query, cut) })
  const { total } = hits
  return {
    hits: hits.hits.map(({ _id, _source }) => ({ id: _id!, ...(_source as Kept) })),
    total: typeof total === 'number' ? total : (total?.value ?? 0),
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

async function readMark(client: Client, index: string, book: string): Promise<Mark> {
  try {
    const { _source } = await client.get<Partial<Mark> & { terms?: number }>({ index, id: book })
    const { seq = 0, hash = null, terms } = _source ?? {}
    return { seq, hash: terms === TERMS_VERSION ? hash : OTHER_TERMS }
  } catch (error) {
    if (statusOf(error) === 404) return { seq: 0, hash: null }
    throw error
  }
}

async function writeMark(client: Client, index: string, book: string, mark: Mark): Promise<void> {
  try {
    const document = { ...mark, terms: TERMS_VERSION }
    await client.index({ index, id: book, version: mark.seq, version_type: 'external_gte', document })
  } catch (error) {
    // Another indexer is further already.
    if (statusOf(error) !== 409) throw error
  }
}
