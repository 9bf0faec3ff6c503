// Ids derived from what a thing is, so that doing it twice makes one row; and random ones for secrets.
import { createHash, randomBytes } from 'node:crypto'

const DIGEST_HEX_LENGTH = 24

/**
 * `prefix_` and 24 hex digits of SM3 over the parts, each bound by its length; the same parts give the same id for
 * ever.
 */
export function deriveId(prefix: string, ...parts: string[]): string {
  const hash = createHash('sm3')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return `${prefix}_${hash.digest('hex').slice(0, DIGEST_HEX_LENGTH)}`
}

/** 256 random bits, URL-safe; for one-time links and sessions. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}
