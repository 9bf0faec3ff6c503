// Ids derived from what a thing is, so that doing it twice makes one row; and random ones for secrets.
import { hash, randomBytes } from 'node:crypto'

const DIGEST_HEX_LENGTH = 24
/** Milliseconds since 1970 in hex: enough until the year 2527. */
const TIME_HEX_LENGTH = 11
const TIME_MAX = 16 ** TIME_HEX_LENGTH - 1
/** How a timed id begins: `case_1a1f84a95c0-`; `case:` may stand before it. */
const timed = new RegExp(`^(?:[a-z]+:)?[a-z]+_([0-9a-f]{${TIME_HEX_LENGTH}}-)`)

/**
 * `prefix_` and 24 hex digits of SM3 over the parts, each bound by its length; the same parts give the same id for
 * ever. Where the first part is a time (milliseconds), or the id of something that has one, it stands before the
 * digits: a case and all that hangs on it then lie side by side at the end of every index by id, and a batch writes a
 * few pages of each instead of all of them.
 */
export function deriveId(prefix: string, first: string | number, ...others: string[]): string {
  const parts = [String(first), ...others]
  // In one go: making a hash object costs more than hashing so little.
  const bound = parts.map((part) => `${part.length}:${part}`).join('')
  return `${prefix}_${timeOf(first)}${hash('sm3', bound).slice(0, DIGEST_HEX_LENGTH)}`
}

function timeOf(first: string | number): string {
  if (typeof first === 'string') return timed.exec(first)?.[1] ?? ''
  const within = Math.min(Math.max(0, first), TIME_MAX)
  return `${within.toString(16).padStart(TIME_HEX_LENGTH, '0')}-`
}

/** 256 random bits, URL-safe; for one-time links and sessions. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}
