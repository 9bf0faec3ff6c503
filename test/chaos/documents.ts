// Every document of an index as it is kept, to be held against what a new reading of the ledger makes.
import { fillIndex } from '@huiying/indexer/index-entries'
import type { Reader } from '@huiying/ledger/ledger'
import { openSearch } from '@huiying/search/open'
import { searchTerms } from '@huiying/text/term'

const PAGE = 5_000

export interface Difference {
  documents: number
  /** Ids that only one of them has, or that say something else. */
  different: string[]
}

/** `url` and `anew`: two indices of one Elasticsearch; the second is filled here. */
export async function compareIndex(read: Reader, url: string, anew: string): Promise<Difference> {
  const search = await openSearch({ url: anew, file: '', caFile: null, apiKey: null }, searchTerms)
  await fillIndex(read, search)
  await search.close()
  const [kept, made] = [await documentsOf(url), await documentsOf(anew)]
  const ids = new Set([...kept.keys(), ...made.keys()])
  return { documents: made.size, different: [...ids].filter((id) => kept.get(id) !== made.get(id)) }
}

/** By id, what is kept of it; an id that stands in two months' indices is told twice. */
async function documentsOf(url: string): Promise<Map<string, string>> {
  const documents = new Map<string, string>()
  const ask = async (path: string, body?: object) => {
    const sent =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await fetch(`${url}${path}`, { method: 'POST', ...sent })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as { hits: { hits: { _id: string; _source: object; sort: unknown[] }[] } }
  }
  await ask('/_refresh')
  for (let after: unknown[] | undefined; ; ) {
    const page = { size: PAGE, sort: [{ id: 'asc' }], ...(after === undefined ? {} : { search_after: after }) }
    const { hits } = (await ask('/_search', page)).hits
    for (const { _id, _source } of hits) documents.set(_id, `${documents.get(_id) ?? ''}${JSON.stringify(_source)}`)
    if (hits.length === 0) return documents
    after = hits.at(-1)!.sort
  }
}
