// Signed links in mails: a token binds contact, assignment and the instant it was made; one changed character is
// refused.
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface LinkClaim {
  contact: string
  assignment: string
  /** UTC milliseconds, business time. */
  madeAt: number
}

/** A link is dead after this; the page then offers a new one to the address on file. */
const LINK_LIFE_MS = 14 * 24 * 60 * 60 * 1000

/** URL-safe: base64url of the claim, a dot, base64url of its HMAC-SM3. */
export function makeLink(key: Uint8Array, claim: LinkClaim): string {
  const body = Buffer.from(JSON.stringify([claim.contact, claim.assignment, claim.madeAt])).toString('base64url')
  return `${body}.${macOf(key, body)}`
}

/** The claim, or why there is none: `forged` (never ours, or changed) or `expired`. */
export function readLink(
  key: Uint8Array,
  token: string,
  now: number,
): { claim: LinkClaim } | { refused: 'forged' | 'expired' } {
  const [body = '', mac = ''] = token.split('.')
  const expected = Buffer.from(macOf(key, body))
  const given = Buffer.from(mac)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { refused: 'forged' }
  const [contact, assignment, madeAt] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [
    string,
    string,
    number,
  ]
  if (now - madeAt > LINK_LIFE_MS) return { refused: 'expired' }
  return { claim: { contact, assignment, madeAt } }
}

const macOf = (key: Uint8Array, body: string): string => createHmac('sm3', key).update(body).digest('base64url')
