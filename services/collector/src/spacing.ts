// When a source is asked next: its own rhythm when all is well, what its server asked for, else further and further
// apart; it is never given up.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@huiying/domain/beijing'

/** Waits after the first, second, third and every further failure in a row. */
const BACKOFF_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS]
/** A server that asks for more patience than this is asked after it all the same. */
const PATIENCE_MS_MAX = DAY_MS
/** Readings come up to this share early, each source by its own, so that they do not all fall on one second. */
const JITTER_SHARE = 0.1

/** Milliseconds until the next reading after one that went well. */
export function waitAfterReading(source: string, everyMs: number, now: number): number {
  return Math.round(everyMs * (1 - JITTER_SHARE * shareOf(`${source} ${now}`)))
}

/** `failures` in a row before this one. A failing source is not asked more often than a healthy one. */
export function waitAfterFailure(failures: number, everyMs: number, retryAfterMs: number | null): number {
  const backoff = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)]!
  return Math.max(everyMs, Math.min(retryAfterMs ?? backoff, PATIENCE_MS_MAX))
}

/** A share of 1 that is the same for the same text: FNV-1a, which needs no secret. */
function shareOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash / 2 ** 32
}
