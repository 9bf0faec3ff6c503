// Starts the notifier alone: what is pending goes out, and every hour a seal.
import { awaitLedger } from '@huiying/ledger/await'
import { markOf, needBooks } from '@huiying/ledger/book'
import { measureAppends, measureDeliveries } from '@huiying/ledger/measure'
import { ledgerPart } from '@huiying/ledger/ready'
import { startHeart } from '@huiying/ledger/status'
import { runAlone, TICK_MS } from '@huiying/runtime/alone'
import { everyTurn } from '@huiying/runtime/turn'
import { CHANNEL_LOOK_MS, testChannels } from './channel-test.ts'
import { startNotifier } from './notifier.ts'
import { notifyOptionsOf } from './options.ts'
import { openSeals } from './seal.ts'

const SEAL_LOOK_MS = 60_000

await runAlone('notifier', async ({ settings, log, time, name, measure }) => {
  const ledger = await awaitLedger(settings, log)
  const [book] = await needBooks(ledger.read)
  const options = notifyOptionsOf({ ledger, settings, log, measure, mark: markOf(book), onlyTo: null })
  const notifier = startNotifier(options)
  const seals = await openSeals(options, settings.sealDir)
  const warning = seals.warning()
  if (warning !== null) log.error({ warning }, 'seals do not guard the ledger')
  measureAppends(measure, ledger)
  measureDeliveries(measure, ledger.read, time.now)
  const rounds = [
    everyTurn('send', TICK_MS, () => notifier.turn(time.now(), time.now), log, measure),
    everyTurn('seal', SEAL_LOOK_MS, () => seals.turn(time.now()), log, measure),
    everyTurn('test channels', CHANNEL_LOOK_MS, () => testChannels(options, time.now()), log, measure),
  ]
  const parts = [...rounds, startHeart(ledger, name, log, measure, seals.facts), notifier, { stop: ledger.close }]
  return { engines: [ledgerPart(ledger.read)], parts }
})
