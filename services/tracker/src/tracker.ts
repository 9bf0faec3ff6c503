// The tracker: tagged items become cases; on the tick, due steps become alerts; a watchdog looks over what is late.
import type { Bus, Delivered } from '@huiying/bus/bus'
import type { Verdict } from '@huiying/domain/item'
import { listBooks } from '@huiying/ledger/book'
import type { KeptHashes } from '@huiying/ledger/item/kept-hash'
import { readTagged } from '@huiying/ledger/item/verdict'
import type { Ledger } from '@huiying/ledger/ledger'
import type { Logger } from '@huiying/runtime/log'
import type { Measure } from '@huiying/runtime/measure'
import { breath, type Time } from '@huiying/runtime/time'
import { meaningFault } from '@huiying/text/same'
import { HEAT_LOOK_MS, ringFermenting } from './heat.ts'
import { takeReply } from './reply.ts'
import { type TrackedTurn, TURN_ITEMS_MAX, trackItems } from './track.ts'
import { fireDueSteps } from './turn.ts'
import { passUnheardAlerts } from './unheard.ts'

export interface TrackerOptions {
  ledger: Ledger
  bus: Bus
  time: Time
  log: Logger
  measure?: Measure
}

export function startTracker({ ledger, bus, time, log, measure }: TrackerOptions) {
  const tellFault = openFaultTeller(log)
  const subscription = bus.subscribe({
    topic: 'item.tagged',
    group: 'tracker',
    mode: 'share',
    batchMax: TURN_ITEMS_MAX,
    async handle(batch) {
      // A turn holds this thread for long: what other threads have answered is taken in first, and they get more to do.
      await breath()
      const now = time.now()
      for (const [book, verdicts] of byBook(batch, ledger.hashes)) {
        const turn = await trackItems(ledger, book, verdicts, now)
        for (const reply of turn.replies) await takeReply(ledger, reply.item, reply.deliveryId, now)
        tellTurn(log, book, turn)
      }
      tellFault()
    },
  })
  const onFired = (lateMs: number) => measure?.observe('huiying_due_step_fired_seconds', lateMs / 1000)
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    /** One turn: fires what is due at `now`; once a minute looks at what ferments and what rings unheard. */
    async turn(now: number): Promise<number> {
      const fired = await fireDueSteps(ledger, now, onFired)
      if (now - lookedAt < HEAT_LOOK_MS && now >= lookedAt) return fired
      lookedAt = now
      for (const { id } of await listBooks(ledger.read)) {
        await ringFermenting(ledger, id, now)
        await passUnheardAlerts(ledger, id, now)
      }
      return fired
    },
    stop: () => subscription.stop(),
  }
}

/** Says once that the meaning of texts cannot be asked here: grouping goes on, by letters alone. */
function openFaultTeller(log: Logger): () => void {
  let told = false
  return () => {
    const err = meaningFault()
    if (told || err === undefined) return
    told = true
    log.warn({ err }, 'meaning not asked')
  }
}

/** A new case is told of by itself; at a province's rate a line for every item is for who looks for one. */
function tellTurn(log: Logger, book: string, { opened, placed }: TrackedTurn): void {
  const untold = new Set(opened)
  for (const { itemId, caseId } of placed)
    if (caseId !== null && untold.delete(caseId)) log.info({ book, caseId, itemId }, 'case opened')
  if (!log.isLevelEnabled('debug')) return
  for (const { itemId, caseId } of placed) log.debug({ book, itemId, caseId }, caseId === null ? 'filed' : 'tracked')
}

function byBook(batch: Delivered[], hashes: KeptHashes): Map<string, Verdict[]> {
  const books = new Map<string, Verdict[]>()
  for (const message of batch) {
    const { book, verdict } = readTagged(message.body, hashes)
    const list = books.get(book)
    if (list === undefined) books.set(book, [verdict])
    else list.push(verdict)
  }
  return books
}
