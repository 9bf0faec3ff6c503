// A program of its own beside the test's: appends so many turns to the book, or only opens the ledger.

import { type LedgerOptions, openLedger } from '../open.ts'
import { BOOK, START } from './conformance-fact.ts'

const [place = '', name = '', turns = '0'] = process.argv.slice(2)
const ledger = await openLedger(JSON.parse(place) as LedgerOptions)
process.send?.('open')
for (let turn = 0; turn < Number(turns); turn++) {
  await ledger.write(
    async (tx) => {
      // What it decides on is read under the lock: the count it writes is what nobody else has written.
      const { n } = await tx.db
        .selectFrom('entry')
        .select((eb) => eb.fn.countAll().as('n'))
        .where('actor', '!=', 'system')
        .executeTakeFirstOrThrow()
      const note = { act: 'source.failed', v: 1, source: name, reason: String(n) } as const
      await tx.append(BOOK, START + turn, name, [{ caseId: null, body: note }])
    },
    { book: BOOK },
  )
}
await ledger.close()
process.disconnect?.()
