// The whole program for tests: the real services in a temporary folder, letters in as bytes, time moved by hand.

import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { instantOf } from '@huiying/domain/beijing'
import type { Case, Clock } from '@huiying/domain/case'
import type { Command, Order } from '@huiying/domain/command'
import type { FolderKind } from '@huiying/infra/fill'
import { openProgram, type Program } from '@huiying/infra/program'
import { type Answer, act } from '@huiying/ledger/act'
import { type QueueRow, queue } from '@huiying/ledger/case'
import { clocksOf } from '@huiying/ledger/clock'
import { placeOf } from '@huiying/ledger/open'
import { nextDueAt } from '@huiying/ledger/plan'
import { verify } from '@huiying/ledger/verify/verify'
import { type Logger, openLog } from '@huiying/runtime/log'
import type { Measure } from '@huiying/runtime/measure'
import { readSettings, type Settings } from '@huiying/runtime/settings'
import type { Thread } from '@huiying/runtime/thread'
import { type ManualTime, manualTime } from '@huiying/runtime/time'
import { openTaggerThread } from '@huiying/tagger/tagger'
import { simpleParser } from 'mailparser'
import { parse, stringify } from 'yaml'
import { engineSettings } from './engine.ts'
import { openFeed } from './feed-server.ts'

export interface TestLetter {
  subject: string
  text: string
  /** Beijing time, `YYYY-MM-DD HH:mm`; the Date header. */
  date: string
  from?: string
  /** As the head names the writer beside the address. */
  name?: string
  messageId?: string
  headers?: string[]
  /** What hangs on it; `name` and `type` as a stranger wrote them. */
  files?: { name: string; type?: string; content: Buffer; isShown?: true }[]
}

export interface TestArticle {
  title: string
  text: string
  /** Beijing time of publication; null for an entry without a date. */
  date: string | null
  id?: string
}

const FEED_EVERY_MS = 60_000
/** One for all programs of these tests: its dictionaries take longer to load than all else of a start. */
let tagging: Thread | undefined

/** `2026-11-22 14:30` in Beijing time → UTC milliseconds. */
export function beijing(text: string): number {
  const [day = '', clock = '00:00'] = text.split(' ')
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return instantOf(day, hours * 60 + minutes)
}

/** UTC milliseconds → `11-22 14:30` in Beijing time; what tables of a day are written in. */
export function beijingText(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ')
}

export interface TestOptions {
  folder?: string
  /** Settings beside the folder's, as they would stand in the environment. */
  env?: Record<string, string>
  kind?: FolderKind
  /** The book and the letters this program ships for the kind, instead of the tests' own. */
  shipped?: boolean
  log?: Logger
  measure?: Measure
  /** `--mail-to`. */
  onlyTo?: string
  /** The test opens cases of items that no tagger has read: their entries bind nothing. */
  handMade?: boolean
  /** Changes the tests' book before it is opened. */
  book?: (book: TestBook) => void
}

/** What tests change of the book. */
export interface TestBook {
  sources: object[]
  units: { id: string; contacts: { id: string; mail?: string; webhook?: string }[] }[]
}

/** Starts the program at a Beijing time in a folder of its own; the folder stays when a test fails, and is printed. */
export async function startProgram(startAt: string, options: TestOptions = {}) {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'huiying-program-'))
  const time = manualTime(beijing(startAt))
  const settings = readSettings({ DATA_DIR: folder, ...(await engineSettings(folder)), ...options.env })
  const feed = await openFeed()
  const own = options.shipped ? {} : { bookFile: await writeBook(folder, feed.url, options.book) }
  const { kind = '正式', onlyTo = null, log = openLog('silent'), measure } = options
  const measured = measure === undefined ? {} : { measure }
  tagging ??= openTaggerThread(openLog('silent'))
  const program = await openProgram({ settings, time, log, kind, onlyTo, tagging, ...own, ...measured })
  program.linkTo('http://127.0.0.1:7480', true)
  const book = program.books[0]!

  const settle = async () => {
    await program.collector.poll(time.now())
    for (let taken = 1; taken > 0; ) {
      await program.collector.turn(time.now())
      taken = await program.collector.turn(time.now())
    }
    await program.idle()
    await program.tracker.turn(time.now())
    await program.notifier.turn(time.now())
    await program.idle()
  }

  return {
    ...program,
    folder,
    ...openPlace(settings),
    time,
    book,
    settle,
    ...openMailbox(folder, settle),
    /** Adds articles to the local feed, moves on by its period, and runs until nothing is under way. */
    async publish(...articles: TestArticle[]) {
      feed.articles.push(...articles.map(({ date, ...one }) => ({ ...one, at: date === null ? null : beijing(date) })))
      await time.advance(FEED_EVERY_MS)
      await settle()
    },
    feed,
    /** Whatever was played, what is on record must hold: a test that changes rows behind its back puts them back. */
    async stop() {
      await program.stop()
      await feed.close()
      const wrong = options.handMade ? [] : (await verify(settings)).filter((result) => !result.ok)
      if (wrong.length > 0) throw new Error(`the ledger does not verify: ${JSON.stringify(wrong)}`)
    },
    /** Moves to a Beijing time, stopping at every due step on the way. */
    async goTo(text: string) {
      const to = beijing(text)
      for (;;) {
        const next = await nextDueAt(program.ledger.read)
        if (next === null || next > to) break
        await time.set(Math.max(next, time.now()))
        await settle()
      }
      await time.set(to)
      await settle()
    },
    ...openActs(program, time, settle),
    ...openLooks(program, time),
    mails: () => readMails(join(folder, 'outbox')),
  }
}

/** Where the ledger lies, on whichever engine, and what verify says of it. */
const openPlace = (settings: Settings) => ({ place: placeOf(settings), verify: () => verify(settings) })

