// Starts the notifier alone: what is pending goes out, and every hour a seal.
import { markOf, needBooks } from '@huiying/ledger/book'
import { openLedger } from '@huiying/ledger/open'
import { startHeart } from '@huiying/ledger/status'
import { runAlone, TICK_MS } from '@huiying/runtime/alone'
import { everyTurn } from '@huiying/runtime/turn'
import { startNotifier } from './notifier.ts'
import { notifyOptionsOf } from './options.ts'
import { sealBooks } from './seal.ts'

const SEAL_LOOK_MS = 60_000

await runAlone('notifier', async ({ settings, log, time, name }) => {
  const ledger = await openLedger(settings)
  const [book] = await needBooks(ledger.read)
  const options = notifyOptionsOf({ ledger, settings, log, mark: markOf(book), onlyTo: null })
  const notifier = startNotifier(options)
  const seal = () => sealBooks({ ...options, folder: settings.sealDir }, time.now())
  const rounds = [
    everyTurn('send', TICK_MS, () => notifier.turn(time.now()), log),
    everyTurn('seal', SEAL_LOOK_MS, seal, log),
  ]
  return [...rounds, startHeart(ledger, name, log), notifier, { stop: ledger.close }]
})
