// Letters through the reading thread, when one of them kills it and when the thread itself is away.
import type { Thread } from '@huiying/runtime/thread'
import { expect, it } from 'vitest'
import { type PreparedLetter, prepareLetter } from './prepare.ts'
import { readLetters } from './read-letters.ts'

const names = { units: [], contacts: [] }
const letter = (subject: string) => Buffer.from(`From: <a@b.example>\r\nSubject: ${subject}\r\n\r\n来信`)

/** A thread that dies of every letter that says so. */
function openDying(code?: string): { thread: Thread; calls: number[] } {
  const calls: number[] = []
  const thread: Thread = {
    async call<T>(message: object): Promise<T> {
      const { raws } = message as { raws: Buffer[] }
      calls.push(raws.length)
      if (raws.some((raw) => raw.includes('kills'))) throw Object.assign(new Error('计算线程中断，将重做'), { code })
      const letters: PreparedLetter[] = []
      for (const raw of raws) letters.push(await prepareLetter(raw, names))
      return letters as T
    },
    stop: async () => undefined,
  }
  return { thread, calls }
}

it('a letter that kills its reader three times goes on record as unreadable, and the others as they are', async () => {
  const { thread, calls } = openDying()
  const read = await readLetters(thread, [letter('one'), letter('kills'), letter('two')], names)
  expect(read.map((one) => one.clear.split('\n')[0])).toEqual(['one', '（来信无法读取）', 'two'])
  expect(read[1]!.flags).toContain('unreadable')
  expect(calls).toEqual([3, 1, 1, 1, 1, 1])
})

it('a thread that is away is waited for: no letter is at fault', async () => {
  const { thread, calls } = openDying('ERR_WORKER_INIT_FAILED')
  await expect(readLetters(thread, [letter('one'), letter('kills')], names)).rejects.toThrow('计算线程中断')
  expect(calls).toEqual([2])
})
