// The ledger as a part that /readyz asks: a reading that takes no time when the database is there.
import type { Part } from '@huiying/runtime/probe'
import { needBooks } from './book.ts'
import type { Reader } from './ledger.ts'

/** No service can do without it. */
export const ledgerPart = (read: Reader): Part => ({ name: 'ledger', ask: () => needBooks(read), needed: true })
