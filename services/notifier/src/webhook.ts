// The signed webhook channel, for SMS or 政务微信 gateways: the states of a delivery are those of a mail.
import { createHmac } from 'node:crypto'
import type { MailFacts } from './mail.ts'
import { composeMail } from './mail.ts'
import { folderOf, writeWhole } from './outbox.ts'

/** What a gateway gets as JSON; nothing of anybody who wrote to us stands in it. */
export interface WebhookMessage {
  /** The same on a second sending: the gateway may drop what it has sent before. */
  deliveryId: string
  /** As the policy's contact is known to the gateway: a mobile number or an account. */
  to: string
  /** Short enough for an SMS of several parts: what, by when, and the link where there is one. */
  text: string
  caseNumber: string
  step: string
  /** ISO 8601 in UTC, null when no clock runs. */
  dueAt: string | null
  url: string | null
}

/**
 * Promises: `send` resolves after the gateway answered 2xx (or the file is on disk). It rejects else; `refused` on the
 * error says that the gateway will never take this one.
 */
export interface Gateway {
  kind: 'file' | 'http'
  send(message: WebhookMessage, now: number): Promise<void>
}

const WEBHOOK_TIMEOUT_MS = 10_000
/** 4xx is this message's fault and final, but for these: the gateway asks for patience. */
const patientStatuses: ReadonlySet<number> = new Set([408, 409, 423, 425, 429])

/** Opens `http(s)://` with its secret, or `file:`, where each message is one JSON file. */
export function openGateway(url: string, secret: string): Gateway {
  if (!url.startsWith('file:')) return { kind: 'http', send: (message, now) => post(url, secret, message, now) }
  const folder = folderOf(url)
  const send = (message: WebhookMessage) =>
    writeWhole(folder, `${message.deliveryId}.json`, Buffer.from(JSON.stringify(message)))
  return { kind: 'file', send }
}

/** `X-Huiying-Signature: sha256=` HMAC-SHA-256 of `timestamp.body`; the timestamp is in UTC milliseconds. */
async function post(url: string, secret: string, message: WebhookMessage, now: number): Promise<void> {
  const body = JSON.stringify(message)
  const timestamp = String(now)
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  const response = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-huiying-timestamp': timestamp,
      'x-huiying-signature': `sha256=${signature}`,
      'x-huiying-delivery': message.deliveryId,
    },
  })
  // Read to the end, so that the connection can be used again.
  await response.arrayBuffer()
  if (response.ok) return
  const { status } = response
  const refused = status >= 400 && status < 500 && !patientStatuses.has(status)
  throw Object.assign(new Error(`网关答复 HTTP ${status}`), { refused })
}

/** The subject of the mail says it all; behind it how to sign. */
export function composeWebhook(facts: MailFacts): WebhookMessage {
  const { delivery, alert, clock, link } = facts
  const act = delivery.assignmentId === null ? '请登录值班台处理。' : link === null ? '请致电值班室签收。' : ''
  return {
    deliveryId: delivery.id,
    to: delivery.address,
    text: `${composeMail(facts).subject}${act}${link === null || act !== '' ? '' : ` 签收：${link.url}`}`,
    caseNumber: facts.case.number,
    step: alert.step,
    dueAt: clock === null ? null : new Date(clock.dueAt).toISOString(),
    url: link?.url ?? null,
  }
}
