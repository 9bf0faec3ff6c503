// Starts the indexer alone: keeps the index level with the ledger.
import { join } from 'node:path'
import { openCarriedBus } from '@huiying/bus/carry'
import { measureLag } from '@huiying/bus/measure'
import { busPart } from '@huiying/bus/ready'
import { awaitLedger } from '@huiying/ledger/await'
import { needBooks } from '@huiying/ledger/book'
import { measureAppends } from '@huiying/ledger/measure'
import { placeOf } from '@huiying/ledger/open'
import { outboxOf } from '@huiying/ledger/outbox'
import { ledgerPart } from '@huiying/ledger/ready'
import { startHeart } from '@huiying/ledger/status'
import { runAlone, TICK_MS } from '@huiying/runtime/alone'
import { everyTurn } from '@huiying/runtime/turn'
import { startIndexer } from './indexer.ts'
import { measureIndex } from './measure.ts'

await runAlone('indexer', async ({ settings, log, time, name, measure }) => {
  const ledger = await awaitLedger(settings, log)
  const [book] = await needBooks(ledger.read)
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log, measure)
  const address = { ...settings.search, file: join(settings.dataDir, 'search.db') }
  const indexer = startIndexer({ bus: carried.bus, log, place: placeOf(settings), address })
  const index = everyTurn('index', TICK_MS, () => indexer.level(), log, measure)
  measureAppends(measure, ledger)
  measureLag(measure, carried.bus)
  measureIndex(measure, { read: ledger.read, position: indexer.position, now: time.now })
  const searchPart = { name: 'search', ask: () => indexer.position(book.id), needed: true }
  const parts = [index, startHeart(ledger, name, log, measure), indexer, carried, { stop: ledger.close }]
  return { engines: [ledgerPart(ledger.read), busPart(carried.bus, true), searchPart], parts }
})
