// The tracker: tagged items become cases; on the tick, due steps become alerts; a watchdog looks over what is late.
import type { Bus, Delivered } from '@huiying/bus/bus'
import type { Verdict } from '@huiying/domain/item'
import { listBooks } from '@huiying/ledger/book'
import type { Ledger } from '@huiying/ledger/ledger'
import { readTagged } from '@huiying/ledger/verdict'
import type { Logger } from '@huiying/runtime/log'
import type { Time } from '@huiying/runtime/time'
import { HEAT_LOOK_MS, ringFermenting } from './heat.ts'
import { signByReply } from './sign.ts'
import { TURN_ITEMS_MAX, trackItems } from './track.ts'
import { fireDueSteps } from './turn.ts'

export interface TrackerOptions {
  ledger: Ledger
  bus: Bus
  time: Time
  log: Logger
}

export function startTracker({ ledger, bus, time, log }: TrackerOptions) {
  const subscription = bus.subscribe({
    topic: 'item.tagged',
    group: 'tracker',
    mode: 'share',
    batchMax: TURN_ITEMS_MAX,
    async handle(batch) {
      const now = time.now()
      for (const [book, verdicts] of byBook(batch)) {
        const turn = await trackItems(ledger, book, verdicts, now)
        for (const reply of turn.replies) await signByReply(ledger, reply.item, reply.deliveryId, now)
        log.debug({ book, opened: turn.opened.length, joined: turn.joined.length, filed: turn.filed }, 'tracked')
      }
    },
  })
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    /** One turn of the scheduler: fires what is due at `now`, and once a minute looks at what ferments. */
    async turn(now: number): Promise<number> {
      const fired = await fireDueSteps(ledger, now)
      if (now - lookedAt < HEAT_LOOK_MS && now >= lookedAt) return fired
      lookedAt = now
      for (const { id } of await listBooks(ledger.read)) await ringFermenting(ledger, id, now)
      return fired
    },
    stop: () => subscription.stop(),
  }
}

function byBook(batch: Delivered[]): Map<string, Verdict[]> {
  const books = new Map<string, Verdict[]>()
  for (const message of batch) {
    const { book, verdict } = readTagged(message.body)
    const list = books.get(book)
    if (list === undefined) books.set(book, [verdict])
    else list.push(verdict)
  }
  return books
}
