// The notifier: on the tick, sends what waits; every hour, mails a seal of all books to the auditors.
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

/** The channels go side by side: a gateway that hangs holds up no mail. */
async function sendAll(options: NotifyOptions, now: number): Promise<number> {
  const channels = ['mail', 'webhook'] as const
  const sent = await Promise.all(channels.map((channel) => sendChannel(options, channel, now)))
  return sent.reduce((sum, count) => sum + count, 0)
}

async function sendChannel(options: NotifyOptions, channel: 'mail' | 'webhook', now: number): Promise<number> {
  let sent = 0
  for (;;) {
    const settled = await notifyOnce(options, channel, now)
    if (settled === 0) return sent
    sent += settled
  }
}
