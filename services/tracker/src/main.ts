// Starts the tracker alone: tagged items become cases, due steps fire, and the watchdog goes round.
import { openCarriedBus } from '@huiying/bus/carry'
import { measureLag } from '@huiying/bus/measure'
import { busPart } from '@huiying/bus/ready'
import { awaitLedger } from '@huiying/ledger/await'
import { needBooks } from '@huiying/ledger/book'
import { measureAppends, measurePlans } from '@huiying/ledger/measure'
import { outboxOf } from '@huiying/ledger/outbox'
import { ledgerPart } from '@huiying/ledger/ready'
import { BEAT_MS, startHeart } from '@huiying/ledger/status'
import { runAlone, TICK_MS } from '@huiying/runtime/alone'
import { everyTurn } from '@huiying/runtime/turn'
import { FEED_AGAIN_MS, feedAgain } from './feed-again.ts'
import { startTracker } from './tracker.ts'
import { OUTSIDE_BEAT_MS, openWatchdog } from './watchdog.ts'

await runAlone('tracker', async ({ settings, log, time, name, measure }) => {
  const ledger = await awaitLedger(settings, log)
  await needBooks(ledger.read)
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log, measure)
  const { bus } = carried
  const tracker = startTracker({ ledger, bus, time, log, measure })
  const watchdog = openWatchdog({ ledger, log, url: settings.watchdogUrl, measure })
  measureAppends(measure, ledger)
  measurePlans(measure, ledger.read, time.now)
  measureLag(measure, bus)
  const rounds = [
    everyTurn('schedule', TICK_MS, () => tracker.turn(time.now()), log, measure),
    everyTurn('watch', TICK_MS, () => watchdog.turn(time.now()), log, measure),
    everyTurn('watchdog beat', BEAT_MS, () => watchdog.beat(time.real.now()), log, measure),
    everyTurn('feed again', FEED_AGAIN_MS, () => feedAgain(ledger, bus), log, measure),
    everyTurn('beat outside', OUTSIDE_BEAT_MS, () => watchdog.beatOutside(time.real.now()), log, measure),
  ]
  const parts = [...rounds, startHeart(ledger, name, log, measure), tracker, carried, { stop: ledger.close }]
  return { engines: [ledgerPart(ledger.read), busPart(bus, true)], parts }
})
