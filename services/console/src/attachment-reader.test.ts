// The thread that reads attachments: what it cannot read is said in words, and the next letter is read all the same.
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SHELF_BYTES_MAX } from '@huiying/ledger/blob/blob'
import type { Ledger } from '@huiying/ledger/ledger'
import { openLedger } from '@huiying/ledger/open'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { breath, manualTime, pause } from '@huiying/runtime/time'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AttachmentLimits, type AttachmentReader, openAttachmentReader } from './attachment-reader.ts'

const nobody = { units: [], contacts: [] }
const MIB = 1024 * 1024
const LINE_CHARS = 76
/** More than a pipe holds on any system. */
const PIPE_BYTES = 2 * MIB

let folder: string
let ledger: Ledger
let reader: AttachmentReader
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-attachment-'))
  ledger = await openLedger({ dataDir: folder })
  reader = open()
})
afterEach(async () => {
  await reader.stop()
  await ledger.close()
  rmSync(folder, { recursive: true })
})

const open = (limits?: AttachmentLimits) =>
  openAttachmentReader(ledger, readSettings({ DATA_DIR: folder }), openLog('silent'), limits)

/** The test's own reader instead, stopped like it. */
async function reopen(limits: AttachmentLimits): Promise<void> {
  await reader.stop()
  reader = open(limits)
}

