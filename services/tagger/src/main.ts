// Starts the tagger alone: items on record get their verdict.
import { openCarriedBus } from '@huiying/bus/carry'
import { measureLag } from '@huiying/bus/measure'
import { busPart } from '@huiying/bus/ready'
import { awaitLedger } from '@huiying/ledger/await'
import { needBooks } from '@huiying/ledger/book'
import { measureAppends, measureItems } from '@huiying/ledger/measure'
import { outboxOf } from '@huiying/ledger/outbox'
import { ledgerPart } from '@huiying/ledger/ready'
import { startHeart } from '@huiying/ledger/status'
import { runAlone } from '@huiying/runtime/alone'
import { startTagger } from './tagger.ts'

await runAlone('tagger', async ({ settings, log, time, name, measure }) => {
  const ledger = await awaitLedger(settings, log)
  await needBooks(ledger.read)
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log, measure)
  const tagger = startTagger({ ledger, bus: carried.bus, log })
  measureAppends(measure, ledger)
  measureItems(measure, ledger.read, time.now)
  measureLag(measure, carried.bus)
  const parts = [startHeart(ledger, name, log, measure), tagger, carried, { stop: ledger.close }]
  return { engines: [ledgerPart(ledger.read), busPart(carried.bus, true)], parts }
})
