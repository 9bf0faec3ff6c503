// What is no letter in the watched folder: told when it is whole and nobody touches it, moved and never deleted.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openMailbox } from './mailbox.ts'
import { openStrays, STRAY_WAIT_MS } from './stray.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-stray-'))
  mkdirSync(join(folder, 'in'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (name: string, text = '停水三天') => writeFileSync(join(folder, 'in', name), text)
const START = 1_000_000

it('tells an empty letter, another file and a folder after ten minutes, and no letter', () => {
  const strays = openStrays(folder)
  put('空.eml', '')
  put('来信.TXT')
  put('信.eml')
  put('.DS_Store')
  mkdirSync(join(folder, 'in', '十一月'))
  expect(strays.look(START)).toEqual([])
  expect(strays.look(START + STRAY_WAIT_MS - 1)).toEqual([])
  const told = strays.look(START + STRAY_WAIT_MS)
  expect(told.map(({ name, kind, ending, bytes }) => ({ name, kind, ending, bytes }))).toEqual([
    { name: '十一月', kind: '文件夹', ending: '', bytes: 0 },
    { name: '来信.TXT', kind: '其他文件', ending: '.TXT', bytes: 12 },
    { name: '空.eml', kind: '空文件', ending: '.eml', bytes: 0 },
  ])
})

it('waits anew for what is still being written, and lets go of what became a letter or went away', () => {
  const strays = openStrays(folder)
  put('a.eml', '')
  put('b.eml.part', 'From')
  put('c.txt')
  put('d.part')
  strays.look(START)
  put('a.eml', 'From: <w@mail.example>\r\n\r\n停水')
  put('b.eml.part', 'From: <w@mail.example>')
  rmSync(join(folder, 'in', 'c.txt'))
  renameSync(join(folder, 'in', 'd.part'), join(folder, 'in', 'd.eml'))
  expect(strays.look(START + STRAY_WAIT_MS)).toEqual([])
  expect(strays.look(START + 2 * STRAY_WAIT_MS).map((one) => one.name)).toEqual(['b.eml.part'])
})

it('moves it to refused under its own name or beside it, and a file taken away meanwhile is no fault', () => {
  const strays = openStrays(folder)
  mkdirSync(join(folder, 'refused'))
  writeFileSync(join(folder, 'refused', '来信.txt'), '早先的一份')
  put('来信.txt')
  strays.setAside('来信.txt')
  strays.setAside('来信.txt')
  expect(readdirSync(join(folder, 'in'))).toEqual([])
  expect(readdirSync(join(folder, 'refused')).sort()).toEqual(['2-来信.txt', '来信.txt'])
  expect(readFileSync(join(folder, 'refused', '2-来信.txt'), 'utf8')).toBe('停水三天')
})

it('six hundred empty files hold up no letter', () => {
  for (let n = 0; n < 600; n++) put(`${String(n).padStart(4, '0')}.eml`, '')
  put('9999.eml')
  const mailbox = openMailbox(folder)
  mailbox.take()
  expect(mailbox.take().map((file) => file.name)).toEqual(['9999.eml'])
})
