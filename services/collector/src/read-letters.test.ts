// Letters through the reading thread, when one of them kills it and when the thread itself is away.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Blobs, openBlobs } from '@huiying/ledger/blob/blob'
import { openSealer, type Sealer } from '@huiying/ledger/blob/sealer'
import type { Thread } from '@huiying/runtime/thread'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bytesOf, type LetterFile, type Raw } from './letter-file.ts'
import { type Reading, readHere, readLetters } from './read-letters.ts'

const names = { units: [], contacts: [] }
const source = { id: 'mailbox' }
const letter = (subject: string) => Buffer.from(`From: <a@b.example>\r\nSubject: ${subject}\r\n\r\n来信`)

let folder: string
let sealer: Sealer
let blobs: Blobs
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-read-'))
  sealer = openSealer(join(folder, 'key'))
  blobs = openBlobs(join(folder, 'blobs'), sealer)
})
afterEach(async () => {
  await blobs.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Dying {
  code?: string
  /** As with a database that keeps blobs itself: the thread cannot. */
  keeps?: boolean
}

/** A thread that dies of every letter that says so. */
function openDying({ code, keeps = true }: Dying = {}): { thread: Thread; calls: number[] } {
  const calls: number[] = []
  const thread: Thread = {
    async call<T>(message: object): Promise<T> {
      const reading = message as Reading
      calls.push(reading.raws.length)
      if (reading.raws.some((raw) => Buffer.from(bytesOf(raw) ?? []).includes('kills'))) {
        throw Object.assign(new Error('计算线程中断，将重做'), { code })
      }
      return (await readHere({ sealer, blobs: keeps ? blobs : null }, reading)) as T
    },
    stop: async () => undefined,
  }
  return { thread, calls }
}

/** Null: not there as it was. */
const readAny = (thread: Thread, raws: Raw[]) => readLetters({ thread, sealer, blobs }, { raws, names, source })
const read = async (thread: Thread, raws: Raw[]) => (await readAny(thread, raws)).filter((one) => one !== null)

/** A letter in a file, as a look into the folder finds it. */
function fileOf(name: string, subject: string): LetterFile {
  const path = join(folder, name)
  writeFileSync(path, letter(subject))
  const { size, mtimeMs } = statSync(path)
  return { path, size, mtimeMs }
}

it('a letter that kills its reader three times goes on record as unreadable, and the others as they are', async () => {
  const { thread, calls } = openDying()
  const letters = await read(thread, [letter('one'), letter('kills'), letter('two')])
  expect(letters.map((one) => one.clear.split('\n')[0])).toEqual(['one', '（来信无法读取）', 'two'])
  expect(letters[1]!.flags).toContain('unreadable')
  expect(calls).toEqual([3, 1, 1, 1, 1, 1])
})

it('the bytes of every letter are kept before it is answered, those of an unreadable one too', async () => {
  const { thread } = openDying()
  const raws = [letter('one'), letter('kills')]
  const letters = await read(thread, raws)
  for (const [index, { sha256 }] of letters.entries()) expect(await blobs.get(sha256)).toEqual(raws[index])
})

it('what the thread cannot keep is kept by the ledger itself', async () => {
  const { thread } = openDying({ keeps: false })
  const raws = [letter('one'), letter('kills'), letter('two')]
  const letters = await read(thread, raws)
  for (const [index, { sha256 }] of letters.entries()) expect(await blobs.get(sha256)).toEqual(raws[index])
})

it('the sealed text of a letter is its clear text', async () => {
  const { thread } = openDying()
  const letters = [...(await read(thread, [letter('one'), letter('two')])), ...(await read(thread, [letter('kills')]))]
  for (const { clear, sealed } of letters) {
    expect(sealer.open(sealed.text).toString()).toBe(clear)
  }
})

it('a thread that is away is waited for: no letter is at fault', async () => {
  const { thread, calls } = openDying({ code: 'ERR_WORKER_INIT_FAILED' })
  await expect(read(thread, [letter('one'), letter('kills')])).rejects.toThrow('计算线程中断')
  expect(calls).toEqual([2])
})

it('letters are read from their files, one that kills its reader too, and their bytes are kept', async () => {
  for (const keeps of [true, false]) {
    const { thread } = openDying({ keeps })
    const letters = await read(thread, [fileOf('a.eml', 'one'), fileOf('b.eml', 'kills'), fileOf('c.eml', 'two')])
    expect(letters.map((one) => one.clear.split('\n')[0])).toEqual(['one', '（来信无法读取）', 'two'])
    expect(await blobs.get(letters[1]!.sha256)).toEqual(letter('kills'))
    expect(await blobs.get(letters[2]!.sha256)).toEqual(letter('two'))
  }
})

it('a file that was taken away, written on or is a folder is left out, and the others keep their places', async () => {
  const [gone, longer, newer] = ['gone', 'longer', 'newer'].map((name) => fileOf(`${name}.eml`, name))
  rmSync(gone!.path)
  appendFileSync(longer!.path, '未完')
  utimesSync(newer!.path, 1, 1)
  const inside = join(folder, 'folder.eml')
  mkdirSync(inside)
  const { size, mtimeMs } = statSync(inside)
  const unread = [gone!, longer!, newer!, { path: inside, size, mtimeMs }]
  const { thread } = openDying()
  const letters = await readAny(thread, [fileOf('a.eml', 'one'), ...unread, fileOf('b.eml', 'two')])
  const titles = letters.map((one) => one?.clear.split('\n')[0] ?? null)
  expect(titles).toEqual(['one', null, null, null, null, 'two'])
})

it('a file that killed its reader and was taken away meanwhile is left out too', async () => {
  const file = fileOf('a.eml', 'kills')
  const { thread } = openDying()
  const dying: Thread = {
    ...thread,
    async call<T>(message: object): Promise<T> {
      return thread.call<T>(message).finally(() => rmSync(file.path, { force: true }))
    },
  }
  expect(await readAny(dying, [file])).toEqual([null])
})
