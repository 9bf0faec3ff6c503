// Deliveries: one row for ever for one alert to one recipient over one channel; claimed under a numbered lease.
import type { Assignment, Case, Clock } from '@huiying/domain/case'
import type { DeliveryFact } from '@huiying/domain/delivery'
import type { AlertFact } from '@huiying/domain/entry'
import { type Channel, type DeliveryState, steps } from '@huiying/domain/word'
import type { Selectable } from 'kysely'
import { partsOf } from './batch.ts'
import { openCallInTurn, withdrawCallInTurn } from './call.ts'
import { clockById, nearestClock } from './clock.ts'
import type { Ledger, Reader, Tx } from './ledger.ts'
import { stateOf } from './projection/project.ts'
import type { Schema } from './schema.ts'

export interface ClaimedDelivery {
  delivery: DeliveryFact
  alert: AlertFact
  case: Case
  /** The alert's clock as it stands now. */
  clock: Clock | null
  /** The running clock of the case that is due first: what a T0 shows. */
  nearest: Clock | null
  assignment: Assignment | null
  /** A higher step of the same clock waits for the same contact and channel. */
  higherWaits: boolean
  lease: number
  /** Tries before this one. */
  attempts: number
  /** A sending began earlier whose end is not on record: this one is 可能重复. */
  unsure: boolean
}

export interface ClaimOptions {
  now: number
  leaseMs: number
  limit: number
  channel: Channel
}

/**
 * Takes pending deliveries nobody holds, oldest first, under a lease each. While another notifier is taking, there is
 * nothing for this one: the next tick has what is left.
 */
export async function claimDeliveries(ledger: Ledger, options: ClaimOptions): Promise<{ id: string; lease: number }[]> {
  if ((await claimable(ledger.read, options)).length === 0) return []
  return ledger.write(async (tx) => {
    if (!(await tx.hold('claim of deliveries'))) return []
    const claimed: { id: string; lease: number }[] = []
    for (const id of await claimable(tx.db, options)) claimed.push({ id, lease: await takeLease(tx, id, options) })
    return claimed
  }, 'none')
}

/** At the start of the one program on a data folder: nobody else can hold a lease, so a crash delays no mail. */
export async function releaseLeases(ledger: Ledger): Promise<void> {
  await ledger.write((tx) => tx.db.updateTable('deliveryLease').set({ until: 0 }).execute(), 'none')
}

