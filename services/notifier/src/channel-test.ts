// 渠道自测: once a week a marked letter to each mailbox whose address is known; the collector sees it come back.
import { listBooks } from '@huiying/ledger/book'
import { policyOf } from '@huiying/ledger/policy'
import { testMessageId, turnChannelTest } from '@huiying/ledger/source/channel-test'
import type { NotifyOptions } from './notify.ts'

export const CHANNEL_LOOK_MS = 60_000

const lines = [
  '这是系统每周自动寄给本信箱的自测信，用来确认来信能在 15 分钟内进入值班台。',
  '请勿回复，也不必处理：它不立案，不进统计。',
]

/** Only where mails really go out; a sample or a drill writes to nobody. Returns how many letters went out. */
export async function testChannels(options: NotifyOptions, now: number): Promise<number> {
  const { ledger, transport, log, from, host, mark } = options
  if (transport.kind !== 'smtp' || mark !== null) return 0
  let sent = 0
  for (const { id: book } of await listBooks(ledger.read)) {
    const { policy } = await policyOf(ledger.read, book)
    for (const { id, name, kind, on, mail: to } of policy.sources) {
      if (!on || to === undefined || (kind !== 'mailbox' && kind !== 'imap')) continue
      if (!(await turnChannelTest(ledger, book, id, now))) continue
      const messageId = testMessageId(ledger.sealer.linkKey, book, id, now, host)
      const [text, html] = [lines.join('\r\n'), `<p>${lines.join('<br>')}</p>`]
      try {
        await transport.send({ to, from, messageId, subject: `【渠道自测】${name}`, text, html })
        sent++
      } catch (error) {
        // Not sent is not back: in a quarter of an hour it is told as such, and tried again.
        log.warn({ source: id, error: String(error) }, 'the marked letter was not sent')
      }
    }
  }
  return sent
}
