// The program was away: what was missed is made up for once, at the highest step, marked late, with what was skipped.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alertsOf } from '@huiying/ledger/alert'
import { afterEach, expect, it } from 'vitest'
import { startProgram, type TestProgram } from './program.ts'

let program: TestProgram
afterEach(() => program.stop())

it('six hours away: one catch-up for each ladder, at its highest step, saying what was skipped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-outage-'))
  program = await startProgram('2026-11-23 11:00', { folder })
  const text = '青河市化工园区一家化工厂爆炸，情况不明，请政府发布消息。'
  await program.drop({ subject: '化工园区化工厂爆炸', date: '2026-11-23 10:50', text })
  const { id } = await program.onlyCase()
  const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '12 人死亡' } as const
  await program.done(id, judge, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '安全生产' }, 'limin')
  const before = new Set((await alertsOf(program.ledger.read, id)).map((alert) => alert.id))
  await program.stop()

  program = await startProgram('2026-11-23 17:10', { folder })
  await program.settle()
  await program.settle()
  const late = (await alertsOf(program.ledger.read, id)).filter((alert) => !before.has(alert.id))
  const lines = late.map(
    (alert) => `${alert.code ?? '交办'} ${alert.step} ${alert.occurrence} 越过 ${alert.skipped.join('、') || '无'}`,
  )
  expect(lines.sort()).toEqual([
    // 超时 is told for the first time, so the leaders hear of it; the repeats of 16:30 and 17:00 are not made up for.
    'C5 超时 0 越过 黄、橙、红',
    'RPT-P 超时 0 越过 红',
    'RPT-W 超时 0 越过 红',
    '交办 未签收 0 越过 无',
  ])
  expect(late.every((alert) => alert.late)).toBe(true)
  const mail = (await program.mails()).find(
    (one) => one.subject.includes('已超时') && one.subject.includes('发布权威信息'),
  )
  expect(mail?.text).toContain('延迟发送')
})

it('a source that cannot be read for two hours is noted once, and its return once', async () => {
  program = await startProgram('2026-11-23 11:00')
  await program.publish({ title: '青河新建公园', text: '公园开放。', date: '2026-11-23 10:50' })
  program.feed.state.fails = true
  for (let minute = 0; minute < 120; minute += 5) {
    await program.time.advance(5 * 60_000)
    await program.settle()
  }
  program.feed.state.fails = false
  await program.time.advance(3 * 3_600_000)
  await program.settle()
  const acts = await program.ledger.read.selectFrom('entry').select('act').where('act', 'like', 'source.%').execute()
  expect(acts.map((row) => row.act)).toEqual(['source.failed', 'source.recovered'])
})
