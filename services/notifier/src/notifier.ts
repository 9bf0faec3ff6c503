// The notifier: on the tick, sends what waits; every hour, mails a seal of all books to the auditors.
import { answerOnce } from './answer.ts'
import { type NotifyOptions, notifyOnce } from './notify.ts'

export function startNotifier(options: NotifyOptions) {
  let running: Promise<number> | null = null
  return {
    /**
     * Sends until nothing waits; a second call while one runs joins it. `clock` is read anew for each mail: a turn of
     * hundreds outlasts a lease.
     */
    async turn(now: number, clock = () => now): Promise<number> {
      if (running !== null) return running
      running = sendAll(options, clock).finally(() => {
        running = null
      })
      return running
    },
    async stop() {
      await running
      options.transport.close()
    },
  }
}

/** The channels go side by side: a gateway that hangs holds up no mail, and no answer a 督办. */
async function sendAll(options: NotifyOptions, clock: () => number): Promise<number> {
  const sent = await Promise.all([
    untilNone(() => notifyOnce(options, 'mail', clock)),
    untilNone(() => notifyOnce(options, 'webhook', clock)),
    untilNone(() => answerOnce(options, clock)),
  ])
  return sent.reduce((sum, count) => sum + count, 0)
}

async function untilNone(round: () => Promise<number>): Promise<number> {
  let sent = 0
  for (;;) {
    const settled = await round()
    if (settled === 0) return sent
    sent += settled
  }
}
