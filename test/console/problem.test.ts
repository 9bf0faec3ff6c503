// Common problems, whole: letters of a week against the week before, on the screen's path, as CSV and by the command.
import { PassThrough } from 'node:stream'
import type { ProblemPage } from '@huiying/console/letter-wire'
import { runProblems } from '@huiying/infra/command/problems'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beijing } from '../program.ts'
import { startApi, type TestApi } from './api.ts'

const from = beijing('2026-11-17 00:00')
const to = beijing('2026-11-24 00:00')
const wage = (place: string, from: string, date: string) => ({
  subject: `${place}工地拖欠工资`,
  text: `${place}安置房工地拖欠工资三个月，二十多名农民工讨薪无果，请尽快解决。`,
  date,
  from,
})
let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 09:00')
  await api.program.put(
    wage('柳溪村', 'a@example.com', '2026-11-12 10:00'),
    wage('柳溪村', 'b@example.com', '2026-11-18 10:00'),
    wage('柳溪村', 'c@example.com', '2026-11-19 10:00'),
    wage('柳溪村', 'd@example.com', '2026-11-20 10:00'),
    {
      subject: '反映问题',
      text: '实名举报市住建局副局长在柳溪村安置房工地拖欠工资一事中收受贿赂二十万元。',
      date: '2026-11-21 10:00',
    },
  )
  await api.program.settle()
})
afterAll(() => api.stop())

const path = `from=${from}&to=${to}`

test('letters of the week that say the same are one problem, with what was there the week before', async () => {
  const page = await api.read<ProblemPage>(`/api/problems?${path}`, '值班员')
  expect([page.letters, page.before, page.cut]).toEqual([3, 1, false])
  expect(page.problems).toHaveLength(1)
  expect(page.problems[0]).toMatchObject({ topic: 'wages', count: 3, before: 1 })
  expect(page.problems[0]?.examples.map((one) => one.title)).toEqual(Array(3).fill('柳溪村工地拖欠工资'))
})

test('a 检举控告 is in no count, whoever asks', async () => {
  const text = '石桥镇砖厂拖欠工资半年，十几个工人的血汗钱没有着落。'
  await api.program.drop({ subject: '石桥镇砖厂', text, date: '2026-11-22 10:00', from: 'f@example.com' })
  const judged = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '违纪线索' } as const
  const state = (await api.program.queue()).find((row) => row.state.title === '石桥镇砖厂')?.state
  await api.program.done(state?.id ?? '', { ...judged, restricted: '检举控告' })
  for (const role of ['值班员', '值班长', '纪检'] as const) {
    const answer = await api.send(`/api/problems?${path}&least=2`, await api.cookieOf(role))
    expect([answer.json().letters, answer.body.includes('反映问题')]).toEqual([3, false])
  }
})

test('the CSV says the same, and that it was taken is on record', async () => {
  const answer = await api.send(`/api/problems.csv?${path}`, await api.cookieOf('审计'))
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toMatch(/,3,1,/)
  const rows = await api.program.ledger.read
    .selectFrom('entry')
    .select('body')
    .where('act', '=', 'rows.exported')
    .execute()
  expect(rows).toHaveLength(1)
  expect(rows[0]?.body).toContain('"what":"problems"')
  expect(await api.program.verify()).toMatchObject([{ ok: true }])
})

test('the command gives one line a problem', async () => {
  const [output, log] = [new PassThrough(), new PassThrough()]
  const args = ['--from', '2026-11-17T00:00:00+08:00', '--to', '2026-11-24T00:00:00+08:00']
  const place = { read: api.program.ledger.read, now: api.program.time.now() }
  expect(await runProblems(args, place, { input: new PassThrough(), output, log })).toBe(0)
  expect(JSON.parse(String(output.read()))).toMatchObject({ topic: 'wages', count: 3, before: 1 })
})

test.each([
  [`from=${to}&to=${from}`, '早于'],
  [`from=0&to=${to}`, '366'],
  ['least=1', ''],
])('%s is refused', async (query, word) => {
  const answer = await api.send(`/api/problems?${query}`, await api.cookieOf('值班员'))
  expect([answer.statusCode, answer.body.includes(word)]).toEqual([422, true])
})
