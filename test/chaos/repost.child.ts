// One tracker of several on Kafka, a program of its own: it leaves its group and joins it again when the test says so.
import { openBus } from '@huiying/bus/open'
import { type LedgerOptions, openLedger } from '@huiying/ledger/open'
import { outboxOf } from '@huiying/ledger/outbox'
import { openLog } from '@huiying/runtime/log'
import { openTime } from '@huiying/runtime/time'
import { startTracker } from '@huiying/tracker/tracker'

process.once('message', async ({ place, url, startAt }: { place: LedgerOptions; url: string; startAt: number }) => {
  const ledger = await openLedger(place)
  const time = openTime({ startAt })
  const bus = await openBus({ url, file: '', caFile: null }, { park: outboxOf(ledger, time.now).park })
  const start = () => startTracker({ ledger, bus, time, log: openLog('silent') })
  let tracker = start()
  process.on('message', async () => {
    await tracker.stop()
    tracker = start()
  })
  process.send?.('joins')
})
