// The one file for time and timers: `now()` is read once a turn and handed down; timers scale with the drill's speed.

export interface Timer {
  cancel(): void
}

export interface Clockwork {
  /** UTC milliseconds. */
  now(): number
  after(ms: number, run: () => unknown): Timer
  every(ms: number, run: () => unknown): Timer
}

/** Business time, and beside it real time for sockets, leases, sessions and links. */
export interface Time extends Clockwork {
  real: Clockwork
}

export const real: Clockwork = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return { cancel: () => clearTimeout(timer) }
  },
  every(ms, run) {
    const timer = setInterval(run, ms)
    return { cancel: () => clearInterval(timer) }
  },
}

/** Between two looks at what nobody tells of; in real time. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => real.after(ms, () => resolve()))

/**
 * Until what has come in by now is taken in: answers of threads, words from sockets. Twice, for the first round may
 * have begun before it came.
 */
export const breath = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

/** Milliseconds since the call, whatever is done to the machine's clock meanwhile. */
export function startWatch(): () => number {
  const began = performance.now()
  return () => performance.now() - began
}

/** What `settleWithin` rejects with when the time is up. */
export class TooLongError extends Error {
  constructor(ms: number) {
    super(`${ms / 1000} 秒内没有回答`)
  }
}

/** As the promise, or a rejection after so many milliseconds; what was asked goes on by itself. */
export async function settleWithin<T>(
  asked: Promise<T>,
  ms: number,
  clock: Pick<Clockwork, 'after'> = real,
): Promise<T> {
  let timer: Timer | null = null
  const tooLong = new Promise<never>((_, reject) => {
    timer = clock.after(ms, () => reject(new TooLongError(ms)))
  })
  try {
    return await Promise.race([asked, tooLong])
  } finally {
    ;(timer as Timer | null)?.cancel()
  }
}

/** Time that runs `speed` times as fast as the machine's, from `startAt` (default: the machine's now). */
export function openTime(options: { speed?: number; startAt?: number } = {}): Time {
  const speed = options.speed ?? 1
  const began = Date.now()
  const startAt = options.startAt ?? began
  return {
    now: () => (speed === 1 && startAt === began ? Date.now() : Math.round(startAt + (Date.now() - began) * speed)),
    after: (ms, run) => real.after(ms / speed, run),
    every: (ms, run) => real.every(Math.max(1, ms / speed), run),
    real,
  }
}

export interface ManualTime extends Time {
  /** Moves to `now + ms`, running every timer due on the way at its own instant and awaiting what it returns. */
  advance(ms: number): Promise<void>
  set(at: number): Promise<void>
}

/** Time moved by hand, for tests: whole days pass in milliseconds and nothing sleeps. */
export function manualTime(startAt: number): ManualTime {
  let at = startAt
  let serial = 0
  const timers = new Map<number, { at: number; every: number | null; run: () => unknown }>()
  const add = (ms: number, every: number | null, run: () => unknown): Timer => {
    const id = ++serial
    timers.set(id, { at: at + ms, every, run })
    return { cancel: () => timers.delete(id) }
  }
  const set = async (to: number): Promise<void> => {
    for (;;) {
      const next = [...timers].filter(([, timer]) => timer.at <= to).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0]
      if (next === undefined) break
      const [id, timer] = next
      at = Math.max(at, timer.at)
      if (timer.every === null) timers.delete(id)
      else timer.at += timer.every
      await timer.run()
    }
    at = Math.max(at, to)
  }
  return {
    now: () => at,
    after: (ms, run) => add(ms, null, run),
    every: (ms, run) => add(ms, ms, run),
    real,
    set,
    advance: (ms) => set(at + ms),
  }
}
