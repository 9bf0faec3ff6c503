// What a command does on the ledger that the settings name: opened before, closed after, whatever happens between.
import type { Ledger } from '@huiying/ledger/ledger'
import { openLedger } from '@huiying/ledger/open'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'

export interface Place {
  ledger: Ledger
  now: number
}

export async function onLedger<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const ledger = await openLedger(settingsFromEnvironment())
  try {
    return await work({ ledger, now: real.now() })
  } finally {
    await ledger.close()
  }
}
