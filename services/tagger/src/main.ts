// Starts the tagger alone: items on record get their verdict.
import { openCarriedBus } from '@huiying/bus/carry'
import { needBooks } from '@huiying/ledger/book'
import { openLedger } from '@huiying/ledger/open'
import { outboxOf } from '@huiying/ledger/outbox'
import { startHeart } from '@huiying/ledger/status'
import { runAlone } from '@huiying/runtime/alone'
import { startTagger } from './tagger.ts'

await runAlone('tagger', async ({ settings, log, time, name }) => {
  const ledger = await openLedger(settings)
  await needBooks(ledger.read)
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log)
  const tagger = startTagger({ ledger, bus: carried.bus, log })
  return [startHeart(ledger, name, log), tagger, carried, { stop: ledger.close }]
})
