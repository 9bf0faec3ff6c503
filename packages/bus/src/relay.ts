// Carries the ledger's outbox to the bus: rows not yet sent, marked only after the bus has kept them.
import { real, type Timer } from '@huiying/runtime/time'
import { BODY_BYTES_MAX, type Bus, type Message, type Topic } from './bus.ts'
import { isLarge, pauseAfter } from './handle.ts'

export interface OutboxRow {
  id: number
  topic: string
  key: string
  body: string
}

export interface RelayOptions {
  bus: Bus
  take(limit: number): Promise<OutboxRow[]>
  markSent(ids: number[]): Promise<void>
  /** Puts a row aside that no bus would take; it must not hold up those behind it. */
  park(message: Message, reason: string): Promise<void>
  onError(error: unknown): void
}

const RELAY_ROWS_MAX = 1_000

/**
 * While the bus is away it is tried again ever more seldom, up to 15 s; commits meanwhile do not hurry it.
 * `wake` after each commit; `idle` resolves when nothing waits. A row is sent again when the program dies in between.
 */
export function openRelay(options: RelayOptions) {
  let running: Promise<void> | null = null
  let again = false
  let stopped = false
  let failures = 0
  let pause: Timer | null = null
  const drain = async () => {
    do {
      again = false
      const rows = await options.take(RELAY_ROWS_MAX)
      if (rows.length === 0) continue
      await send(options, rows)
      failures = 0
      again = true
    } while (again && !stopped)
  }
  const wake = () => {
    again = true
    if (running !== null || pause !== null || stopped) return
    running = drain()
      .catch((error) => {
        again = false
        options.onError(error)
        pause = real.after(pauseAfter(failures++), () => {
          pause = null
          wake()
        })
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
      pause?.cancel()
      await running
    },
  }
}

async function send({ bus, markSent, park }: RelayOptions, rows: OutboxRow[]): Promise<void> {
  const messages: Message[] = []
  for (const { topic, key, body } of rows) {
    const message = { topic: topic as Topic, key, body }
    if (!isLarge(body)) messages.push(message)
    else await park(message, `消息有 ${Buffer.byteLength(body)} 字节，超过上限 ${BODY_BYTES_MAX} 字节，未发出`)
  }
  await bus.publish(messages)
  await markSent(rows.map((row) => row.id))
}
