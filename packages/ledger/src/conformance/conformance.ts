// What every engine of the ledger must keep, as one suite: each rule a test with the same words. An
// engine that cannot run one skips it by name, with the reason. Whoever adds a query the engines might take differently
// adds its rule here.
import { fork } from 'node:child_process'
import { describe, it } from 'vitest'
import { openBook } from '../book.ts'
import { type LedgerOptions, openLedger } from '../open.ts'
import { testChain } from './conformance-chain.ts'
import { BOOK, policyText, START } from './conformance-fact.ts'
import { testFresh } from './conformance-fresh.ts'
import { testHandovers } from './conformance-handover.ts'
import { testIndexed } from './conformance-indexed.ts'
import { testPages } from './conformance-page.ts'
import { testRecord } from './conformance-record.ts'
import type { Run } from './conformance-run.ts'
import { testText } from './conformance-text.ts'
import { testTurns } from './conformance-turn.ts'

export interface LedgerSuite {
  name: string
  /** An empty place for a ledger; `remove` is called when all that was opened there is closed. */
  open(): Promise<{ place: LedgerOptions; remove(): Promise<void> }>
  skip?: { test: string; reason: string }[]
}

/** Programs of their own take their time to start on a busy machine. */
const TEST_MS = 120_000

export function testLedger(suite: LedgerSuite): void {
  const run: Run = (name, body) => {
    const skipped = suite.skip?.find((one) => one.test === name)
    if (skipped !== undefined) return it.skip(`${name} (${skipped.reason})`, () => undefined)
    it(name, { timeout: TEST_MS }, async () => {
      const { place, remove } = await suite.open()
      const removes = [remove]
      const ledgers = [await openLedger(place)]
      const another = async () => {
        const ledger = await openLedger(place)
        ledgers.push(ledger)
        return ledger
      }
      const empty = async () => {
        const other = await suite.open()
        removes.push(other.remove)
        return other.place
      }
      try {
        await ledgers[0]!.write((tx) =>
          openBook(
            tx,
            { id: BOOK, name: '青河市政务舆情回应台账', sample: false, drill: false },
            policyText,
            START,
            'system',
          ),
        )
        await body({
          place,
          ledger: ledgers[0]!,
          another,
          empty,
          fork: (args, where = place) => forkChild(where, args),
        })
      } finally {
        for (const ledger of ledgers) await ledger.close()
        for (const one of removes) await one()
      }
    })
  }
  describe(`ledger: ${suite.name}`, () => {
    testChain(run)
    testTurns(run)
    testText(run)
    testRecord(run)
    testFresh(run)
    testIndexed(run)
    testPages(run)
    testHandovers(run)
  })
}

function forkChild(place: LedgerOptions, args: string[]) {
  const child = fork(new URL('./conformance.child.ts', import.meta.url), [JSON.stringify(place), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return { child, ended }
}
