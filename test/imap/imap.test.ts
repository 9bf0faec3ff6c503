// Letters from a real IMAP server: none lost, none doubled, whoever reads the mailbox and whatever breaks.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LEASE_MS, openImapPoll } from '@huiying/collector/imap-poll'
import { type Reading, readHere } from '@huiying/collector/read-letters'
import { leaseSource } from '@huiying/ledger/source/source'
import { real } from '@huiying/runtime/time'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startProgram, type TestProgram } from '../program.ts'
import { type Dovecot, IMAP_PASSWORD, IMAP_USER, openDovecot, openWire } from './dovecot.ts'

const MINUTE_MS = 60_000

let dovecot: Dovecot
let program: TestProgram | null = null
let wire: Awaited<ReturnType<typeof openWire>>

beforeEach(async () => {
  vi.stubEnv('QINGHE_IMAP_PASSWORD', IMAP_PASSWORD)
  dovecot = await openDovecot(mkdtempSync(join(tmpdir(), 'huiying-imap-')))
  wire = await openWire(dovecot.port)
  await dovecot.start()
})

afterEach(async () => {
  await program?.stop()
  program = null
  wire.close()
  await dovecot.kill()
  vi.unstubAllEnvs()
})

function sourceAt(port: number) {
  const url = `imap://${IMAP_USER}@127.0.0.1:${port}/INBOX`
  const named = { id: 'shizhang', name: '市长信箱', kind: 'imap', platform: '信箱', channel: '市长信箱' }
  return { ...named, basis: '本单位信箱', local: true, url, secret: 'env:QINGHE_IMAP_PASSWORD' }
}

const start = async (options: { folder?: string } = {}): Promise<TestProgram> => {
  program = await startProgram('2026-11-23 10:00', {
    ...options,
    book: (book) => book.sources.push(sourceAt(wire.port)),
  })
  return program
}

function letter(serial: number): string {
  const subject = Buffer.from(`向阳路 ${serial} 号停水`).toString('base64')
  const head = [
    `From: w${serial}@mail.example`,
    `Subject: =?utf-8?B?${subject}?=`,
    `Message-ID: <${serial}@mail.example>`,
  ]
  const date = 'Date: Mon, 23 Nov 2026 09:00:00 +0800'
  const type = 'Content-Type: text/plain; charset=utf-8'
  return [...head, date, type, '', `向阳路 ${serial} 号停水三天了，请问什么时候来水？`, ''].join('\r\n')
}

const letters = (from: number, count: number) => Array.from({ length: count }, (_, index) => letter(from + index))

async function ownIds(of: TestProgram): Promise<string[]> {
  const rows = await of.ledger.read.selectFrom('item').select('ownId').where('source', '=', 'shizhang').execute()
  return rows.map((row) => row.ownId ?? '')
}

async function entriesOf(of: TestProgram, act: string): Promise<number> {
  return (await of.ledger.read.selectFrom('entry').select('seq').where('act', '=', act).execute()).length
}

it('a letter becomes an item and a case, and is marked as seen after it is on record', async () => {
  const { collector, time, settle, ledger } = await start()
  dovecot.deliver(letter(1))
  expect(await collector.fetchMail(time.now())).toBe(1)
  expect(dovecot.files().filter((name) => /:2,\w*S/.test(name))).toHaveLength(1)
  await settle()
  expect((await program!.onlyCase()).title).toContain('停水')
  const row = await ledger.read
    .selectFrom('item')
    .selectAll()
    .where('source', '=', 'shizhang')
    .executeTakeFirstOrThrow()
  expect(row.ownId).toBe('<1@mail.example>')
})

it('what somebody else has opened in the mailbox is read all the same', async () => {
  const { collector, time } = await start()
  dovecot.deliver(letter(1))
  await collector.fetchMail(time.now())
  dovecot.deliver(letter(2))
  await readElsewhere()
  await time.advance(MINUTE_MS)
  await collector.fetchMail(time.now())
  expect((await ownIds(program!)).sort()).toEqual(['<1@mail.example>', '<2@mail.example>'])
})

it('a letter that arrives is taken at once, without waiting for the minute', async () => {
  const { collector, time } = await start()
  await collector.fetchMail(time.now())
  dovecot.deliver(letter(1))
  // The business clock stands still: only the server's word makes the mailbox due.
  await vi.waitUntil(async () => (await collector.fetchMail(time.now())) > 0, { timeout: 25_000, interval: 50 })
  expect(await ownIds(program!)).toHaveLength(1)
})

it('a login that is refused is said in words, recorded once, and mended without a restart', async () => {
  vi.stubEnv('QINGHE_IMAP_PASSWORD', 'wrong')
  const { collector, time, ledger } = await start()
  dovecot.deliver(letter(1))
  for (let hour = 0; hour < 3; hour++) {
    await collector.fetchMail(time.now())
    await time.advance(3 * 60 * MINUTE_MS)
  }
  const state = await ledger.read
    .selectFrom('sourceState')
    .selectAll()
    .where('id', '=', 'shizhang')
    .executeTakeFirstOrThrow()
  expect(state.lastError).toContain('拒绝登录')
  expect(state.lastError).not.toContain('wrong')
  expect(await entriesOf(program!, 'source.failed')).toBe(1)
})

