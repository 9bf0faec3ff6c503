// Items on record that nobody has judged and that are not on their way either: topics were deleted, or an older backup
// was restored beside newer offsets. They are fed to the tagger again.
import type { Bus } from '@huiying/bus/bus'
import { idsOf } from '@huiying/bus/message'
import { waitingItems } from '@huiying/ledger/item/item-read'
import type { Ledger } from '@huiying/ledger/ledger'
import { countOutbox } from '@huiying/ledger/outbox'
import { listParked } from '@huiying/ledger/park'

/** Fed in one go; what is left comes in the next. */
const FEED_AGAIN_MAX = 5_000
export const FEED_AGAIN_MS = 60_000

/**
 * While anything is on its way nothing is lost, so nothing is fed; what is parked waits for a person. Returns how many
 * were fed. Where several feed the same at once, a message that is known changes nothing.
 */
export async function feedAgain(ledger: Ledger, bus: Bus): Promise<number> {
  if (!(await isIdle(ledger, bus))) return 0
  const parked = new Set(
    (await listParked(ledger.read, FEED_AGAIN_MAX)).flatMap(({ body }) => idsOf(body).itemId ?? []),
  )
  const items = (await waitingItems(ledger.read, FEED_AGAIN_MAX)).filter(({ itemId }) => !parked.has(itemId))
  await bus.publish(
    items.map(({ book, itemId }) => ({ topic: 'item.collected', key: itemId, body: JSON.stringify({ book, itemId }) })),
  )
  return items.length
}

/** Nothing waits in the outbox, in the topics or in a handler's hands. */
export async function isIdle(ledger: Ledger, bus: Bus): Promise<boolean> {
  const lag = await bus.lag()
  return [...lag.values()].every((count) => count === 0) && (await countOutbox(ledger.read)) === 0
}
