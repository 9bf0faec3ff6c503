// How often one asker may ask: a bucket that refills, one for each key, bounded however many keys there are.
import { LRUCache } from 'lru-cache'

export interface Rate {
  /** False when the bucket is empty; `now` is real time in milliseconds. */
  take(key: string, now: number): boolean
}

/** `burst` at once, then `perMinute`; the oldest keys go when there are more than `keysMax`. */
export function openRate({ burst, perMinute, keysMax }: { burst: number; perMinute: number; keysMax: number }): Rate {
  const buckets = new LRUCache<string, { left: number; at: number }>({ max: keysMax })
  return {
    take(key, now) {
      const known = buckets.get(key) ?? { left: burst, at: now }
      const left = Math.min(burst, known.left + (Math.max(0, now - known.at) / 60_000) * perMinute)
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now })
      return left >= 1
    },
  }
}

const known = new WeakMap<object, Map<string, Rate>>()

/** The rate of this name that belongs to one running console; made on first use. */
export function rateOf(owner: object, name: string, limits: Parameters<typeof openRate>[0]): Rate {
  const rates = known.get(owner) ?? new Map<string, Rate>()
  known.set(owner, rates)
  const rate = rates.get(name) ?? openRate(limits)
  rates.set(name, rate)
  return rate
}
