// Accounts: the administrators look at them, one keeps them; who is switched off is out at once, and it is on record.
import type { AccountPage, Me } from '@huiying/console/wire'
import { readEntryText } from '@huiying/ledger/chain'
import { savePerson } from '@huiying/ledger/person/person'
import { createOneTime } from '@huiying/ledger/person/session'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
})
afterAll(() => api.stop())

const setTo = async (login: string, on: boolean, reason = '调离岗位') => {
  const cookie = await api.cookieOf('系统管理员')
  return api.send(`/api/persons/${encodeURIComponent(login)}/switch`, cookie, { method: 'POST', body: { on, reason } })
}

test('the list has roles, state and the unit by its name, and nothing of a password', async () => {
  await api.cookieOf('值班员')
  await api.cookieOf('单位联络员', 'zjj')
  const answer = await api.send('/api/persons', await api.cookieOf('审计管理员'))
  const { accounts } = answer.json() as AccountPage
  expect(accounts.find((one) => one.login === 'p值班员')).toEqual({
    ...{ login: 'p值班员', name: '值班员', roles: ['值班员'], unit: null, disabled: false },
  })
  expect(accounts.find((one) => one.login === 'p单位联络员zjj')?.unit).toBe('市住建局')
  expect(answer.body).not.toContain('password')
})

test('who is switched off is out at once; on again, in; both are entries that name who did it and why', async () => {
  const cookie = await api.cookieOf('值班员')
  expect((await api.send('/api/cases', cookie)).statusCode).toBe(200)
  expect((await setTo('p值班员', false)).statusCode).toBe(200)
  expect((await api.send('/api/cases', cookie)).statusCode).toBe(401)
  expect((await setTo('p值班员', true, '调回')).statusCode).toBe(200)
  const rows = await api.program.ledger.read
    .selectFrom('entry')
    .select('body')
    .where('act', '=', 'person.changed')
    .orderBy('seq')
    .execute()
  const changes = rows.map((row) => readEntryText(row.body)).filter((entry) => entry.actor === 'p系统管理员')
  expect(changes.map(({ body }) => (body.act === 'person.changed' ? [body.login, body.what] : []))).toEqual([
    ['p值班员', '停用：调离岗位'],
    ['p值班员', '启用：调回'],
  ])
})

test.each([
  ['p系统管理员', false, '调离岗位', 409, 'oneself'],
  ['nobody', false, '调离岗位', 404, 'somebody who is not there'],
  ['p审计管理员', true, '调回', 409, 'who is on already'],
  ['p审计管理员', false, ' ', 422, 'without a reason'],
])('%s to %s for “%s” is refused with %i: %s', async (login, on, reason, status) => {
  await api.cookieOf('审计管理员')
  expect((await setTo(login, on, reason)).statusCode).toBe(status)
})

test('who opens two programs on one machine in one browser stays in both: cookies know no port', async () => {
  const [one, other] = [await startApi('2026-11-24 11:00'), await startApi('2026-11-24 11:00')]
  const enter = async ({ program, send }: TestApi, login: string) => {
    const { ledger, book, time } = program
    await savePerson(ledger, { login, book, name: login, roles: ['值班长'], unit: null, password: null }, 'system', 0)
    const opened = await send(`/?token=${await createOneTime(ledger, login, time.real.now())}`, null)
    return String(opened.headers['set-cookie']).split(';')[0] ?? ''
  }
  const cookies = [await enter(one, 'sample'), await enter(other, 'real')]
  expect(new Set(cookies.map((cookie) => cookie.split('=')[0])).size).toBe(2)
  // As a browser sends them: all it has for 127.0.0.1.
  const both = cookies.join('; ')
  const who = async ({ send }: TestApi) => ((await send('/api/session', both)).json() as Me).login
  expect([await who(one), await who(other)]).toEqual(['sample', 'real'])
  const headers = { 'x-huiying': 'test' }
  const left = await one.send('/api/session/close', both, { method: 'POST', headers })
  expect(String(left.headers['set-cookie'])).toContain(`${cookies[0]?.split('=')[0]}=;`)
  expect([(await one.send('/api/session', both)).statusCode, await who(other)]).toEqual([401, 'real'])
  await Promise.all([one.stop(), other.stop()])
})
