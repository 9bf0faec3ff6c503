// What a command does on the ledger that the settings name: opened before, closed after, whatever happens between.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Ledger } from '@huiying/ledger/ledger'
import { openLedger } from '@huiying/ledger/open'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'
import { noLedgerIn } from './no-ledger.ts'

export interface Place {
  ledger: Ledger
  now: number
}

export async function onLedger<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const settings = settingsFromEnvironment()
  // With a DATA_DIR that was mistyped or forgotten, an empty ledger made there would only hide the mistake.
  if (settings.ledgerUrl === null && !existsSync(join(settings.dataDir, 'ledger.db'))) {
    throw new Error(noLedgerIn(settings.dataDir))
  }
  const ledger = await openLedger(settings)
  try {
    return await work({ ledger, now: real.now() })
  } finally {
    await ledger.close()
  }
}
