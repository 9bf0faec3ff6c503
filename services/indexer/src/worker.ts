// The indexer's thread: its own reader of the ledger and the only hand on the index, so that cutting terms blocks
// nobody.
import { workerData } from 'node:worker_threads'
import { type LedgerOptions, openLedgerReadOnly } from '@huiying/ledger/open'
import { serveThread } from '@huiying/runtime/thread'
import { openSearch, type SearchAddress } from '@huiying/search/open'
import type { Index, SearchQuery } from '@huiying/search/search'
import { searchTerms } from '@huiying/text/term'
import { fillIndex, isForeign } from './index-entries.ts'
import { rebuildWhenAsked } from './rebuild.ts'
import { openWake } from './wake.ts'

const { place, address } = workerData as { place: LedgerOptions; address: SearchAddress }
const ledger = await openLedgerReadOnly(place)
const search = await openSearch(address, searchTerms)
let levelling: Promise<void> | null = null
const fill = (index: Index) => fillIndex(ledger.read, index)

const wake = openWake(async () => {
  await rebuildWhenAsked(address.file, search, fill)
  if (await isForeign(ledger.read, search)) await search.rebuild(fill)
  await fill(search)
})

interface Ask {
  what: 'warm' | 'wake' | 'query' | 'position' | 'stop'
  query?: SearchQuery
  book?: string
}

serveThread(
  async (ask: Ask) => {
    if (ask.what === 'warm') return searchTerms('预热').length
    if (ask.what === 'wake') {
      levelling = wake()
      return levelling
    }
    if (ask.what === 'query') return search.query(ask.query!)
    if (ask.what === 'position') return search.position(ask.book!)
    await levelling?.catch(() => undefined)
    await search.close()
    return ledger.close()
  },
  { standsBack: false /* who searches waits for it */ },
)
