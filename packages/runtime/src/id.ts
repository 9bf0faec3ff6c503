// Ids derived from what a thing is, so that doing it twice makes one row; and random ones for secrets.
import { hash, randomBytes } from 'node:crypto'

const DIGEST_HEX_LENGTH = 24

/**
 * `prefix_` and 24 hex digits of SM3 over the parts, each bound by its length; the same parts give the same id for
 * ever.
 */
export function deriveId(prefix: string, ...parts: string[]): string {
  // In one go: making a hash object costs more than hashing so little.
  const bound = parts.map((part) => `${part.length}:${part}`).join('')
  return `${prefix}_${hash('sm3', bound).slice(0, DIGEST_HEX_LENGTH)}`
}

/** 256 random bits, URL-safe; for one-time links and sessions. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}
