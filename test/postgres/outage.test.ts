// PostgreSQL goes away and comes back: every screen says so, nothing is parked, nothing is lost, and what was due
// meanwhile fires once, marked late.
import { type PostgresEngine, startPostgres } from '@huiying/infra/engines/postgres'
import { alertsOf } from '@huiying/ledger/alert'
import { countParked } from '@huiying/ledger/park'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi, type TestApi } from '../console/api.ts'
import { linkPath } from '../console/link-path.ts'

const TEST_MS = 300_000

let engine: PostgresEngine
let api: TestApi
beforeAll(async () => {
  engine = await startPostgres({ say: (line) => console.log(line) })
  api = await startApi('2026-11-23 09:00', { env: { LEDGER_URL: await engine.create('outage') } })
}, TEST_MS)
afterAll(async () => {
  await api.stop()
  await engine.stop()
}, TEST_MS)

const rejection = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: Error) => error.message,
  )

it('every screen says 账本不可用, services wait and go on, late steps fire once, nothing is parked', {
  timeout: TEST_MS,
}, async () => {
  const { program } = api
  const text = '青河市化工园区一家化工厂爆炸，情况不明，请政府发布消息。'
  await program.drop({ subject: '化工园区化工厂爆炸', date: '2026-11-23 08:50', text })
  const { id } = await program.onlyCase()
  const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '12 人死亡' } as const
  await program.done(id, judge, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '请核实' })
  const link = await linkPath(program, { caseId: id, contact: 'yjj-llr' })
  const before = new Set((await alertsOf(program.ledger.read, id)).map((alert) => alert.id))
  const cookie = await api.cookieOf('值班长')

  await engine.halt('kill')
  for (const path of ['/api/cases', `/api/cases/${id}`, '/api/rows', '/api/status', '/api/session']) {
    const answer = await api.send(path, cookie)
    expect([path, answer.statusCode, answer.json()]).toEqual([
      path,
      503,
      { code: 'ledger', message: expect.stringMatching(/^账本不可用：.*未作改动。填写的内容仍在页面上$/) },
    ])
  }
  // A unit's page: what was typed is one step back, and who only opens it has typed nothing.
  const [seen, sent] = [
    await api.send(link, null),
    await api.send(link, null, { method: 'POST', form: { do: 'sign' } }),
  ]
  expect([seen.statusCode, seen.body.includes('未作改动'), seen.body.includes('填写的内容')]).toEqual([
    503,
    true,
    false,
  ])
  expect([sent.statusCode, sent.body]).toEqual([503, expect.stringContaining('未作改动。填写的内容在上一页')])
  expect((await api.send('/readyz', null)).statusCode).toBe(503)
  expect(await rejection(program.act(id, { do: 'note.add', kind: '备注', text: '断库时' }))).toMatch(/^账本不可用/)
  // A letter that comes meanwhile stays in its folder; each service fails its turn in words and is none the worse.
  const dropped = rejection(
    program.drop({ subject: '路灯不亮', date: '2026-11-23 09:10', text: '渡口社区北街路灯坏了半个月。' }),
  )
  expect(await dropped).toMatch(/^账本不可用/)
  await program.time.set(program.time.now() + 6 * 3_600_000)
  for (const turn of [program.tracker.turn, program.notifier.turn, program.seal, program.collector.turn]) {
    expect(await rejection(turn(program.time.now()))).toMatch(/^账本不可用/)
  }

  await engine.resume()
  await program.settle()
  await program.settle()
  await program.settle()
  const late = (await alertsOf(program.ledger.read, id)).filter((alert) => !before.has(alert.id))
  const c5 = late.filter((alert) => alert.code === 'C5').map((alert) => [alert.step, alert.occurrence, alert.late])
  expect(c5).toEqual([['超时', 0, true]])
  expect(new Set(late.map((alert) => `${alert.owner} ${alert.step} ${alert.occurrence}`)).size).toBe(late.length)
  expect((await program.mails()).some((mail) => mail.text.includes('延迟发送'))).toBe(true)
  expect((await program.ledger.read.selectFrom('item').select('title').execute()).map((row) => row.title)).toContain(
    '路灯不亮',
  )
  expect(await countParked(program.ledger.read)).toBe(0)
  expect((await api.send('/api/cases', cookie)).statusCode).toBe(200)
  expect((await program.verify()).map((result) => result.ok)).toEqual([true])
})
