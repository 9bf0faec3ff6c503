// The notifier's turn: claim pending deliveries, read the clock again, send, and settle with the lease number.
import type { Policy } from '@huiying/domain/policy'
import { headOf } from '@huiying/ledger/book'
import { openCall } from '@huiying/ledger/call'
import { beginDelivery, type ClaimedDelivery, claimDeliveries, settleDelivery } from '@huiying/ledger/delivery'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { makeLink } from '@huiying/runtime/link'
import type { Logger } from '@huiying/runtime/log'
import { composeMail } from './mail.ts'
import { isRefusal, type Transport } from './transport.ts'
import { judgeSending } from './verdict.ts'

export interface NotifyOptions {
  ledger: Ledger
  transport: Transport
  log: Logger
  from: string
  /** Domain part of our Message-IDs. */
  host: string
  /** Base of the links in mails; null: mails carry no link. `local`: it reaches this machine only. */
  links: { base: string; local: boolean; key: Buffer } | null
  mark: '演示' | '演练' | null
  /** Every mail goes here instead (drill, sample): `--mail-to`. */
  onlyTo: string | null
}

/** Deliveries claimed in one turn. */
export const CLAIM_MAX = 50
/** Mails in flight: what a crash may send twice. */
export const SENDS_AT_ONCE = 4
/** The lease outlasts the SMTP timeout (20 s) with room for a whole claim sent one by one. */
export const LEASE_MS = 120_000
/** A pending mail opens a 电话督办 row after this; 红 and 超时 at once. */
export const UNREACHED_MS = 5 * 60_000
const BACKOFF_MS = [5_000, 15_000, 60_000, 300_000]

/**
 * Sends what waits; returns how many deliveries it settled. Sent at least once: the same Message-ID on a second
 * sending.
 */
export async function notifyOnce(options: NotifyOptions, now: number): Promise<number> {
  const claimed = await claimDeliveries(options.ledger, { now, leaseMs: LEASE_MS, limit: CLAIM_MAX, channel: 'mail' })
  let next = 0
  const work = async () => {
    for (let one = claimed[next++]; one !== undefined; one = claimed[next++]) {
      const claim = await beginDelivery(options.ledger, one.id, one.lease)
      if (claim !== null) await sendOne(options, claim, now)
    }
  }
  await Promise.all(Array.from({ length: Math.min(SENDS_AT_ONCE, claimed.length) }, work))
  return claimed.length
}

async function sendOne(options: NotifyOptions, claim: ClaimedDelivery, now: number): Promise<void> {
  const { ledger, log } = options
  const verdict = judgeSending({
    step: claim.alert.step,
    clock: claim.clock,
    caseEnded: claim.case.status === '办结' || claim.case.status === '已撤销',
    // 已改派 tells the old unit of the very ending: only what was fired before it is out of date.
    assignmentEnded: (claim.assignment?.ended?.at ?? 0) > claim.alert.firedAt,
    signed: claim.assignment?.signed != null,
    higherWaits: claim.higherWaits,
  })
  const messageId = `${claim.delivery.id}@${options.host}`
  const settle = { id: claim.delivery.id, lease: claim.lease, messageId }
  if (!verdict.send) {
    await settleDelivery(ledger, { ...settle, messageId: null, outcome: verdict.state, reason: verdict.reason }, now)
    return
  }
  const { policy } = await policyOf(ledger.read, claim.case.book)
  try {
    const mail = composeMail(await factsOf(options, claim, policy, now))
    const to = options.onlyTo ?? mail.to
    await options.transport.send({ ...mail, to, from: options.from, messageId })
  } catch (error) {
    await settleFailure(options, claim, error, now)
    return
  }
  const counted = await settleDelivery(ledger, { ...settle, outcome: 'sent', reason: '' }, now, claim.unsure)
  if (!counted) log.warn({ deliveryId: claim.delivery.id }, 'mail sent under a lease that had passed on')
}

async function settleFailure(
  options: NotifyOptions,
  claim: ClaimedDelivery,
  error: unknown,
  now: number,
): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error)
  const settle = { id: claim.delivery.id, lease: claim.lease, messageId: null }
  if (isRefusal(error)) {
    await settleDelivery(options.ledger, { ...settle, outcome: 'failed', reason: `邮件被拒收：${reason}` }, now)
    return
  }
  const wait = BACKOFF_MS[Math.min(claim.attempts, BACKOFF_MS.length - 1)]!
  await settleDelivery(options.ledger, { ...settle, outcome: 'retry', reason, nextAt: now + wait }, now)
  const urgent = claim.alert.step === '红' || claim.alert.step === '超时'
  if (urgent || now - claim.alert.firedAt >= UNREACHED_MS) {
    await openCall(options.ledger, claim.delivery.id, `邮件未送达：${reason}`, now)
  }
  options.log.warn({ deliveryId: claim.delivery.id, reason }, 'mail not delivered yet')
}

async function factsOf(options: NotifyOptions, claim: ClaimedDelivery, policy: Policy, now: number) {
  const { links } = options
  const { delivery } = claim
  const link =
    links === null || delivery.assignmentId === null
      ? null
      : {
          url: `${links.base}/mail/${tokenOf(links.key, delivery.to, delivery.assignmentId, now)}`,
          local: links.local,
        }
  const head = await headOf(options.ledger.read, claim.case.book)
  return {
    delivery,
    alert: claim.alert,
    case: claim.case,
    clock: claim.clock ?? claim.nearest,
    policy,
    head,
    link,
    mark: options.mark,
    now,
  }
}

const tokenOf = (key: Buffer, contact: string, assignment: string, madeAt: number): string =>
  makeLink(key, { contact, assignment, madeAt })
