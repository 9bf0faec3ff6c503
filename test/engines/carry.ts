// Letters that get as far as their topic and no further: a collector and a relay alone, without tagger and tracker.
import { openBus } from '@huiying/bus/open'
import { openRelay } from '@huiying/bus/relay'
import { startCollector } from '@huiying/collector/collector'
import { openLedger } from '@huiying/ledger/open'
import { outboxOf, takeOutbox } from '@huiying/ledger/outbox'
import { openLog } from '@huiying/runtime/log'
import { expect } from 'vitest'
import type { TestLetter, TestProgram } from '../program.ts'

/** Of a program that has stopped; `busUrl` names the topics that get the messages. */
export async function collectAndCarry(stopped: TestProgram, busUrl: string, letters: TestLetter[]): Promise<void> {
  const { book, time } = stopped
  const ledger = await openLedger(stopped.place)
  const collector = startCollector({
    ledger,
    place: stopped.place,
    log: openLog('silent'),
    books: [book],
    outside: true,
  })
  await stopped.put(...letters)
  for (let taken = 0; taken < letters.length; ) taken += await collector.turn(time.now())
  const bus = await openBus({ url: busUrl, file: '', caFile: null }, { park: async () => undefined })
  const relay = openRelay({ bus, ...outboxOf(ledger, time.now), onError: () => undefined })
  relay.wake()
  await relay.idle()
  expect(await takeOutbox(ledger, 1)).toEqual([])
  for (const part of [relay, collector]) await part.stop()
  await bus.close()
  await ledger.close()
}
