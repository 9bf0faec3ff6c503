// Starts the console alone: API, live stream and page, until SIGTERM or Ctrl-C.
import { join } from 'node:path'
import { openCarriedBus } from '@huiying/bus/carry'
import { busPart } from '@huiying/bus/ready'
import { awaitLedger } from '@huiying/ledger/await'
import { markOf, needBooks } from '@huiying/ledger/book'
import { measureAppends } from '@huiying/ledger/measure'
import { outboxOf } from '@huiying/ledger/outbox'
import { ledgerPart } from '@huiying/ledger/ready'
import { sealWarning } from '@huiying/ledger/seal'
import { startHeart } from '@huiying/ledger/status'
import { runAlone } from '@huiying/runtime/alone'
import { openSearch } from '@huiying/search/open'
import { searchTerms } from '@huiying/text/term'
import { startConsole } from './console.ts'

await runAlone('console', async ({ settings, log, time, name, probe }) => {
  const { measure } = probe
  const ledger = await awaitLedger(settings, log)
  const [book] = await needBooks(ledger.read)
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log, measure)
  const search = await openSearch({ ...settings.search, file: join(settings.dataDir, 'search.db') }, searchTerms)
  const warning = await sealWarning(ledger.read, settings.sealDir)
  const told = { mark: markOf(book), warning: () => warning }
  measureAppends(measure, ledger)
  const running = await startConsole({ settings, time, log, ledger, bus: carried.bus, search, probe, ...told })
  process.stdout.write(`${await running.firstLink()}\n`)
  const heart = startHeart(ledger, name, log, measure)
  const searchPart = { name: 'search', ask: () => search.position(book.id), needed: false }
  // The desk works on without bus and index; only without the ledger there is nothing to show.
  const engines = [ledgerPart(ledger.read), busPart(carried.bus, false), searchPart]
  return { engines, parts: [heart, running, carried, { stop: search.close }, { stop: ledger.close }] }
})
