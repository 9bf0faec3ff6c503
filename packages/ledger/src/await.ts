// Opens the ledger for a program that starts: a database that cannot be reached is waited for and said, whatever a
// person has to mend ends the start.
import type { Logger } from '@huiying/runtime/log'
import { pause } from '@huiying/runtime/time'
import type { Ledger } from './ledger.ts'
import { type LedgerOptions, openLedger } from './open.ts'
import { upgradeProjections } from './projection/upgrade.ts'

/** Between two tries; the last one again and again. */
const PAUSES_MS = [500, 1_000, 2_000, 5_000]

/**
 * As `openLedger`, for as long as it takes where nobody answers or the server is just starting; each new reason is
 * logged once, and the end of the waiting. A wrong password, certificate or address, and a newer schema reject at once.
 * What entries were once made into is made again where this program makes something else of them.
 */
export async function awaitLedger(options: LedgerOptions, log: Logger): Promise<Ledger> {
  let told: string | null = null
  for (let tries = 0; ; tries++) {
    try {
      const ledger = await openLedger(options)
      if (told !== null) log.warn({ reason: null }, 'the ledger is there, the start goes on')
      const books = await upgradeProjections(ledger)
      if (books.length > 0) log.info({ books }, 'projections made again after an upgrade')
      return ledger
    } catch (error) {
      if (!(error instanceof Error) || (error as { code?: string }).code !== 'LEDGER_UNREACHABLE') throw error
      const reason = `${error.message}。程序在等，恢复后自动启动，无需重来`
      if (reason !== told) log.warn({ reason }, 'the start waits for the ledger')
      told = reason
    }
    await pause(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]!)
  }
}
