// What whoever searches must know: that the index is behind the ledger, or away; the ledger is what counts.
import { entriesAfter } from '@huiying/ledger/case'
import { failureOf } from '@huiying/runtime/failure'
import type { ConsoleContext } from './endpoint.ts'

/** An index is a second or two behind; after this it is said. */
const LAG_MS_MAX = 30_000

export type SearchState = { kind: 'level' } | { kind: 'behind'; seconds: number } | { kind: 'away'; reason: string }

/** How far the index of a book is behind: the age of the oldest entry it has not read, at `now`. */
export async function searchState(
  { search, ledger }: Pick<ConsoleContext, 'search' | 'ledger'>,
  book: string,
  now: number,
): Promise<SearchState> {
  if (search === undefined) return { kind: 'level' }
  try {
    const [unread] = await entriesAfter(ledger.read, book, await search.position(book), 1)
    if (unread === undefined || now - unread.at <= LAG_MS_MAX) return { kind: 'level' }
    return { kind: 'behind', seconds: Math.round((now - unread.at) / 1000) }
  } catch (error) {
    return { kind: 'away', reason: failureOf(error).reason }
  }
}

/** In words, or null when nothing need be said. */
export function noticeOf(state: SearchState): string | null {
  if (state.kind === 'level') return null
  return state.kind === 'behind'
    ? `检索滞后 ${state.seconds} 秒，以台账为准`
    : '检索暂不可用，只查了标题和编号，以台账为准'
}
