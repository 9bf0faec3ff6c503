// The beat of the program: the tick turns scheduler and notifier every second, the mailbox is looked at more often.
import { BEAT_MS, heartbeat } from '@huiying/ledger/status'
import { TICK_MS } from '@huiying/runtime/alone'
import type { Logger } from '@huiying/runtime/log'
import type { Time } from '@huiying/runtime/time'
import { everyTurn } from '@huiying/runtime/turn'
import { OUTSIDE_BEAT_MS } from '@huiying/tracker/watchdog'
import type { Program } from './program.ts'

export const LOOK_MS = 250
const FEED_AGAIN_MS = 60_000

/** Starts the timers; a turn that is still running when its next time comes is not started twice. */
export function runProgram(program: Program, time: Time, log: Logger): { stop(): Promise<void> } {
  const { ledger, tracker, notifier, collector, indexer, watchdog } = program
  const beat = async () => {
    await heartbeat(ledger, 'program', time.real.now(), { pid: process.pid })
    await watchdog.beat(time.real.now())
  }
  // Nobody waits for it: each mailbox is looked at once at a time, and one that hangs holds up no other.
  const mail = async () => {
    collector.fetchMail(time.now()).catch((error) => log.error({ error: String(error) }, 'mail not fetched'))
  }
  // A full batch means more is waiting: go on at once.
  const collect = async () => {
    while ((await collector.turn(time.now())) > 0);
  }
  const rounds = [
    everyTurn('collect', LOOK_MS, collect, log),
    everyTurn('poll', TICK_MS, () => collector.poll(time.now()), log),
    everyTurn('mail', TICK_MS, mail, log),
    everyTurn('schedule', TICK_MS, () => tracker.turn(time.now()), log),
    // Not in one turn with the scheduler: a mail server that hangs holds up no deadline.
    everyTurn('send', TICK_MS, () => notifier.turn(time.now()), log),
    everyTurn('index', TICK_MS, () => indexer.level(), log),
    everyTurn('watch', TICK_MS, () => watchdog.turn(time.now()), log),
    everyTurn('beat', BEAT_MS, beat, log),
    everyTurn('beat outside', OUTSIDE_BEAT_MS, () => watchdog.beatOutside(time.real.now()), log),
    everyTurn('feed again', FEED_AGAIN_MS, () => program.feedAgain(), log),
    everyTurn('seal', FEED_AGAIN_MS, () => program.seal(time.now()), log),
  ]
  for (const round of rounds) round.run()
  return {
    async stop() {
      await Promise.all(rounds.map((round) => round.stop()))
    },
  }
}
