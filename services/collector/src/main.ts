// Starts the collector alone: the mailbox folder and the feeds of every book.
import { join } from 'node:path'
import { openCarriedBus } from '@huiying/bus/carry'
import { markOf, needBooks } from '@huiying/ledger/book'
import { openLedger } from '@huiying/ledger/open'
import { outboxOf } from '@huiying/ledger/outbox'
import { startHeart } from '@huiying/ledger/status'
import { runAlone, TICK_MS } from '@huiying/runtime/alone'
import { everyTurn } from '@huiying/runtime/turn'
import { startCollector } from './collector.ts'

const LOOK_MS = 250

await runAlone('collector', async ({ settings, log, time, name }) => {
  const { dataDir } = settings
  const ledger = await openLedger(settings)
  const books = await needBooks(ledger.read)
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log)
  const places = { mailbox: join(dataDir, 'mailbox'), dataDir, books: books.map((book) => book.id) }
  const collector = startCollector({ ledger, log, ...places, outside: markOf(books[0]) === null })
  const rounds = [
    everyTurn('collect', LOOK_MS, () => collector.turn(time.now()), log),
    everyTurn('poll', TICK_MS, () => collector.poll(time.now()), log),
  ]
  return [...rounds, startHeart(ledger, name, log), collector, carried, { stop: ledger.close }]
})
