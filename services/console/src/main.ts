// Starts the console alone: API, live stream and page, until SIGTERM or Ctrl-C.
import { join } from 'node:path'
import { openCarriedBus } from '@huiying/bus/carry'
import { markOf, needBooks } from '@huiying/ledger/book'
import { openLedger } from '@huiying/ledger/open'
import { outboxOf } from '@huiying/ledger/outbox'
import { sealWarning } from '@huiying/ledger/seal'
import { startHeart } from '@huiying/ledger/status'
import { runAlone } from '@huiying/runtime/alone'
import { openSearch } from '@huiying/search/open'
import { searchTerms } from '@huiying/text/term'
import { startConsole } from './console.ts'

await runAlone('console', async ({ settings, log, time, name }) => {
  const ledger = await openLedger(settings)
  const [book] = await needBooks(ledger.read)
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log)
  const search = await openSearch({ ...settings.search, file: join(settings.dataDir, 'search.db') }, searchTerms)
  const warning = await sealWarning(ledger.read, settings.sealDir)
  const told = { mark: markOf(book), warning }
  const running = await startConsole({ settings, time, log, ledger, bus: carried.bus, search, ...told })
  process.stdout.write(`${await running.firstLink()}\n`)
  return [startHeart(ledger, name, log), running, carried, { stop: search.close }, { stop: ledger.close }]
})