it('a server that is away is tried again and read when it is back', async () => {
  const { collector, time } = await start()
  dovecot.deliver(letter(1))
  await collector.fetchMail(time.now())
  await dovecot.kill()
  dovecot.deliver(letter(2))
  for (let minute = 0; minute < 40; minute += 5) {
    await time.advance(5 * MINUTE_MS)
    await collector.fetchMail(time.now())
  }
  await dovecot.start()
  await time.advance(120 * MINUTE_MS)
  await collector.fetchMail(time.now())
  expect((await ownIds(program!)).sort()).toEqual(['<1@mail.example>', '<2@mail.example>'])
  expect(await entriesOf(program!, 'source.failed')).toBe(1)
  expect(await entriesOf(program!, 'source.recovered')).toBe(1)
})

it('a connection cut in the middle of a letter, again and again: nothing lost, nothing doubled', async () => {
  const { collector, time } = await start()
  dovecot.deliver(...letters(1, 300))
  for (let round = 0; round < 10 && (await ownIds(program!)).length < 300; round++) {
    // Further each time: in the middle of the first letters, of the next, and at last not at all.
    wire.cutAfter = round < 6 ? 10_000 + 25_000 * round : null
    await collector.fetchMail(time.now())
    await time.advance(121 * MINUTE_MS)
  }
  expect(wire.cuts).toBeGreaterThan(1)
  const ids = await ownIds(program!)
  expect(ids).toHaveLength(300)
  expect(new Set(ids).size).toBe(300)
})

it('the numbers of a mailbox made anew mean nothing: all is read again and nothing doubles', async () => {
  const { collector, time } = await start()
  dovecot.deliver(...letters(1, 5))
  await collector.fetchMail(time.now())
  await dovecot.kill()
  dovecot.renumber(77)
  dovecot.deliver(letter(6))
  await dovecot.start()
  await time.advance(121 * MINUTE_MS)
  await collector.fetchMail(time.now())
  await time.advance(121 * MINUTE_MS)
  await collector.fetchMail(time.now())
  expect((await ownIds(program!)).sort()).toEqual([1, 2, 3, 4, 5, 6].map((serial) => `<${serial}@mail.example>`))
})

it('ten thousand letters that wait are all taken, in bounded batches', async () => {
  const { collector, time } = await start()
  dovecot.deliver(...letters(1, 10_000))
  expect(await collector.fetchMail(time.now())).toBe(10_000)
  expect(new Set(await ownIds(program!)).size).toBe(10_000)
  expect(await entriesOf(program!, 'items.received')).toBe(40)
}, 900_000)

it('after a restart only what is new is taken', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-imap-'))
  const first = await start({ folder })
  dovecot.deliver(...letters(1, 3))
  await first.collector.fetchMail(first.time.now())
  await first.stop()
  const again = await start({ folder })
  dovecot.deliver(letter(4))
  await again.time.advance(MINUTE_MS)
  expect(await again.collector.fetchMail(again.time.now())).toBe(1)
  expect(await ownIds(again)).toHaveLength(4)
})

it('of two collectors on one ledger one reads a mailbox; when it is gone the other goes on where it was', async () => {
  const { ledger, time, book } = await start()
  const forMany = { ...ledger, isShared: true }
  const read = async (reading: Reading) => (await readHere(ledger, reading)).letters.filter((letter) => letter !== null)
  const open = (collector: string) => openImapPoll({ ledger: forMany, books: [book], collector, read })
  const [one, two] = [open('one'), open('two')]
  dovecot.deliver(...letters(1, 3))
  expect(await one.poll(time.now())).toBe(3)
  dovecot.deliver(letter(4))
  await time.advance(MINUTE_MS)
  expect(await two.poll(time.now())).toBe(0)
  await one.stop()
  // As it stands when `one` has not been heard of for the length of a lease.
  const lease = { book, source: 'shizhang', owner: 'one', now: real.now() - LEASE_MS - 1, leaseMs: LEASE_MS }
  await leaseSource(ledger, lease)
  expect(await two.poll(time.now())).toBe(1)
  expect(await ownIds(program!)).toHaveLength(4)
  await two.stop()
})

/** Another program opens the mailbox and marks everything as seen. */
async function readElsewhere(): Promise<void> {
  const { ImapFlow } = await import('imapflow')
  const auth = { user: IMAP_USER, pass: IMAP_PASSWORD }
  const other = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false })
  await other.connect()
  await other.mailboxOpen('INBOX')
  await other.messageFlagsAdd('1:*', ['\\Seen'])
  await other.logout()
}
