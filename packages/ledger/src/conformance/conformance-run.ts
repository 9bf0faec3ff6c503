// What a rule of the ledger's suite is given, whichever engine runs it.
import type { ChildProcess } from 'node:child_process'
import type { Ledger } from '../ledger.ts'
import type { LedgerOptions } from '../open.ts'

export interface Opened {
  place: LedgerOptions
  ledger: Ledger
  /** The same ledger once more, as another program has it; closed with the rest. */
  another(): Promise<Ledger>
  /** An empty place beside it, that nobody has opened; removed with the rest. */
  empty(): Promise<LedgerOptions>
  /** Runs the appending child (`conformance.child.ts`) in a process of its own. */
  fork(args: string[], where?: LedgerOptions): { child: ChildProcess; ended: Promise<number | null> }
}

export type Run = (name: string, body: (opened: Opened) => Promise<void>) => void
