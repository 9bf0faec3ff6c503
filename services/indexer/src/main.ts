// Starts the indexer alone: keeps the index level with the ledger.
import { join } from 'node:path'
import { openCarriedBus } from '@huiying/bus/carry'
import { needBooks } from '@huiying/ledger/book'
import { openLedger, placeOf } from '@huiying/ledger/open'
import { outboxOf } from '@huiying/ledger/outbox'
import { startHeart } from '@huiying/ledger/status'
import { runAlone, TICK_MS } from '@huiying/runtime/alone'
import { everyTurn } from '@huiying/runtime/turn'
import { startIndexer } from './indexer.ts'

await runAlone('indexer', async ({ settings, log, time, name }) => {
  const ledger = await openLedger(settings)
  await needBooks(ledger.read)
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log)
  const address = { ...settings.search, file: join(settings.dataDir, 'search.db') }
  const indexer = startIndexer({ bus: carried.bus, log, place: placeOf(settings), address })
  const index = everyTurn('index', TICK_MS, () => indexer.level(), log)
  return [index, startHeart(ledger, name, log), indexer, carried, { stop: ledger.close }]
})
