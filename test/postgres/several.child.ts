// One tracker of several, a program of its own: tracks its part of a burst past the bus, on the word of the test.
import type { Verdict } from '@huiying/domain/item'
import { type LedgerOptions, openLedger } from '@huiying/ledger/open'
import { TURN_ITEMS_MAX, trackItems } from '@huiying/tracker/track'

interface Part {
  place: LedgerOptions
  book: string
  now: number
  verdicts: Verdict[]
}

process.once('message', async ({ place, book, now, verdicts }: Part) => {
  const ledger = await openLedger(place)
  process.send?.('ready')
  process.once('message', async () => {
    let opened = 0
    for (let from = 0; from < verdicts.length; from += TURN_ITEMS_MAX) {
      opened += (await trackItems(ledger, book, verdicts.slice(from, from + TURN_ITEMS_MAX), now)).opened.length
    }
    await ledger.close()
    process.send?.({ opened }, undefined, undefined, () => process.disconnect?.())
  })
})
process.send?.('up')
