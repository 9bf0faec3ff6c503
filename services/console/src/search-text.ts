// What the index finds for words typed in a search: for the queue, the 台账 and the items in no case.
import type { Person } from '@huiying/ledger/person/person'
import type { ConsoleContext } from './endpoint.ts'
import { seesRestricted } from './right.ts'

const HITS_MAX = 500

/** What holds the words: cases by their items or themselves, and items that are in no case. */
export interface Found {
  cases: string[]
  items: string[]
}

const nothing: Found = { cases: [], items: [] }

/** Nothing when the index is away, for the queue must come all the same. */
export async function searchText({ search, log }: ConsoleContext, person: Person, text: string): Promise<Found> {
  if (search === undefined) return nothing
  try {
    const restricted = seesRestricted(person)
    const { hits } = await search.query({ book: person.book, text, restricted, limit: HITS_MAX })
    const alone = hits.filter((hit) => hit.kind === 'item' && hit.caseId === null)
    return { cases: [...new Set(hits.flatMap((hit) => hit.caseId ?? []))], items: alone.map((hit) => hit.id) }
  } catch (error) {
    log.warn({ error: String(error) }, 'search is away')
    return nothing
  }
}
