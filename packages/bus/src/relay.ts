// Carries the ledger's outbox to the bus: rows not yet sent, marked only after the bus has kept them.
import { real } from '@huiying/runtime/time'
import type { Bus, Message, Topic } from './bus.ts'

export interface RelayOptions {
  bus: Bus
  take(limit: number): Promise<{ id: number; topic: string; key: string; body: string }[]>
  markSent(ids: number[]): Promise<void>
  onError(error: unknown): void
}

export const RELAY_ROWS_MAX = 1_000
const RETRY_MS = 1_000

/**
 * `wake` after each commit; `idle` resolves when nothing waits. A row is sent again when the program dies in between.
 */
export function openRelay(options: RelayOptions) {
  let running: Promise<void> | null = null
  let again = false
  let stopped = false
  const drain = async () => {
    do {
      again = false
      const rows = await options.take(RELAY_ROWS_MAX)
      if (rows.length === 0) continue
      await options.bus.publish(
        rows.map((row): Message => ({ topic: row.topic as Topic, key: row.key, body: row.body })),
      )
      await options.markSent(rows.map((row) => row.id))
      again = true
    } while (again && !stopped)
  }
  const wake = () => {
    again = true
    if (running !== null || stopped) return
    running = drain()
      .catch((error) => {
        again = false
        options.onError(error)
        real.after(RETRY_MS, wake)
      })
      .finally(() => {
        running = null
        // Woken after the last look but before this line: look again.
        if (again) wake()
      })
  }
  return {
    wake,
    async idle() {
      while (running !== null) await running
    },
    async stop() {
      stopped = true
      await running
    },
  }
}
