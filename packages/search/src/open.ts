// Opens the index that SEARCH_URL names: the only place that knows every engine.
import { openFts5 } from './fts5.ts'
import type { CutTerms, Search } from './search.ts'

export interface SearchAddress {
  /** null: the embedded one in `file`. */
  url: string | null
  file: string
  caFile: string | null
  apiKey: string | null
}

/** Throws in words when the address cannot be read; whether Elasticsearch is there shows when it is used. */
export async function openSearch({ url, file, caFile, apiKey }: SearchAddress, cut: CutTerms): Promise<Search> {
  if (url === null) return openFts5(file, cut)
  // Loaded only when asked for: who runs embedded does not pay for the client.
  const [{ openElasticsearch }, { readElasticsearchAddress }] = await Promise.all([
    import('./elasticsearch.ts'),
    import('./elasticsearch-address.ts'),
  ])
  return openElasticsearch(readElasticsearchAddress({ url, caFile, apiKey }), cut)
}
