// A turn that comes round: every so often on real time, never twice at once, and stopped only after it has ended.
import type { Logger } from './log.ts'
import type { Measure } from './measure.ts'
import { real, startWatch } from './time.ts'

export interface Round {
  /** Starts a turn now unless one is running. */
  run(): void
  /** Resolves when no turn is running and none will start. */
  stop(): Promise<void>
}

/** A turn that fails is logged under its name and comes again: nothing it could not do is lost. */
export function everyTurn(
  name: string,
  ms: number,
  turn: () => Promise<unknown>,
  log: Logger,
  measure?: Measure,
): Round {
  let running: Promise<unknown> | null = null
  measure?.count('huiying_step_failures_total', 0, { step: name })
  const run = () => {
    if (running !== null) return
    const spentMs = startWatch()
    running = turn()
      .catch((error) => {
        measure?.count('huiying_step_failures_total', 1, { step: name })
        log.error({ turn: name, error: error instanceof Error ? error.stack : String(error) }, 'turn failed')
      })
      .finally(() => {
        measure?.observe('huiying_step_seconds', spentMs() / 1000, { step: name })
        running = null
      })
  }
  const timer = real.every(ms, run)
  return {
    run,
    async stop() {
      timer.cancel()
      await running
    },
  }
}
