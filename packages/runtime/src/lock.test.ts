// The data folder's lock: one program at a time, whatever the last one left behind.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockFolder } from './lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The process that runs this one: alive as long as the test is. */
const living = process.ppid
const heldBy = (facts: object) => writeFileSync(join(folder, 'lock'), JSON.stringify(facts))

it('refuses a second program and names the first with its address', () => {
  heldBy({ pid: living, url: 'http://127.0.0.1:7480' })
  expect(() => lockFolder(folder)).toThrow(`正由进程 ${living} 使用，地址 http://127.0.0.1:7480`)
  expect(readdirSync(folder)).toEqual(['lock'])
})

it('takes over the lock of a program that has died', () => {
  heldBy({ pid: spawnSync(process.execPath, ['-e', '0']).pid })
  lockFolder(folder)
  expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toEqual({ pid: process.pid })
})

it('tells where the program answers, and leaves nothing behind', () => {
  const lock = lockFolder(folder)
  lock.note({ url: 'http://127.0.0.1:1' })
  expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toEqual({
    pid: process.pid,
    url: 'http://127.0.0.1:1',
  })
  lock.release()
  expect(readdirSync(folder)).toEqual([])
})

it('leaves a lock that another program holds by now', () => {
  const lock = lockFolder(folder)
  heldBy({ pid: living })
  lock.release()
  expect(readdirSync(folder)).toEqual(['lock'])
})

it('says of a path that is no folder, or lies below none, that it is none', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(() => lockFolder(file)).toThrow(`数据目录 ${file} 是文件，不是目录。什么都没有改动`)
  expect(() => lockFolder(join(file, 'below'))).toThrow('有一段是文件，不是目录')
})
