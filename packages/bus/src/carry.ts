// The bus of one program with the relay that carries its ledger's outbox: how every service begins.

import { join } from 'node:path'
import { readJson } from '@huiying/runtime/json'
import type { Logger } from '@huiying/runtime/log'
import type { Measure } from '@huiying/runtime/measure'
import type { Settings } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'
import type { Bus, Message } from './bus.ts'
import { idsOf } from './message.ts'
import { openBus } from './open.ts'
import { type OutboxRow, openRelay } from './relay.ts'

/** What the ledger offers: rows not yet sent, and a place for messages that fail by their own fault. */
export interface Outbox {
  take(limit: number): Promise<OutboxRow[]>
  markSent(ids: number[]): Promise<void>
  park(message: Message, reason: string): Promise<void>
  /** Calls back after every commit. */
  onCommit(wake: () => void): void
}

const CARRY_MS = 1_000

/** Opens the bus and a relay that is woken by every commit; `stop` ends the relay, then the bus. */
export async function openCarriedBus(
  settings: Pick<Settings, 'dataDir' | 'bus'>,
  outbox: Outbox,
  log: Logger,
  measure?: Measure,
) {
  const address = { ...settings.bus, file: join(settings.dataDir, 'bus.db') }
  const bus: Bus = await openBus(address, {
    async park(message, reason) {
      await outbox.park(message, reason)
      log.error({ topic: message.topic, ...idsOf(readJson(message.body)), reason }, 'parked')
    },
    onPause: (subscription, reason) =>
      log.warn({ ...subscription, reason }, reason === null ? 'goes on' : 'waits for an engine'),
    onHandled({ group }, tookMs, failed) {
      measure?.observe('huiying_step_seconds', tookMs / 1000, { step: group })
      measure?.count('huiying_step_failures_total', failed ? 1 : 0, { step: group })
    },
  })
  const relay = openRelay({ bus, ...outbox, onError: (error) => log.error({ error: String(error) }, 'relay') })
  outbox.onCommit(relay.wake)
  // Another program on the same ledger may have left messages behind that no commit of ours tells of.
  const timer = real.every(CARRY_MS, relay.wake)
  return {
    bus,
    relay,
    async stop() {
      timer.cancel()
      await relay.stop()
      await bus.close()
    },
  }
}
