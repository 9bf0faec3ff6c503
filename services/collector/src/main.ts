// Starts the collector alone: the mailbox folder, the feeds and the IMAP mailboxes of every book.
import { openCarriedBus } from '@huiying/bus/carry'
import { busPart } from '@huiying/bus/ready'
import { awaitLedger } from '@huiying/ledger/await'
import { markOf, needBooks } from '@huiying/ledger/book'
import { measureAppends, measureSources } from '@huiying/ledger/measure'
import { placeOf } from '@huiying/ledger/open'
import { outboxOf } from '@huiying/ledger/outbox'
import { ledgerPart } from '@huiying/ledger/ready'
import { startHeart } from '@huiying/ledger/status'
import { runAlone, TICK_MS } from '@huiying/runtime/alone'
import { everyTurn } from '@huiying/runtime/turn'
import { startCollector } from './collector.ts'

const LOOK_MS = 250

await runAlone('collector', async ({ settings, log, time, name, measure }) => {
  const ledger = await awaitLedger(settings, log)
  const books = await needBooks(ledger.read)
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log, measure)
  const of = { place: placeOf(settings), books: books.map((book) => book.id), outside: markOf(books[0]) === null }
  const collector = startCollector({ ledger, log, ...of })
  measureAppends(measure, ledger)
  measureSources(measure, ledger.read)
  // Nobody waits for it: each mailbox is looked at once at a time, and one that hangs holds up no other.
  const mail = async () => {
    collector.fetchMail(time.now()).catch((error) => log.error({ error: String(error) }, 'mail not fetched'))
  }
  const rounds = [
    everyTurn('collect', LOOK_MS, () => collector.turn(time.now()), log, measure),
    everyTurn('poll', TICK_MS, () => collector.poll(time.now()), log, measure),
    everyTurn('listen', TICK_MS, () => collector.listen(time.now()), log, measure),
    everyTurn('mail', TICK_MS, mail, log, measure),
    everyTurn('publications', TICK_MS, () => collector.checkPublications(time.now()), log, measure),
  ]
  const parts = [...rounds, startHeart(ledger, name, log, measure), collector, carried, { stop: ledger.close }]
  return { engines: [ledgerPart(ledger.read), busPart(carried.bus, false)], parts }
})
