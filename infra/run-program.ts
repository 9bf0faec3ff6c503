// The beat of the program: the tick turns scheduler and notifier every second, the mailbox is looked at more often.
import { BEAT_MS, heartbeat } from '@huiying/ledger/status'
import { CHANNEL_LOOK_MS } from '@huiying/notifier/channel-test'
import { TICK_MS } from '@huiying/runtime/alone'
import type { Logger } from '@huiying/runtime/log'
import type { Measure } from '@huiying/runtime/measure'
import type { Time } from '@huiying/runtime/time'
import { everyTurn } from '@huiying/runtime/turn'
import { FEED_AGAIN_MS } from '@huiying/tracker/feed-again'
import { OUTSIDE_BEAT_MS } from '@huiying/tracker/watchdog'
import type { Program } from './program.ts'

export const LOOK_MS = 250
const SEAL_LOOK_MS = 60_000

/** Starts the timers; a turn that is still running when its next time comes is not started twice. */
export function runProgram(program: Program, time: Time, log: Logger, measure?: Measure): { stop(): Promise<void> } {
  const { ledger, tracker, notifier, collector, indexer, watchdog } = program
  const beat = async () => {
    await heartbeat(ledger, 'program', time.real.now(), { pid: process.pid, ...program.facts() })
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
  const every = (name: string, ms: number, turn: () => Promise<unknown>) => everyTurn(name, ms, turn, log, measure)
  const rounds = [
    every('collect', LOOK_MS, collect),
    every('poll', TICK_MS, () => collector.poll(time.now())),
    every('listen', TICK_MS, () => collector.listen(time.now())),
    every('publications', TICK_MS, () => collector.checkPublications(time.now())),
    every('mail', TICK_MS, mail),
    every('schedule', TICK_MS, () => tracker.turn(time.now())),
    // Not in one turn with the scheduler: a mail server that hangs holds up no deadline.
    every('send', TICK_MS, () => notifier.turn(time.now(), time.now)),
    every('index', TICK_MS, () => indexer.level()),
    every('watch', TICK_MS, () => watchdog.turn(time.now())),
    every('beat', BEAT_MS, beat),
    every('beat outside', OUTSIDE_BEAT_MS, () => watchdog.beatOutside(time.real.now())),
    every('feed again', FEED_AGAIN_MS, () => program.feedAgain()),
    every('seal', SEAL_LOOK_MS, () => program.seal(time.now())),
    every('test channels', CHANNEL_LOOK_MS, () => program.testChannels(time.now())),
  ]
  for (const round of rounds) round.run()
  return {
    async stop() {
      await Promise.all(rounds.map((round) => round.stop()))
    },
  }
}
