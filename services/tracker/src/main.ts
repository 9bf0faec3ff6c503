// Starts the tracker alone: tagged items become cases, due steps fire, and the watchdog goes round.
import { openCarriedBus } from '@huiying/bus/carry'
import { needBooks } from '@huiying/ledger/book'
import { openLedger } from '@huiying/ledger/open'
import { outboxOf } from '@huiying/ledger/outbox'
import { BEAT_MS, startHeart } from '@huiying/ledger/status'
import { runAlone, TICK_MS } from '@huiying/runtime/alone'
import { everyTurn } from '@huiying/runtime/turn'
import { startTracker } from './tracker.ts'
import { OUTSIDE_BEAT_MS, openWatchdog } from './watchdog.ts'

await runAlone('tracker', async ({ settings, log, time, name }) => {
  const ledger = await openLedger(settings)
  await needBooks(ledger.read)
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log)
  const tracker = startTracker({ ledger, bus: carried.bus, time, log })
  const watchdog = openWatchdog({ ledger, log, url: settings.watchdogUrl })
  const rounds = [
    everyTurn('schedule', TICK_MS, () => tracker.turn(time.now()), log),
    everyTurn('watch', TICK_MS, () => watchdog.turn(time.now()), log),
    everyTurn('watchdog beat', BEAT_MS, () => watchdog.beat(time.real.now()), log),
    everyTurn('beat outside', OUTSIDE_BEAT_MS, () => watchdog.beatOutside(time.real.now()), log),
  ]
  return [...rounds, startHeart(ledger, name, log), tracker, carried, { stop: ledger.close }]
})
