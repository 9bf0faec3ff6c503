// The watched folder: whole files only, each once until it is done, and what failed is there again.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LETTER_BYTES_MAX, LETTER_HEAD_BYTES } from './letter.ts'
import { bytesOf } from './letter-file.ts'
import { BATCH_FILES_MAX, openMailbox } from './mailbox.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-mailbox-'))
  mkdirSync(join(folder, 'in'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (name: string, text = 'From: <a@b.example>\r\n\r\n') => writeFileSync(join(folder, 'in', name), text)
const names = (files: { name: string }[]) => files.map((file) => file.name)

it('takes a file at the second look when it is as it was, in the order of the names', () => {
  const mailbox = openMailbox(folder)
  for (const name of ['b.eml', 'a.eml', 'c.eml.part', 'note.txt']) put(name)
  expect(names(mailbox.take())).toEqual([])
  expect(names(mailbox.take())).toEqual(['a.eml', 'b.eml'])
  expect(names(mailbox.take())).toEqual([])
})

it('takes a file whose name ends in capitals, as programs on Windows write it', () => {
  const mailbox = openMailbox(folder)
  put('来信.EML')
  mailbox.take()
  expect(names(mailbox.take())).toEqual(['来信.EML'])
})

it('waits for a file that is still being written, and for an empty one', () => {
  const mailbox = openMailbox(folder)
  put('a.eml', 'From:')
  put('b.eml', '')
  mailbox.take()
  put('a.eml', 'From: <a@b.example>')
  expect(names(mailbox.take())).toEqual([])
  expect(names(mailbox.take())).toEqual(['a.eml'])
  put('b.eml')
  mailbox.take()
  expect(names(mailbox.take())).toEqual(['b.eml'])
})

it('takes thousands in bounded batches and every one once', () => {
  const count = BATCH_FILES_MAX * 2 + 7
  for (let n = 0; n < count; n++) put(`${String(n).padStart(5, '0')}.eml`)
  const mailbox = openMailbox(folder)
  const batches: string[][] = []
  mailbox.take()
  for (let batch = names(mailbox.take()); batch.length > 0; batch = names(mailbox.take())) batches.push(batch)
  expect(Math.max(...batches.map((batch) => batch.length))).toBe(BATCH_FILES_MAX)
  expect(batches.flat()).toEqual([...new Set(batches.flat())].sort())
  expect(batches.flat().length).toBe(count)
})

it('takes no more than it is asked for, and leaves none out', () => {
  for (let n = 0; n < 9; n++) put(`${n}.eml`)
  const mailbox = openMailbox(folder)
  mailbox.take()
  const batches = [2, 4, 8].map((max) => names(mailbox.take(max)))
  expect(batches.map((batch) => batch.length)).toEqual([2, 4, 3])
  expect(batches.flat()).toEqual(Array.from({ length: 9 }, (_, n) => `${n}.eml`))
})

it('moves what is done, and a file somebody took away is no fault', async () => {
  const mailbox = openMailbox(folder)
  put('a.eml')
  put('b.eml')
  mailbox.take()
  mailbox.take()
  renameSync(join(folder, 'in', 'a.eml'), join(folder, 'elsewhere'))
  await mailbox.done(['a.eml', 'b.eml'])
  expect([readdirSync(join(folder, 'in')), readdirSync(join(folder, 'done'))]).toEqual([[], ['b.eml']])
})

it('gives again what was taken and could not be recorded', () => {
  const mailbox = openMailbox(folder)
  put('a.eml')
  mailbox.take()
  expect(names(mailbox.take())).toEqual(['a.eml'])
  mailbox.release()
  mailbox.take()
  expect(names(mailbox.take())).toEqual(['a.eml'])
  expect(existsSync(join(folder, 'in', 'a.eml'))).toBe(true)
})

it('reads of a file that is too large its beginning, and moves it aside under the hash of that', () => {
  const mailbox = openMailbox(folder)
  put('a.eml')
  writeFileSync(join(folder, 'in', 'b.eml'), Buffer.alloc(LETTER_BYTES_MAX + 1, 'x'))
  mailbox.take()
  const files = mailbox.take()
  const sizes = files.map(({ name, file, cutFrom }) => [name, bytesOf(file)?.length, cutFrom])
  expect(sizes).toEqual([
    ['a.eml', 23, null],
    ['b.eml', LETTER_HEAD_BYTES, LETTER_BYTES_MAX + 1],
  ])
  mailbox.refuse('b.eml', 'abc')
  expect([readdirSync(join(folder, 'in')), readdirSync(join(folder, 'refused'))]).toEqual([['a.eml'], ['abc.eml']])
})

it('takes no more into memory at once than a batch may hold', () => {
  const each = 30 * 1024 * 1024
  for (const name of ['a.eml', 'b.eml', 'c.eml', 'd.eml'])
    writeFileSync(join(folder, 'in', name), Buffer.alloc(each, 'x'))
  const mailbox = openMailbox(folder)
  mailbox.take()
  expect(names(mailbox.take())).toEqual(['a.eml', 'b.eml', 'c.eml'])
  expect(names(mailbox.take())).toEqual(['d.eml'])
})
