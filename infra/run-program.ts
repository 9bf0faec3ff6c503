// The beat of the program: the tick turns scheduler and notifier every second, the mailbox is looked at more often.
import { heartbeat } from '@huiying/ledger/status'
import type { Logger } from '@huiying/runtime/log'
import type { Time } from '@huiying/runtime/time'
import type { Program } from './program.ts'

export const TICK_MS = 1_000
export const LOOK_MS = 250
const BEAT_MS = 5_000
const FEED_AGAIN_MS = 60_000

/** Starts the timers; a turn that is still running when its next time comes is not started twice. */
export function runProgram(program: Program, time: Time, log: Logger): { stop(): Promise<void> } {
  const guarded = (name: string, turn: () => Promise<unknown>) => {
    let running: Promise<unknown> | null = null
    const run = () => {
      running ??= turn()
        .catch((error) =>
          log.error({ turn: name, error: error instanceof Error ? error.stack : String(error) }, 'turn failed'),
        )
        .finally(() => {
          running = null
        })
    }
    return { run, idle: async () => running }
  }
  const schedule = guarded('schedule', async () => {
    await program.tracker.turn(time.now())
    await program.notifier.turn(time.now())
  })
  const collect = guarded('collect', async () => {
    // A full batch means more is waiting: go on at once.
    while ((await program.collector.turn(time.now())) > 0);
  })
  const poll = guarded('poll', () => program.collector.poll(time.now()))
  const index = guarded('index', () => program.indexer.level())
  const alive = guarded('beat', () => heartbeat(program.ledger, 'program', time.real.now(), { pid: process.pid }))
  const seal = guarded('seal', () => program.seal(time.now()))
  const again = guarded('feed again', () => program.feedAgain())
  const timers = [
    time.real.every(TICK_MS, schedule.run),
    time.real.every(LOOK_MS, collect.run),
    time.real.every(TICK_MS, poll.run),
    time.real.every(TICK_MS, index.run),
    time.real.every(BEAT_MS, alive.run),
    time.real.every(TICK_MS, program.carry),
    time.real.every(FEED_AGAIN_MS, again.run),
    time.real.every(FEED_AGAIN_MS, seal.run),
  ]
  collect.run()
  seal.run()
  poll.run()
  schedule.run()
  return {
    async stop() {
      for (const timer of timers) timer.cancel()
      await Promise.all([
        schedule.idle(),
        collect.idle(),
        poll.idle(),
        index.idle(),
        alive.idle(),
        again.idle(),
        seal.idle(),
      ])
    },
  }
}
