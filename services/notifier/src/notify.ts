// The notifier's turn: claim pending deliveries, read the clock again, send, and settle with the lease number.
import { writeSpan } from '@huiying/domain/beijing'
import { saysCallFirst } from '@huiying/domain/call-first'
import type { Policy } from '@huiying/domain/policy'
import type { Channel } from '@huiying/domain/word'
import { headOf } from '@huiying/ledger/book'
import { openCall } from '@huiying/ledger/call'
import { nearestLetter } from '@huiying/ledger/clock'
import { beginDelivery, type ClaimedDelivery, claimDeliveries, settleDelivery } from '@huiying/ledger/delivery'
import { demandOf } from '@huiying/ledger/demand'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { makeLink } from '@huiying/runtime/link'
import type { Logger } from '@huiying/runtime/log'
import type { Measure } from '@huiying/runtime/measure'
import { composeMail, type MailFacts } from './mail.ts'
import { isRefusal, type Transport } from './transport.ts'
import { judgeSending } from './verdict.ts'
import { composeWebhook, type Gateway } from './webhook.ts'

export interface NotifyOptions {
  ledger: Ledger
  transport: Transport
  gateway: Gateway
  log: Logger
  measure?: Measure
  from: string
  /** Domain part of our Message-IDs. */
  host: string
  /** Base of the links in mails; null: mails carry no link. `local`: it reaches this machine only. */
  links: { base: string; local: boolean; key: Buffer } | null
  mark: '演示' | '演练' | null
  /** Every mail goes here instead (drill, sample): `--mail-to`. */
  onlyTo: string | null
}

/** Deliveries claimed in one turn: two rounds of what is in flight. */
export const CLAIM_MAX = 8
/** Mails in flight: what a crash may send twice. */
export const SENDS_AT_ONCE = 4
/** The lease outlasts a sending that waits for connection, greeting and answer as long as it may (20 s each). */
export const LEASE_MS = 120_000
/** Sent so long after its alert, it is 延迟送达 on record; and a pending one opens a 电话督办 row: 红 and 超时 at once. */
export const UNREACHED_MS = 5 * 60_000
export const BACKOFF_MS = [5_000, 15_000, 60_000, 300_000]

/**
 * Sends what waits; returns how many deliveries it settled. Sent at least once: the same Message-ID on a second
 * sending.
 */
export async function notifyOnce(options: NotifyOptions, channel: Channel, clock: () => number): Promise<number> {
  const claimed = await claimDeliveries(options.ledger, { now: clock(), leaseMs: LEASE_MS, limit: CLAIM_MAX, channel })
  let next = 0
  const work = async () => {
    for (let one = claimed[next++]; one !== undefined; one = claimed[next++]) {
      const now = clock()
      const claim = await beginDelivery(options.ledger, one.id, one.lease, now + LEASE_MS)
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
    await deliver(options, await factsOf(options, claim, policy, now), messageId)
  } catch (error) {
    await settleFailure(options, claim, error, now)
    return
  }
  const counted = await settleDelivery(
    ledger,
    { ...settle, outcome: 'sent', reason: delayOf(claim, now) },
    now,
    claim.unsure,
  )
  const about = aboutOf(claim)
  if (!counted) return log.warn(about, 'sent under a lease that had passed on')
  log.info(about, 'sent')
  const { channel } = claim.delivery
  options.measure?.observe('huiying_delivery_seconds', Math.max(0, now - claim.alert.firedAt) / 1000, { channel })
}

async function deliver(options: NotifyOptions, facts: MailFacts, messageId: string): Promise<void> {
  if (facts.delivery.channel === 'webhook') {
    // A link to this machine reaches nobody on a telephone.
    const link = facts.link?.local && options.gateway.kind === 'http' ? null : facts.link
    return options.gateway.send(composeWebhook({ ...facts, link }), facts.now)
  }
  const mail = composeMail(facts)
  await options.transport.send({ ...mail, to: options.onlyTo ?? mail.to, from: options.from, messageId })
}

/** What a line of the log is about; never an address. */
const aboutOf = ({ delivery, alert, case: state }: ClaimedDelivery) => ({
  caseId: state.id,
  alertId: alert.id,
  deliveryId: delivery.id,
})

/** 延迟送达 (R39, A13): what an auditor reads of a mail server that was away. */
function delayOf({ alert, attempts }: ClaimedDelivery, now: number): string {
  const late = now - alert.firedAt
  return attempts > 0 && late >= UNREACHED_MS ? `延迟送达：通道中断，告警 ${writeSpan(late)}后才送达` : ''
}

async function settleFailure(
  options: NotifyOptions,
  claim: ClaimedDelivery,
  error: unknown,
  now: number,
): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error)
  const what = claim.delivery.channel === 'mail' ? '邮件' : '短信（网关）'
  const settle = { id: claim.delivery.id, lease: claim.lease, messageId: null }
  if (isRefusal(error)) {
    await settleDelivery(options.ledger, { ...settle, outcome: 'failed', reason: `${what}被拒收：${reason}` }, now)
    return
  }
  const wait = BACKOFF_MS[Math.min(claim.attempts, BACKOFF_MS.length - 1)]!
  await settleDelivery(options.ledger, { ...settle, outcome: 'retry', reason, nextAt: now + wait }, now)
  const urgent = claim.alert.step === '红' || claim.alert.step === '超时'
  if (urgent || now - claim.alert.firedAt >= UNREACHED_MS) {
    await openCall(options.ledger, claim.delivery.id, `${what}未送达：${reason}`, now)
  }
  options.log.warn({ ...aboutOf(claim), reason }, 'not delivered yet')
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
  const { read } = options.ledger
  const head = await headOf(read, claim.case.book)
  const asked = delivery.assignmentId
  return {
    delivery,
    alert: claim.alert,
    case: claim.case,
    clock: claim.clock ?? claim.nearest,
    policy,
    demand: asked === null ? '' : await demandOf(read, claim.case.id, asked),
    letter: await nearestLetter(read, claim.case.id),
    callFirst: asked !== null && saysCallFirst(claim.case),
    head,
    link,
    mark: options.mark,
    now,
  }
}

const tokenOf = (key: Buffer, contact: string, assignment: string, madeAt: number): string =>
  makeLink(key, { contact, assignment, madeAt })
