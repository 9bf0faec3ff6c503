// The notifier: on the tick, sends what waits; every hour, mails a seal of all books to the auditors.
import { answerOnce } from './answer.ts'
import { type NotifyOptions, notifyOnce } from './notify.ts'

export function startNotifier(options: NotifyOptions) {
  let running: Promise<number> | null = null
  return {
    /** Sends until nothing waits; a second call while one runs joins it. */
    async turn(now: number): Promise<number> {
      if (running !== null) return running
      running = sendAll(options, now).finally(() => {
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
async function sendAll(options: NotifyOptions, now: number): Promise<number> {
  const sent = await Promise.all([
    untilNone(() => notifyOnce(options, 'mail', now)),
    untilNone(() => notifyOnce(options, 'webhook', now)),
    untilNone(() => answerOnce(options, now)),
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
