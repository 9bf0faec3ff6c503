// §14-11: what rings and nobody acknowledges in five minutes goes to 值班长 by mail, once, and says why.
import { caseEntries } from '@huiying/ledger/case'
import { afterEach, expect, test } from 'vitest'
import { startProgram, type TestProgram } from './program.ts'

let program: TestProgram | null = null
afterEach(async () => {
  await program?.stop()
  program = null
})

/** A 重大 case at its 红 of C5 (15:30), which goes to the unit and its leaders, not to 值班长. */
async function atRed(): Promise<{ running: TestProgram; id: string }> {
  const running = await startProgram('2026-11-23 11:00')
  program = running
  const text = '青河市化工园区一家化工厂爆炸，情况不明，请政府发布消息。'
  await running.drop({ subject: '化工园区化工厂爆炸', date: '2026-11-23 10:50', text })
  const { id } = await running.onlyCase()
  const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '核实' } as const
  await running.done(id, judge, 'limin')
  await running.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '安全生产' }, 'limin')
  await running.goTo('2026-11-23 15:30')
  return { running, id }
}

const passedTo = async (running: TestProgram, id: string) =>
  (await caseEntries(running.ledger.read, id, 0, 1_000)).flatMap(({ body }) =>
    body.act === 'alert.passed' ? body.deliveries.map((one) => one.to) : [],
  )
const mailsTo = async (running: TestProgram, address: string) =>
  (await running.mails()).filter((mail) => mail.to === address && mail.text.includes('响铃 5 分钟无人确认'))

test('the unheard 红 reaches 值班长 after five minutes, not before, and only once', async () => {
  const { running, id } = await atRed()
  await running.goTo('2026-11-23 15:34')
  expect(await passedTo(running, id)).toEqual([])
  await running.goTo('2026-11-23 15:36')
  await running.goTo('2026-11-23 15:45')
  expect(await passedTo(running, id)).toEqual(['wxb-zbz'])
  const [mail, ...more] = await mailsTo(running, 'zhibanzhang@wxb.qinghe.example')
  expect([mail?.subject, more]).toEqual([expect.stringContaining('【督办·重大·剩余2'), []])
  expect(await running.verify()).toMatchObject([{ ok: true }])
}, 60_000)

test('an acknowledged 红 goes no further', async () => {
  const { running, id } = await atRed()
  const fired = (await caseEntries(running.ledger.read, id, 0, 1_000)).flatMap(({ body }) =>
    body.act === 'alert.fired' && body.alert.step === '红' ? [body.alert.id] : [],
  )
  for (const alertId of fired) await running.done(id, { do: 'alert.acknowledge', alertId }, 'wang')
  await running.goTo('2026-11-23 15:45')
  expect(await passedTo(running, id)).toEqual([])
}, 60_000)

test('a suspected report tells nobody by mail, however long it rings', async () => {
  const running = await startProgram('2026-11-23 11:00')
  program = running
  const text = '实名举报市交通局副局长收受贿赂二十万元，再没人管我就跳楼。'
  await running.drop({ subject: '反映问题', date: '2026-11-23 10:50', text })
  await running.goTo('2026-11-23 11:30')
  const { id } = await running.onlyCase()
  expect([await passedTo(running, id), await running.mails()]).toEqual([[], []])
})
