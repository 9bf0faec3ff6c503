// What a document and a query look like in Elasticsearch: exact terms cut by us, no scoring, the newest first.
import { type CutTerms, HITS_MAX, OFFSET_MAX, QUERY_TERMS_MAX, type SearchDoc, type SearchQuery } from './search.ts'

/** The whitespace analyzer cuts a longer token; so do we, on both sides. */
const TERM_CHARS_MAX = 200
/** How long a removed id is remembered, so that a slow indexer does not bring it back. */
const FORGOTTEN_AFTER = '1h'

/** No interval of refreshing is set: then Elasticsearch spends nothing on it while nobody searches. */
export const docSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  max_result_window: OFFSET_MAX + HITS_MAX,
  gc_deletes: FORGOTTEN_AFTER,
  'merge.policy.expunge_deletes_allowed': 0,
}

const keyword = { type: 'keyword' as const }
const long = { type: 'long' as const }

export const docMapping = {
  dynamic: false as const,
  // The text is on record in the ledger; here only its terms can be looked up.
  _source: { excludes: ['terms'] },
  properties: {
    terms: { type: 'text' as const, analyzer: 'whitespace', norms: false, index_options: 'docs' as const },
    kind: keyword,
    book: keyword,
    caseId: { ...keyword, index: false, doc_values: false },
    topics: keyword,
    unit: keyword,
    status: keyword,
    at: long,
    id: keyword,
    restricted: { type: 'boolean' as const },
  },
}

/** `2026-11`, of UTC milliseconds: which index keeps a document for as long as it lives. */
export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7)

const tokensOf = (text: string, cut: CutTerms): string[] =>
  cut(text)
    .split(/\s+/)
    .map((term) => term.slice(0, TERM_CHARS_MAX))

export function sourceOf(doc: SearchDoc, cut: CutTerms): object {
  const { id, kind, book, caseId, topics, unit, status, at, restricted } = doc
  return { id, kind, book, caseId, topics, unit, status, at, restricted, terms: tokensOf(doc.text, cut).join(' ') }
}

export function queryOf(query: SearchQuery, cut: CutTerms) {
  const filter: object[] = [{ term: { book: query.book } }]
  const add = (field: string, value: string | undefined) => {
    if (value !== undefined) filter.push({ term: { [field]: value } })
  }
  add('kind', query.kind)
  add('topics', query.topic)
  add('unit', query.unit)
  add('status', query.status)
  if (query.from !== undefined || query.to !== undefined) {
    const from = query.from === undefined ? {} : { gte: query.from }
    filter.push({ range: { at: { ...from, ...(query.to === undefined ? {} : { lt: query.to }) } } })
  }
  if (!query.restricted) filter.push({ term: { restricted: false } })
  const terms = [...new Set(tokensOf(query.text, cut))].filter(Boolean).slice(0, QUERY_TERMS_MAX)
  for (const term of terms) filter.push({ term: { terms: term } })
  return {
    query: { bool: { filter } },
    size: Math.min(query.limit, HITS_MAX),
    from: Math.min(query.offset ?? 0, OFFSET_MAX),
    sort: [{ at: 'desc' as const }, { id: 'desc' as const }],
    track_total_hits: true,
    _source: ['kind', 'caseId', 'at'],
  }
}