async function claimable(db: Reader, { now, limit, channel }: ClaimOptions): Promise<string[]> {
  const rows = await db
    .selectFrom('delivery')
    .leftJoin('deliveryLease', 'deliveryLease.deliveryId', 'delivery.id')
    .select('delivery.id')
    .where('delivery.state', '=', 'pending')
    .where('delivery.channel', '=', channel)
    .where((eb) => eb.or([eb('deliveryLease.until', 'is', null), eb('deliveryLease.until', '<=', now)]))
    .where((eb) => eb.or([eb('deliveryLease.nextAt', 'is', null), eb('deliveryLease.nextAt', '<=', now)]))
    .orderBy('delivery.changedAt')
    .orderBy('delivery.id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Of a delivery, or of an answer by mail: their ids never meet. */
export async function takeLease(tx: Tx, id: string, options: { now: number; leaseMs: number }): Promise<number> {
  const before = await tx.db.selectFrom('deliveryLease').select('lease').where('deliveryId', '=', id).executeTakeFirst()
  const lease = (before?.lease ?? 0) + 1
  const until = options.now + options.leaseMs
  await tx.db
    .insertInto('deliveryLease')
    .values({ deliveryId: id, lease, until, attempts: 0, nextAt: 0, begun: 0 })
    .onConflict((on) => on.column('deliveryId').doUpdateSet({ lease, until }))
    .execute()
  return lease
}

export const leaseOf = (tx: Tx, id: string) =>
  tx.db.selectFrom('deliveryLease').selectAll().where('deliveryId', '=', id).executeTakeFirst()

/** The sending is over, however it ended. */
export async function settleLease(tx: Tx, id: string, attempts: number, nextAt: number): Promise<void> {
  const next = { attempts, begun: 0, until: 0, nextAt }
  await tx.db.updateTable('deliveryLease').set(next).where('deliveryId', '=', id).execute()
}

/**
 * Right before the sending: reads everything again and notes that it begins, so that a crash between the server's 250
 * and our commit is known afterwards. The lease is its own from here to `until`, however long it waited for its turn.
 * Null when the lease has passed on or the delivery is settled.
 */
export async function beginDelivery(
  ledger: Ledger,
  id: string,
  lease: number,
  until: number,
): Promise<ClaimedDelivery | null> {
  return ledger.write(async (tx) => {
    const row = await lockDelivery(tx, id)
    const held = await leaseOf(tx, id)
    if (held?.lease !== lease || row.state !== 'pending') return null
    await tx.db.updateTable('deliveryLease').set({ begun: 1, until }).where('deliveryId', '=', id).execute()
    const delivery = JSON.parse(row.body) as DeliveryFact
    const alertRow = await tx.db
      .selectFrom('alert')
      .select('body')
      .where('id', '=', row.alertId)
      .executeTakeFirstOrThrow()
    const alert = JSON.parse(alertRow.body) as AlertFact
    const state = await stateOf(tx.projection, row.caseId)
    if (state === null) throw new Error(`delivery ${id} has no case ${row.caseId}`)
    return {
      delivery,
      alert,
      case: state,
      clock: alert.clockId === null ? null : await clockById(tx.db, alert.clockId),
      nearest: await nearestClock(tx.db, row.caseId),
      assignment: state.assignments.find((one) => one.id === delivery.assignmentId) ?? null,
      higherWaits: await higherWaits(tx.db, delivery, alert),
      lease,
      attempts: held.attempts,
      unsure: held.begun === 1,
    }
  }, 'none')
}

/** The delivery as it stands once its book is this turn's alone. */
async function lockDelivery(tx: Tx, id: string) {
  const query = tx.db.selectFrom('delivery').selectAll().where('id', '=', id)
  await tx.lock((await query.executeTakeFirstOrThrow()).book)
  return query.executeTakeFirstOrThrow()
}

async function higherWaits(db: Reader, delivery: DeliveryFact, alert: AlertFact): Promise<boolean> {
  if (alert.clockId === null) return false
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('alert', 'alert.id', 'delivery.alertId')
    .select('alert.step')
    .where('delivery.contact', '=', delivery.to)
    .where('delivery.channel', '=', delivery.channel)
    .where('delivery.state', '=', 'pending')
    .where('alert.clockId', '=', alert.clockId)
    .where('delivery.id', '!=', delivery.id)
    .execute()
  const rank = steps.indexOf(alert.step)
  return rows.some((row) => steps.indexOf(row.step as (typeof steps)[number]) > rank)
}

export interface Settlement {
  id: string
  lease: number
  outcome: 'sent' | 'retry' | 'failed' | 'cancelled' | 'superseded'
  messageId: string | null
  reason: string
  /** For `retry`: when to try again. */
  nextAt?: number
}

/**
 * Records the end of a sending; one that failed for good opens its 电话督办 row with it (§14-11). False when the lease has
 * passed on: then nothing is written.
 */
export async function settleDelivery(
  ledger: Ledger,
  settlement: Settlement,
  now: number,
  unsure = false,
): Promise<boolean> {
  return ledger.write(async (tx) => {
    const { id, lease, outcome } = settlement
    const row = await lockDelivery(tx, id)
    const held = await leaseOf(tx, id)
    if (held?.lease !== lease || row.state !== 'pending') return false
    const attempts = held.attempts + 1
    await settleLease(tx, id, attempts, settlement.nextAt ?? 0)
    if (outcome === 'retry') return true
    await recordState(tx, row.book, row.caseId, { ...settlement, state: outcome, attempts }, now)
    if (outcome === 'failed') await openCallInTurn(tx, id, settlement.reason, now)
    else {
      const reason = outcome === 'sent' ? '已经送出' : settlement.reason
      await withdrawCallInTurn(tx, { deliveryId: id, book: row.book, caseId: row.caseId }, reason, now)
    }
    if (unsure && outcome === 'sent' && settlement.messageId !== null) {
      const reason = '上次发送中断，未知是否已送达；以同一 Message-ID 再发一次'
      const body = { act: 'delivery.duplicated', v: 1, id, messageId: settlement.messageId, reason } as const
      await tx.append(row.book, now, 'system', [{ caseId: row.caseId, body }])
    }
    return true
  }, 'none')
}

/**
 * A mail that was sent and came back (RFC 3464): bounced, and a 电话督办 row opens as for every delivery that failed
 * (§14-11). What is not `sent` is left as it is, so a report read twice changes nothing.
 */
export async function bounceDelivery(
  tx: Tx,
  { id, reason }: { id: string; reason: string },
  now: number,
): Promise<void> {
  const row = await lockDelivery(tx, id)
  if (row.state !== 'sent') return
  const { messageId, attempts } = row
  await recordState(tx, row.book, row.caseId, { id, state: 'bounced', messageId, attempts, reason }, now)
  await openCallInTurn(tx, id, reason, now)
}

async function recordState(
  tx: Tx,
  book: string,
  caseId: string,
  change: { id: string; state: DeliveryState; messageId: string | null; attempts: number; reason: string },
  now: number,
): Promise<void> {
  const { id, state, messageId, attempts, reason } = change
  const body = { act: 'delivery.changed', v: 1, id, state, messageId, attempts, reason } as const
  await tx.append(book, now, 'system', [{ caseId, body }])
}

export interface DeliveryRow extends DeliveryFact {
  state: DeliveryState
  messageId: string | null
  attempts: number
  changedAt: number
}

export async function deliveriesOf(read: Reader, caseId: string): Promise<DeliveryRow[]> {
  const query = read.selectFrom('delivery').selectAll().where('caseId', '=', caseId)
  return (await query.orderBy('changedAt').orderBy('id').execute()).map(deliveryRowOf)
}

/** Of one alert of a case that may have fired hundreds. */
export async function deliveriesOfAlert(read: Reader, alertId: string): Promise<DeliveryRow[]> {
  const query = read.selectFrom('delivery').selectAll().where('alertId', '=', alertId)
  return (await query.orderBy('changedAt').orderBy('id').execute()).map(deliveryRowOf)
}

const deliveryRowOf = (row: Selectable<Schema['delivery']>): DeliveryRow => ({
  ...(JSON.parse(row.body) as DeliveryFact),
  state: row.state as DeliveryState,
  messageId: row.messageId,
  attempts: row.attempts,
  changedAt: row.changedAt,
})

export interface MailedDelivery {
  fact: DeliveryFact
  caseId: string
  book: string
}

/** The deliveries that replies and bounces answer, by our Message-ID without angle brackets; unknown ids have none. */
export async function deliveriesByMessageId(read: Reader, messageIds: string[]): Promise<Map<string, MailedDelivery>> {
  const found = new Map<string, MailedDelivery>()
  const query = read.selectFrom('delivery').select(['messageId', 'body', 'caseId', 'book'])
  for (const part of partsOf(messageIds)) {
    for (const { messageId, body, caseId, book } of await query.where('messageId', 'in', part).execute())
      found.set(messageId!, { fact: JSON.parse(body) as DeliveryFact, caseId, book })
  }
  return found
}

/** A delivery by its id, with the case it belongs to. */
export async function deliveryById(read: Reader, id: string): Promise<{ fact: DeliveryFact; caseId: string } | null> {
  const row = await read.selectFrom('delivery').select(['body', 'caseId']).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : { fact: JSON.parse(row.body) as DeliveryFact, caseId: row.caseId }
}
