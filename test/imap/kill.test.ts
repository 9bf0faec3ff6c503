// kill -9 while letters come in from a real IMAP server: nothing lost, nothing doubled, one case each.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instantOf } from '@huiying/domain/beijing'
import { openLedgerReadOnly } from '@huiying/ledger/open'
import { verify } from '@huiying/ledger/verify/verify'
import { readSettings } from '@huiying/runtime/settings'
import { afterEach, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import type { TestBook } from '../program.ts'
import { type Dovecot, IMAP_PASSWORD, IMAP_USER, openDovecot } from './dovecot.ts'

const LETTERS = 1_500
/** Commits the program lives before it is killed: at its start, in the first batches, between them. */
const LIVES = [3, 6, 4, 9, 7]
const TEST_MS = 600_000

let dovecot: Dovecot | null = null
let child: ChildProcess | null = null
afterEach(async () => {
  child?.kill('SIGKILL')
  await dovecot?.kill()
})

function letter(serial: number): string {
  const subject = Buffer.from(`第 ${serial} 户停水`).toString('base64')
  const head = [
    `From: w${serial}@mail.example`,
    `Subject: =?utf-8?B?${subject}?=`,
    `Message-ID: <${serial}@mail.example>`,
  ]
  const more = ['Date: Mon, 23 Nov 2026 09:00:00 +0800', 'Content-Type: text/plain; charset=utf-8']
  return [...head, ...more, '', `我家住第 ${serial} 户，停水三天了，请问什么时候来水？`, ''].join('\r\n')
}

function startChild(folder: string, book: string): ChildProcess {
  const env = { ...process.env, DATA_DIR: folder, LOG_LEVEL: 'error', QINGHE_IMAP_PASSWORD: IMAP_PASSWORD }
  const args = [String(instantOf('2026-11-23', 600)), '0', book]
  return fork(new URL('../kill/child.ts', import.meta.url), args, {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

const gone = (one: ChildProcess): Promise<void> =>
  one.exitCode !== null || one.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => one.once('exit', () => resolve()))

/** Resolves after so many commits, or when the program has ended by itself, which fails the test. */
async function commits(one: ChildProcess, count: number): Promise<void> {
  for (let seen = 0; seen < count; seen++)
    await new Promise<void>((resolve, reject) => {
      const end = (code: number | null) => reject(new Error(`the program ended by itself, code ${code}`))
      one.once('exit', end)
      const listen = (word: unknown) => {
        if (word !== 'commit') return
        one.off('message', listen).off('exit', end)
        resolve()
      }
      one.on('message', listen)
    })
}

async function ownIds(folder: string): Promise<string[]> {
  const ledger = await openLedgerReadOnly({ dataDir: folder })
  try {
    const rows = await ledger.read.selectFrom('item').select('ownId').where('source', '=', 'shizhang').execute()
    return rows.map((row) => row.ownId ?? '')
  } finally {
    await ledger.close()
  }
}

it(
  'every letter is on record once, however often the program is killed while it reads',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-imap-kill-'))
    dovecot = await openDovecot(mkdtempSync(join(tmpdir(), 'huiying-imap-')))
    await dovecot.start()
    const book = parse(readFileSync(new URL('../book.yaml', import.meta.url), 'utf8')) as TestBook
    const url = `imap://${IMAP_USER}@127.0.0.1:${dovecot.port}/INBOX`
    const named = { id: 'shizhang', name: '市长信箱', kind: 'imap', platform: '信箱', channel: '市长信箱' }
    book.sources.push({ ...named, basis: '本单位信箱', local: true, url, secret: 'env:QINGHE_IMAP_PASSWORD' })
    const file = join(folder, 'book.yaml')
    writeFileSync(file, stringify(book))
    dovecot.deliver(...Array.from({ length: LETTERS }, (_, index) => letter(index)))
    const counts: number[] = []
    for (const life of LIVES) {
      child = startChild(folder, file)
      await commits(child, life)
      child.kill('SIGKILL')
      await gone(child)
      counts.push((await ownIds(folder)).length)
    }
    // Some kills fell into the reading itself: the letters were neither all there nor all still to come.
    expect(counts.filter((count) => count > 0 && count < LETTERS).length).toBeGreaterThan(0)
    child = startChild(folder, file)
    while ((await ownIds(folder)).length < LETTERS) await commits(child, 1)
    child.send('stop')
    await gone(child)
    const ids = await ownIds(folder)
    expect([ids.length, new Set(ids).size]).toEqual([LETTERS, LETTERS])
    expect(dovecot.files()).toHaveLength(LETTERS)
    expect(await verify(readSettings({ DATA_DIR: folder }))).toMatchObject([{ ok: true }])
  },
  TEST_MS,
)
