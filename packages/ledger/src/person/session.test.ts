// Sessions end by themselves, one-time links work once, wrong passwords lock: all by moments handed in.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBook } from '../book.ts'
import type { Ledger } from '../ledger.ts'
import { openLedger } from '../open.ts'
import { verify } from '../verify/verify.ts'
import { checkLogin, savePerson, switchPerson } from './person.ts'
import {
  createOneTime,
  createSession,
  ONE_TIME_MS,
  readSession,
  SESSION_IDLE_MS,
  SESSION_LONGEST_MS,
  useOneTime as spendOneTime,
} from './session.ts'

const START = Date.UTC(2026, 10, 24, 3)
const PASSWORD = 'Qinghe-2026-night'
const folder = mkdtempSync(join(tmpdir(), 'huiying-session-'))
let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger({ dataDir: folder })
  await ledger.write((tx) =>
    openBook(tx, { id: 'qh', name: '青河市', sample: false, drill: false }, '', START, 'system'),
  )
  const person = { book: 'qh', name: '王晓', roles: ['值班员' as const], unit: null, password: PASSWORD }
  for (const login of ['wang', 'chen', 'zhao']) await savePerson(ledger, { ...person, login }, 'system', START)
})
afterAll(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true })
})

test('a session ends after two idle hours', async () => {
  const token = await createSession(ledger, 'wang', START)
  expect(await readSession(ledger, token, START + SESSION_IDLE_MS - 1)).toBe('wang')
  expect(await readSession(ledger, token, START + 2 * SESSION_IDLE_MS - 2)).toBe('wang')
  expect(await readSession(ledger, token, START + 3 * SESSION_IDLE_MS)).toBeNull()
})

test('a session in use ends after a shift and its handover all the same', async () => {
  const token = await createSession(ledger, 'wang', START)
  for (let at = START; at < START + SESSION_LONGEST_MS; at += SESSION_IDLE_MS / 2) {
    expect(await readSession(ledger, token, at)).toBe('wang')
  }
  expect(await readSession(ledger, token, START + SESSION_LONGEST_MS)).toBeNull()
})

test('a person switched off has no session from that moment and cannot log in; switched on again, can', async () => {
  const token = await createSession(ledger, 'zhao', START)
  await switchPerson(ledger, { login: 'zhao', on: false, reason: '调离' }, 'admin', START)
  expect(await readSession(ledger, token, START + 1)).toBeNull()
  expect(await checkLogin(ledger, 'zhao', PASSWORD, START + 1)).toMatchObject({
    ok: false,
    message: expect.stringContaining('停用'),
  })
  await switchPerson(ledger, { login: 'zhao', on: true, reason: '调回' }, 'admin', START)
  expect((await checkLogin(ledger, 'zhao', PASSWORD, START + 1)).ok).toBe(true)
  const rows = await ledger.read.selectFrom('entry').select('body').where('act', '=', 'person.changed').execute()
  const changes = rows.map((row) => JSON.parse(row.body)).filter((body) => body.login === 'zhao')
  expect(changes.map((body) => body.what)).toEqual(['新增', '停用：调离', '启用：调回'])
})

test('verify agrees while an account is off, has another role meanwhile, and is on again', async () => {
  const person = { login: 'qian', name: '钱立', book: 'qh', unit: null, password: null }
  const agrees = async () => expect(await verify({ dataDir: folder })).toMatchObject([{ ok: true }])
  await savePerson(ledger, { ...person, roles: ['值班员'] }, 'system', START)
  await switchPerson(ledger, { login: 'qian', on: false, reason: '借调' }, 'admin', START)
  await agrees()
  await savePerson(ledger, { ...person, roles: ['值班长'] }, 'system', START)
  await agrees()
  await switchPerson(ledger, { login: 'qian', on: true, reason: '调回' }, 'admin', START)
  await agrees()
})

test('the last 系统管理员 cannot be switched off, and nobody twice', async () => {
  const keeper = { name: '管', book: 'qh', unit: null, password: null, roles: ['系统管理员' as const] }
  await savePerson(ledger, { ...keeper, login: 'keeper1' }, 'system', START)
  const off = (login: string) => switchPerson(ledger, { login, on: false, reason: '调离' }, 'admin', START)
  await expect(off('keeper1')).rejects.toThrow('唯一可用的系统管理员')
  await savePerson(ledger, { ...keeper, login: 'keeper2' }, 'system', START)
  await off('keeper1')
  await expect(off('keeper1')).rejects.toThrow('本来就是停用的')
  await expect(off('keeper2')).rejects.toThrow('唯一可用的系统管理员')
  await expect(off('nobody')).rejects.toThrow('没有账号')
})

test('a one-time link logs in once, and not after a quarter of an hour', async () => {
  const token = await createOneTime(ledger, 'wang', START)
  expect(await spendOneTime(ledger, token, START + 1)).toBe('wang')
  expect(await spendOneTime(ledger, token, START + 2)).toBeNull()
  const late = await createOneTime(ledger, 'wang', START)
  expect(await spendOneTime(ledger, late, START + ONE_TIME_MS)).toBeNull()
})

test('five wrong passwords lock for a quarter of an hour, the right one included; each try is an entry', async () => {
  const login = (password: string, at: number) => checkLogin(ledger, 'chen', password, at)
  for (let time = 0; time < 5; time++) expect((await login('wrong-password-1', START)).ok).toBe(false)
  expect(await login(PASSWORD, START + 60_000)).toMatchObject({ ok: false, message: expect.stringContaining('锁定') })
  expect((await login(PASSWORD, START + 16 * 60_000)).ok).toBe(true)
  const rows = await ledger.read.selectFrom('entry').select('body').where('act', '=', 'person.entered').execute()
  const tries = rows.map((row) => JSON.parse(row.body)).filter((body) => body.login === 'chen')
  expect(tries.map((body) => body.ok)).toEqual([false, false, false, false, false, false, true])
})