function letterOf(count: number, bytesEach: number): Buffer {
  const lines = new RegExp(`.{${LINE_CHARS}}`, 'g')
  const parts = Array.from({ length: count }, (_, at) => {
    const content = Buffer.alloc(bytesEach, at).toString('base64').replace(lines, '$&\r\n')
    const head = `Content-Disposition: attachment; filename=${at + 1}.dat\r\nContent-Transfer-Encoding: base64`
    return `--b\r\n${head}\r\n\r\n${content}\r\n`
  })
  return Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n${parts.join('')}--b--\r\n`)
}

test('hundreds of attachments of a letter of 25 MB are listed for three at once, and the last one read', async () => {
  const count = 300
  const letter = letterOf(count, Math.floor((18 * MIB) / count))
  expect(letter.length).toBeGreaterThan(25_000_000)
  const sha256 = await ledger.blobs.put(letter)
  const lists = await Promise.all(Array.from({ length: 3 }, () => reader.list(sha256, nobody)))
  for (const lines of lists) expect(lines).toHaveLength(count)
  const part = await reader.part(sha256, count)
  expect([part?.name, part?.content.at(-1), part?.picture]).toEqual(['300.dat', (count - 1) % 256, null])
  expect(await reader.part(sha256, count + 1)).toBeNull()
}, 60_000)

test('a sealed letter that was changed or is gone is refused in words, and the next is read', async () => {
  const changed = await ledger.blobs.put(letterOf(1, SHELF_BYTES_MAX))
  const whole = await ledger.blobs.put(letterOf(1, 10))
  const file = blobFile(changed)
  const sealed = readFileSync(file)
  writeFileSync(file, Buffer.concat([sealed.subarray(0, -1), Buffer.from([sealed.at(-1)! ^ 1])]))
  const refusal = { status: 422, code: 'unreadable' }
  await expect(reader.list(changed, nobody)).rejects.toMatchObject(refusal)
  await expect(reader.part(changed, 1)).rejects.toMatchObject(refusal)
  await expect(reader.part('0'.repeat(64), 1)).rejects.toMatchObject({ status: 404, code: 'missing' })
  expect(await reader.list(whole, nobody)).toMatchObject([{ number: 1, name: '1.dat', bytes: 10 }])
}, 60_000)

/** Three megabytes of header lines; as objects they are many times as much. */
function hostileLetter(): Buffer {
  const part = Buffer.from(`--b\n${'a:\n'.repeat(5_000)}\nx\n`)
  const head = Buffer.from('Content-Type: multipart/mixed; boundary=b\n\n')
  return Buffer.concat([head, ...Array.from({ length: 200 }, () => part), Buffer.from('--b--\n')])
}

test('a letter that kills the thread is refused in words; those behind it are read, and those later', async () => {
  await reopen({ heapMibMax: 24 })
  const hostile = await ledger.blobs.put(hostileLetter())
  const good = await ledger.blobs.put(letterOf(2, 10))
  const answers = await Promise.allSettled([
    reader.list(good, nobody),
    reader.list(hostile, nobody),
    reader.part(good, 2),
  ])
  const message = '程序读不了这封来信的附件，原件已封存未改动。请在收信的邮箱里查看'
  expect(answers).toMatchObject([
    { status: 'fulfilled', value: [{ number: 1 }, { number: 2 }] },
    { status: 'rejected', reason: { status: 422, code: 'unreadable', message } },
    { status: 'fulfilled', value: { name: '2.dat' } },
  ])
  expect(await reader.list(good, nobody)).toHaveLength(2)
}, 60_000)

const slow = {
  status: 503,
  code: 'slow',
  message: '这封来信的附件读了 15 秒还没读完，已停下，原件已封存未改动。可再试一次；仍不行，请在收信的邮箱里查看',
}

test('what still computes after fifteen seconds is ended; the next letter is read, and that one later', async () => {
  const clock = manualTime(0)
  await reopen({ clock })
  const large = await ledger.blobs.put(letterOf(300, 20_000))
  const small = await ledger.blobs.put(letterOf(1, 10))
  expect(await reader.list(small, nobody)).toHaveLength(1)
  const asked = expect(reader.list(large, nobody)).rejects.toMatchObject(slow)
  await breathe()
  await clock.advance(15_000)
  await asked
  expect(await reader.part(small, 1)).toMatchObject({ name: '1.dat' })
  expect(await reader.list(large, nobody)).toHaveLength(300)
}, 60_000)

const hasPipes = process.platform !== 'win32'
test.runIf(hasPipes)(
  'a disk that does not answer holds up the letter on it, and none that comes later',
  async () => {
    const clock = manualTime(0)
    await reopen({ clock })
    const small = await ledger.blobs.put(letterOf(1, 10))
    const stuck = putStuck()
    const busy = { status: 503, code: 'busy', message: expect.stringMatching(/^正在读取的来信太多.*未改动。请稍后再/) }
    const first = expect(reader.list(stuck, nobody)).rejects.toMatchObject(slow)
    const second = expect(reader.part(stuck, 1)).rejects.toMatchObject(busy)
    const third = expect(reader.list(small, nobody)).rejects.toMatchObject(busy)
    const writer = await openOnceRead(stuck)
    try {
      await clock.advance(14_999)
      const later = reader.list(small, nobody)
      await clock.advance(1)
      await first
      // A thread of its own reads the second now: whoever has waited eighteen seconds is told so, and has no turn.
      await breathe()
      await clock.advance(3_000)
      await Promise.all([second, third])
      await clock.advance(12_000)
      expect(await later).toHaveLength(1)
    } finally {
      closeSync(writer)
    }
  },
  60_000,
)

test('five hundred may wait, each is answered, and the next is told to come later', async () => {
  const small = await ledger.blobs.put(letterOf(1, 10))
  const waiting = Array.from({ length: 500 }, () => reader.list(small, nobody))
  await expect(reader.part(small, 1)).rejects.toMatchObject({ status: 503, code: 'busy' })
  for (const lines of await Promise.all(waiting)) expect(lines).toHaveLength(1)
  expect(await reader.part(small, 1)).toMatchObject({ name: '1.dat' })
}, 60_000)

/** Until what has been asked is under way. */
async function breathe(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await breath()
}

/** A pipe that nobody writes into is a file whose bytes never come. */
function putStuck(): string {
  const name = 'f'.repeat(64)
  mkdirSync(join(blobFile(name), '..'), { recursive: true })
  execFileSync('mkfifo', [blobFile(name)])
  return name
}

const blobFile = (name: string): string => join(folder, 'blobs', name.slice(0, 2), name)

/** Once it is open and more was read of it than it can hold, its reader waits for more. */
async function openOnceRead(name: string): Promise<number> {
  const open = () => openSync(blobFile(name), constants.O_WRONLY | constants.O_NONBLOCK)
  const pipe = await untilDone(open)
  for (let sent = 0; sent < PIPE_BYTES; ) sent += await untilDone(() => writeSync(pipe, Buffer.alloc(PIPE_BYTES)))
  await untilDone(() => writeSync(pipe, 'x'))
  return pipe
}

/** A pipe without a reader refuses to be opened, a full one to be written. */
async function untilDone<T>(run: () => T): Promise<T> {
  for (;;) {
    try {
      return run()
    } catch (error) {
      if (!/^(ENXIO|EAGAIN)$/.test((error as { code?: string }).code ?? '')) throw error
      await pause(1)
    }
  }
}
