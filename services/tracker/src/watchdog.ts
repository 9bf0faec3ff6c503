// The watchdog: goes round all open clocks without a horizon, says what it found, and beats outside while all is well.
import { writeFull } from '@huiying/domain/beijing'
import type { Ledger } from '@huiying/ledger/ledger'
import { type Facts, heartbeat } from '@huiying/ledger/status'
import { STEP_LATE_MS, type Unguarded, type WatchPage, watchClocks } from '@huiying/ledger/watch'
import type { Logger } from '@huiying/runtime/log'
import type { Measure } from '@huiying/runtime/measure'

export interface WatchdogOptions {
  ledger: Ledger
  log: Logger
  /** WATCHDOG_URL: gets a POST while every clock is guarded; null: nobody outside listens. */
  url: string | null
  measure?: Measure
}

/** Open clocks looked at in one turn: a hundred thousand take under two minutes, and no turn holds up the tick. */
export const WATCH_CLOCKS_MAX = 1_000
export const OUTSIDE_BEAT_MS = 60_000
const OUTSIDE_TIMEOUT_MS = 10_000
/** Named one by one in the heartbeat; more are only counted. */
const NAMED_MAX = 5

export function openWatchdog({ ledger, log, url, measure }: WatchdogOptions) {
  let after: WatchPage['next'] = null
  let round = { looked: 0, found: [] as Unguarded[] }
  let whole = { looked: 0, found: [] as Unguarded[] }
  let outside: string | null = null
  /** What the last whole round found and what this one has found so far: a repaired clock is gone after a round. */
  const found = () => [...new Map([...whole.found, ...round.found].map((one) => [one.clockId, one])).values()]
  measure?.read('huiying_unguarded_clocks', () => found().length)
  return {
    found,
    /** Looks at the next clocks; after the last it begins anew. Returns true when a round is complete. */
    async turn(now: number): Promise<boolean> {
      const page = await watchClocks(ledger.read, after, WATCH_CLOCKS_MAX, now - STEP_LATE_MS)
      round = { looked: round.looked + page.looked, found: [...round.found, ...page.unguarded] }
      after = page.next
      if (after !== null) return false
      if (round.found.length > 0) log.error({ clocks: round.found.slice(0, NAMED_MAX) }, 'open clocks nobody watches')
      whole = round
      round = { looked: 0, found: [] }
      return true
    },
    /** Writes what it knows where the console reads it. */
    async beat(realNow: number): Promise<void> {
      await heartbeat(ledger, 'watchdog', realNow, factsOf(found(), whole.looked, outside))
    },
    /** Silence is the alarm: nothing goes out while a clock is unguarded, and nothing when this program hangs. */
    async beatOutside(now: number): Promise<boolean> {
      if (url === null || found().length > 0) return false
      outside = await tellOutside(url, now, whole.looked)
      if (outside !== null) log.warn({ reason: outside }, 'the beat to WATCHDOG_URL did not arrive')
      return outside === null
    },
  }
}

function factsOf(found: Unguarded[], looked: number, outside: string | null): Facts {
  const which = found.slice(0, NAMED_MAX).map(({ code, dueAt }) => `${code} 截止 ${writeFull(dueAt, true)}`)
  return { looked, unguarded: found.length, which: which.join('、'), outside }
}

/** null when it arrived, else why not. */
async function tellOutside(url: string, now: number, clocks: number): Promise<string | null> {
  try {
    const body = JSON.stringify({ at: new Date(now).toISOString(), clocks })
    const headers = { 'content-type': 'application/json' }
    const signal = AbortSignal.timeout(OUTSIDE_TIMEOUT_MS)
    const response = await fetch(url, { method: 'POST', body, headers, signal })
    await response.arrayBuffer()
    return response.ok ? null : `HTTP ${response.status}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
