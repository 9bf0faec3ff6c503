// 渠道自测 from end to end: out by a real SMTP server, back through the mailbox, or 通道故障; in no count and no case.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readChannelTests } from '@huiying/ledger/source/channel-test'
import { afterEach, expect, it } from 'vitest'
import { type Arrived, type MailServer, openMailServer } from './mail-server.ts'
import { startProgram, type TestProgram } from './program.ts'

const MINUTE_MS = 60_000
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS
const TEST_MS = 120_000

let server: MailServer
let program: TestProgram
afterEach(async () => {
  await program.stop()
  await server.close()
})

async function start(): Promise<void> {
  server = await openMailServer()
  program = await startProgram('2026-11-23 09:00', {
    env: { MAIL_URL: server.url },
    book: (book) => {
      book.sources = book.sources.map((one) => ({ ...one, mail: 'shizhang@qinghe.example' }))
    },
  })
}

/** As the mailbox's server would hand it on. */
async function handOn({ messageId, to, subject, text }: Arrived, name: string): Promise<void> {
  const id = `<${messageId.replace(/^<|>$/g, '')}>`
  const head = ['From: <huiying@qinghe.example>', `To: ${to}`, `Message-ID: ${id}`, 'Auto-Submitted: auto-generated']
  const coded = `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`
  const folder = join(program.folder, 'mailbox', 'in')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), [...head, coded, 'Content-Type: text/plain; charset=utf-8', '', text].join('\r\n'))
  await program.settle()
}

async function after(ms: number): Promise<number> {
  await program.time.advance(ms)
  return program.testChannels(program.time.now())
}

async function acts(): Promise<string[]> {
  const rows = await program.ledger.read
    .selectFrom('entry')
    .select('act')
    .where('act', 'like', 'channel.%')
    .orderBy('seq')
    .execute()
  return rows.map((row) => row.act.replace('channel.', ''))
}

const items = () => program.ledger.read.selectFrom('item').selectAll().execute()

it(
  'a marked letter goes out every week, comes back and is no letter',
  async () => {
    await start()
    expect(await after(0)).toBe(1)
    expect(server.arrived.map((mail) => mail.to)).toEqual(['shizhang@qinghe.example'])
    expect(await after(2 * MINUTE_MS)).toBe(0)
    await handOn(server.arrived[0]!, 'a.eml')
    expect([await acts(), await items(), (await program.queue()).length]).toEqual([['tested', 'returned'], [], 0])
    // Read a second time, as after a mailbox was made anew.
    await handOn(server.arrived[0]!, 'b.eml')
    expect([await acts(), await items()]).toEqual([['tested', 'returned'], []])
    expect(await after(WEEK_MS - 3 * MINUTE_MS)).toBe(0)
    expect(await after(MINUTE_MS)).toBe(1)
    // A letter that only looks like one is a letter; a machine's, so that it opens no case.
    const forged = server.arrived[0]!.messageId.replace(/[0-9a-f]{8}@/, '00000000@')
    await handOn({ ...server.arrived[0]!, messageId: forged }, 'c.eml')
    expect((await items()).map((row) => JSON.parse(row.flags))).toEqual([expect.arrayContaining(['auto-submitted'])])
  },
  TEST_MS,
)

it(
  'not back in a quarter of an hour is 通道故障, told once; tried hourly, it ends when the way is mended',
  async () => {
    await start()
    await after(0)
    for (const minutes of [15, 1, 10]) await after(minutes * MINUTE_MS)
    expect(await acts()).toEqual(['tested', 'failed'])
    const failed = async () => (await readChannelTests(program.ledger.read, program.book)).get('mailbox')?.failedAt
    expect(await failed()).toBe(program.time.now() - 10 * MINUTE_MS)
    expect(await after(34 * MINUTE_MS)).toBe(1)
    await after(20 * MINUTE_MS)
    expect(await acts()).toEqual(['tested', 'failed', 'tested'])
    await handOn(server.arrived[1]!, 'a.eml')
    expect([await acts(), await failed()]).toEqual([['tested', 'failed', 'tested', 'returned'], null])
    expect(await program.verify()).toMatchObject([{ ok: true }])
  },
  TEST_MS,
)
