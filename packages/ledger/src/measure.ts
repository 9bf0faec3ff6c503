// What the ledger says of the work on it, in numbers that Prometheus asks for: each read by an index.
import type { Measure } from '@huiying/runtime/measure'
import { listBooks } from './book.ts'
import type { Ledger, Reader } from './ledger.ts'
import { countOutbox } from './outbox.ts'
import { countParked } from './park.ts'
import { nextDueAt } from './plan.ts'
import { sourceStates } from './source/source.ts'

const MS = 1_000
const channels = ['mail', 'webhook'] as const

/** How long appending takes, and how much is appended. */
export function measureAppends(measure: Measure, ledger: Ledger): void {
  measure.begin('huiying_ledger_append_seconds')
  measure.count('huiying_ledger_entries_total', 0)
  ledger.onCommit(({ tookMs, entries }) => {
    if (entries === 0) return
    measure.observe('huiying_ledger_append_seconds', tookMs / MS)
    measure.count('huiying_ledger_entries_total', entries)
  })
}

/** Items nobody has placed, and how long the oldest has waited. */
export function measureItems(measure: Measure, read: Reader, now: () => number): void {
  const waiting = read.selectFrom('item').where('caseId', 'is', null).where('lane', 'is', null)
  measure.read('huiying_items_waiting', async () => {
    const row = await waiting.select((eb) => eb.fn.countAll().as('n')).executeTakeFirstOrThrow()
    return Number(row.n)
  })
  measure.read('huiying_item_waiting_seconds', async () => {
    const oldest: number[] = []
    for (const { id } of await listBooks(read)) {
      const first = waiting.select('fetchedAt').where('book', '=', id).orderBy('book').orderBy('seq').limit(1)
      const row = await first.executeTakeFirst()
      if (row !== undefined) oldest.push(row.fetchedAt)
    }
    return ageOf(oldest.length === 0 ? null : Math.min(...oldest), now())
  })
}

/** Steps that should have fired, and messages that wait for a relay or for a person. */
export function measurePlans(measure: Measure, read: Reader, now: () => number): void {
  measure.begin('huiying_due_step_fired_seconds')
  measure.read('huiying_due_step_late_seconds', async () => ageOf(await nextDueAt(read), now()))
  measure.read('huiying_parked_messages', () => countParked(read))
  measure.read('huiying_outbox_messages', () => countOutbox(read))
}

/** Deliveries that are not out yet, by channel. */
export function measureDeliveries(measure: Measure, read: Reader, now: () => number): void {
  const pending = read.selectFrom('delivery').where('state', '=', 'pending')
  const byChannel = async (pick: (row: { n: number; first: number | null }) => number) => {
    const rows = await pending
      .select((eb) => ['channel', eb.fn.countAll<number>().as('n'), eb.fn.min('changedAt').as('first')])
      .groupBy('channel')
      .execute()
    return channels.map((channel) => {
      const row = rows.find((one) => one.channel === channel)
      const first = row === undefined ? null : Number(row.first)
      return { labels: { channel }, value: pick({ n: Number(row?.n ?? 0), first }) }
    })
  }
  for (const channel of channels) measure.begin('huiying_delivery_seconds', { channel })
  measure.read('huiying_deliveries_pending', () => byChannel(({ n }) => n))
  measure.read('huiying_delivery_waiting_seconds', () => byChannel(({ first }) => ageOf(first, now())))
}

/** Sources that could not be read the last time, of every book. */
export function measureSources(measure: Measure, read: Reader): void {
  measure.read('huiying_sources_failing', async () => {
    let failing = 0
    for (const { id } of await listBooks(read)) {
      failing += (await sourceStates(read, id)).filter((state) => state.failures > 0).length
    }
    return failing
  })
}

const ageOf = (at: number | null, now: number): number => (at === null ? 0 : Math.max(0, now - at) / MS)