/** The watched mailbox folder. */
function openMailbox(folder: string, settle: () => Promise<void>) {
  const inbox = join(folder, 'mailbox', 'in')
  let serial = 0
  return {
    /** Puts letters in, whole. */
    async put(...letters: TestLetter[]) {
      await mkdir(inbox, { recursive: true })
      for (const letter of letters) {
        const name = `${String(++serial).padStart(6, '0')}.eml`
        const part = join(inbox, `${name}.part`)
        await writeFile(part, emlOf(letter, serial))
        await rename(part, join(inbox, name))
      }
    },
    /** Puts letters in and runs until nothing is under way. */
    async drop(...letters: TestLetter[]) {
      await this.put(...letters)
      await settle()
    },
  }
}

/** What a test does as a person. */
function openActs(program: Program, time: ManualTime, settle: () => Promise<void>) {
  let serial = 0
  return {
    async act(caseId: string, order: Order, actor = 'wang'): Promise<Answer> {
      const command: Command = { commandId: `test-${++serial}`, actor, expectedVersion: null, ...order }
      const answer = await act(program.ledger, caseId, command, time.now())
      await settle()
      return answer
    },
    /** As `act`, and fails the test when it is refused. */
    async done(caseId: string, order: Order, actor = 'wang'): Promise<Extract<Answer, { ok: true }>> {
      const answer = await this.act(caseId, order, actor)
      if (!answer.ok) throw new Error(`${order.do}：${answer.message}`)
      return answer
    },
  }
}

/** The tests' book with the feed at its present address. */
async function writeBook(folder: string, url: string, change: TestOptions['book']): Promise<URL> {
  const book = parse(readFileSync(new URL('book.yaml', import.meta.url), 'utf8')) as TestBook
  const feed = { id: 'news', name: '青河新闻网', kind: 'feed', platform: '青河新闻网', basis: '公开页面', local: true }
  book.sources.push({ ...feed, url, everySeconds: FEED_EVERY_MS / 1000, allowPrivate: true })
  change?.(book)
  await writeFile(join(folder, 'book.yaml'), stringify(book))
  return pathToFileURL(join(folder, 'book.yaml'))
}

/** What a test reads of the running program. */
function openLooks(program: Program, time: ManualTime) {
  return {
    queue: (): Promise<QueueRow[]> =>
      queue(
        program.ledger.read,
        { book: program.books[0]!, restricted: true, lane: '全部', soon: 0, now: time.now() },
        1000,
      ),
    async onlyCase(): Promise<Case> {
      const rows = await this.queue()
      if (rows.length !== 1) throw new Error(`expected one open case, found ${rows.length}`)
      return rows[0]!.state
    },
    clocks: (caseId: string): Promise<Clock[]> => clocksOf(program.ledger.read, [caseId], 1000),
  }
}

export type TestProgram = Awaited<ReturnType<typeof startProgram>>

export interface TestMail {
  file: string
  to: string
  cc: string | null
  subject: string
  text: string
  html: string
  messageId: string
  raw: string
}

async function readMails(folder: string): Promise<TestMail[]> {
  const mails: TestMail[] = []
  if (!existsSync(folder)) return mails
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((file) =>
    file.name.endsWith('.eml') ? [file.name] : [],
  )
  for (const file of names.sort()) {
    const raw = readFileSync(join(folder, file))
    const mail = await simpleParser(raw)
    const to = [mail.to ?? []].flat().flatMap((group) => group.value.map((one) => one.address ?? ''))
    mails.push({
      file,
      to: to.join(','),
      cc: mail.headers.has('cc') ? String(mail.headers.get('cc')) : null,
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html || '',
      messageId: (mail.messageId ?? '').replace(/[<>]/g, ''),
      raw: raw.toString('utf8'),
    })
  }
  return mails
}

function emlOf(letter: TestLetter, serial: number): string {
  const date = new Date(beijing(letter.date)).toUTCString().replace('GMT', '+0000')
  const sender = letter.name === undefined ? '' : `${encoded(letter.name)} `
  const lines = [
    ...(letter.headers ?? []),
    `From: ${sender}<${letter.from ?? `writer${serial}@mail.example`}>`,
    'To: <shizhang@qinghe.example>',
    `Subject: ${encoded(letter.subject)}`,
    `Date: ${date}`,
    `Message-ID: <${letter.messageId ?? `test-${serial}@mail.example`}>`,
    'MIME-Version: 1.0',
  ]
  const text = partOf(['Content-Type: text/plain; charset=UTF-8'], Buffer.from(letter.text))
  const { files = [] } = letter
  if (files.length === 0) return [...lines, ...text].join('\r\n')
  const parts = files.map(({ name, type = 'application/octet-stream', content, isShown }) => {
    const coded = encodeURIComponent(name).replace(/['()*]/g, escape)
    const held = isShown ? 'inline' : 'attachment'
    const head = [`Content-Type: ${type}`, `Content-Disposition: ${held}; filename*=utf-8''${coded}`]
    return partOf(isShown ? [...head, 'Content-ID: <shown>'] : head, content)
  })
  const whole = [text, ...parts].flatMap((part) => ['--test-part', ...part])
  return [...lines, 'Content-Type: multipart/mixed; boundary=test-part', '', ...whole, '--test-part--', ''].join('\r\n')
}

const encoded = (words: string): string => `=?UTF-8?B?${Buffer.from(words).toString('base64')}?=`

const partOf = (head: string[], content: Buffer): string[] => [
  ...head,
  'Content-Transfer-Encoding: base64',
  '',
  content.toString('base64').replace(/.{76}/g, '$&\r\n'),
  '',
]
