// Letters through the reading thread, when one of them kills it and when the thread itself is away.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Blobs, openBlobs } from '@huiying/ledger/blob'
import { openSealer, type Sealer } from '@huiying/ledger/sealer'
import type { Thread } from '@huiying/runtime/thread'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepLetters } from './keep-letter.ts'
import { prepareLetter } from './prepare.ts'
import { type Reading, readLetters } from './read-letters.ts'

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
      const { raws, source } = message as Reading
      calls.push(raws.length)
      if (raws.some((raw) => Buffer.from(raw).includes('kills'))) {
        throw Object.assign(new Error('计算线程中断，将重做'), { code })
      }
      const letters = await Promise.all(raws.map((raw) => prepareLetter(raw, names)))
      return (await keepLetters({ sealer, blobs: keeps ? blobs : null }, source, raws, letters)) as T
    },
    stop: async () => undefined,
  }
  return { thread, calls }
}

const read = (thread: Thread, raws: Buffer[]) => readLetters({ thread, sealer, blobs }, { raws, names, source })

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
