// The signed webhook channel, for SMS or 政务微信 gateways: same delivery states as mail, same body on a second sending.
import { createHmac } from 'node:crypto'

export interface WebhookMessage {
  deliveryId: string
  to: string
  subject: string
  dueAt: number | null
  caseNumber: string
  url: string | null
}

const TIMEOUT_MS = 10_000

/**
 * Posts once; resolves on 2xx, rejects else. `X-Huiying-Signature: sha256=` HMAC of `timestamp.body`, secret from
 * settings.
 */
export async function postWebhook(url: string, secret: string, message: WebhookMessage, now: number): Promise<void> {
  const body = JSON.stringify(message)
  const timestamp = String(now)
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  const response = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      'content-type': 'application/json',
      'x-huiying-timestamp': timestamp,
      'x-huiying-signature': `sha256=${signature}`,
      'x-huiying-delivery': message.deliveryId,
    },
  })
  if (!response.ok) throw Object.assign(new Error(`网关答复 ${response.status}`), { responseCode: response.status })
}
