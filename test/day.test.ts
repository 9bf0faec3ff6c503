// Whole days: every mail of a case from T0 to the third 超时, as a table written by hand; the outbox equals it row for
// row.
import { alertsOf } from '@huiying/ledger/alert'
import { deliveriesOf } from '@huiying/ledger/delivery'
import { afterEach, describe, expect, it } from 'vitest'
import { beijingText, startProgram, type TestProgram } from './program.ts'

/** at (Beijing), step, 主送, 抄送, subject without its case number and title. */
type Row = [at: string, step: string, to: string, cc: string, subject: string]

let program: TestProgram | null = null
afterEach(async () => {
  await program?.stop()
  program = null
})

/** A day of mails on a machine that others use as well. */
const DAY_MS_MAX = 180_000

const houses = {
  subject: '滨江壹号逾期交房',
  date: '2026-11-23 08:50',
  text: '青河市滨江壹号逾期八个月不交房，业主天天去售楼部，请住建局给说法。',
}
const title = 'YQ-2026-0001 滨江壹号逾期交房'
const c48 = '（11月25日 09:00 前予以回应）'

/** One row for each recipient, in the order of time and contact, from the mails on disk. */
async function outbox(running: TestProgram, caseId: string): Promise<string[]> {
  const mails = await running.mails()
  const alerts = new Map((await alertsOf(running.ledger.read, caseId)).map((alert) => [alert.id, alert]))
  const byMessage = new Map((await deliveriesOf(running.ledger.read, caseId)).map((one) => [one.messageId, one]))
  return mails
    .map((mail) => {
      const delivery = byMessage.get(mail.messageId)!
      const alert = alerts.get(delivery.alertId)!
      expect(mail.to).toBe(delivery.address)
      expect(mail.cc).toBe(null)
      return [beijingText(alert.firedAt), alert.step, delivery.to, delivery.part, mail.subject].join(' | ')
    })
    .sort()
}

function expected(rows: Row[], name = title): string[] {
  return rows
    .flatMap(([at, step, to, cc, subject]) => {
      const said = subject.replace('#', name)
      const line = (part: string) => (contact: string) => [at, step, contact, part, said].join(' | ')
      const list = (text: string) => text.split(' ').filter(Boolean)
      return [...list(to).map(line('主送')), ...list(cc).map(line('抄送'))]
    })
    .sort()
}

describe('a whole day', { timeout: DAY_MS_MAX }, () => {
  it('of a 重大 case nobody answers', async () => {
    program = await startProgram('2026-11-23 11:00')
    await program.drop({
      subject: '化工园区化工厂爆炸',
      date: '2026-11-23 10:50',
      text: '青河市化工园区一家化工厂爆炸，情况不明，请政府发布消息。',
    })
    const { id } = await program.onlyCase()
    await program.goTo('2026-11-23 11:05')
    const judge = {
      do: 'case.judge',
      verdict: '确认',
      grade: '重大',
      type: '生产安全',
      reason: '应急局核实 12 人死亡',
    } as const
    await program.done(id, judge, 'limin')
    await program.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '安全生产' }, 'limin')
    await program.goTo('2026-11-23 17:00')
    const name = 'YQ-2026-0001 化工园区化工厂爆炸'
    const c5 = '（11月23日 16:00 前发布权威信息）'
    const phone = '（11月23日 11:30 前电话报告）'
    const paper = '（11月23日 12:00 前书面报告）'
    const table: Row[] = [
      // 重大: the head of the unit, the government office, the press office and the leader on duty know at once (80号).
      ['11-23 11:05', 'T0', 'yjj-llr yjj-fg yjj-zy', 'zfb-zwgk xcb-xwb wxb-db', `【交办·重大·剩余25分钟】#${phone}`],
      ['11-23 11:20', '红', 'wxb-zb1 wxb-zbz', '', `【督办·重大·剩余10分钟】#${phone}`],
      // 未签收 15 minutes after the assignment: the strictest clock of the case is C5.
      ['11-23 11:20', '未签收', 'yjj-llr', 'zfb-zwgk', `【催签·重大·剩余10分钟】#${phone}`],
      ['11-23 11:30', '超时', 'wxb-zb1 wxb-zbz wxb-db', '', `【督办·超时·重大·已到期】#${phone}`],
      ['11-23 11:45', '红', 'wxb-zb1 wxb-zbz', '', `【督办·重大·剩余15分钟】#${paper}`],
      ['11-23 12:00', '超时', 'wxb-zb1 wxb-zbz wxb-db', '', `【督办·超时·重大·已到期】#${paper}`],
      ['11-23 13:30', '黄', 'yjj-llr yjj-kz', '', `【督办·重大·剩余2小时30分钟】#${c5}`],
      ['11-23 15:00', '橙', 'yjj-llr yjj-kz yjj-fg', 'zfb-dc', `【督办·重大·剩余1小时】#${c5}`],
      ['11-23 15:30', '红', 'yjj-llr yjj-kz yjj-fg yjj-zy', 'zfb-dc wxb-fg', `【督办·重大·剩余30分钟】#${c5}`],
      // Nobody said he heard it in five minutes; the test's clock next stops at 16:00 (§14-11).
      ['11-23 15:30', '红', 'wxb-zbz', '', `【督办·重大·已到期】#${c5}`],
      [
        '11-23 16:00',
        '超时',
        'yjj-llr yjj-kz yjj-fg yjj-zy',
        'zfb-dc wxb-fg szf-fsz',
        `【督办·超时·重大·已到期】#${c5}`,
      ],
      // Repeats go to the desk and the liaison only: a leader is told once (§14-10).
      ['11-23 16:30', '超时', 'yjj-llr wxb-zb1', '', `【督办·超时·重大·已超时30分钟】#${c5}`],
      ['11-23 17:00', '超时', 'yjj-llr wxb-zb1', '', `【督办·超时·重大·已超时1小时】#${c5}`],
    ]
    expect(await outbox(program, id)).toEqual(expected(table, name))
  })

  it('of a 非突发 case nobody answers: night does not stop 红 and 超时', async () => {
    program = await startProgram('2026-11-23 09:00')
    await program.drop(houses)
    const { id } = await program.onlyCase()
    await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
    await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')
    await program.goTo('2026-11-25 21:00')
    const table: Row[] = [
      ['11-23 09:00', 'T0', 'zjj-llr zjj-fg', '', `【交办·非突发·剩余2天】#${c48}`],
      ['11-23 11:00', '未签收', 'zjj-llr', 'zfb-zwgk', `【催签·非突发·剩余1天22小时】#${c48}`],
      ['11-24 09:00', '黄', 'zjj-llr zjj-kz', '', `【督办·非突发·剩余1天】#${c48}`],
      ['11-24 21:00', '橙', 'zjj-llr zjj-kz zjj-fg', 'zfb-dc', `【督办·非突发·剩余12小时】#${c48}`],
      // 05:00 lies in the quiet hours; 红 is not silenced.
      ['11-25 05:00', '红', 'zjj-llr zjj-kz zjj-fg zjj-zy', 'zfb-dc wxb-fg', `【督办·非突发·剩余4小时】#${c48}`],
      // Nobody said he heard it in five minutes; the test's clock next stops at 09:00 (§14-11).
      ['11-25 05:00', '红', 'wxb-zbz', '', `【督办·非突发·已到期】#${c48}`],
      [
        '11-25 09:00',
        '超时',
        'zjj-llr zjj-kz zjj-fg zjj-zy',
        'zfb-dc wxb-fg szf-fsz',
        `【督办·超时·非突发·已到期】#${c48}`,
      ],
      ['11-25 15:00', '超时', 'zjj-llr wxb-zb1', '', `【督办·超时·非突发·已超时6小时】#${c48}`],
      // The night shift has come on: persons are resolved when the step fires.
      ['11-25 21:00', '超时', 'zjj-llr wxb-zb2', '', `【督办·超时·非突发·已超时12小时】#${c48}`],
    ]
    expect(await outbox(program, id)).toEqual(expected(table))
  })

  it('of a reassigned case: the new unit is told at once how much is left, and has its own 未签收', async () => {
    program = await startProgram('2026-11-23 09:00')
    await program.drop(houses)
    const { id } = await program.onlyCase()
    await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
    await program.done(id, { do: 'case.assign', unit: 'zrzyj', part: '牵头', reason: '规划' }, 'limin')
    await program.goTo('2026-11-23 10:00')
    const assignment = (await program.onlyCase()).assignments[0]!.id
    await program.done(id, { do: 'assignment.sign', id: assignment, by: '雷宇', how: '电话' })
    await program.goTo('2026-11-23 11:30')
    await program.done(
      id,
      { do: 'assignment.reassign', id: assignment, unit: 'zjj', reason: '房屋交付归住建局' },
      'limin',
    )
    await program.goTo('2026-11-25 21:00')
    const table: Row[] = [
      ['11-23 09:00', 'T0', 'zrzyj-llr zrzyj-fg', '', `【交办·非突发·剩余2天】#${c48}`],
      ['11-23 11:30', 'T0', 'zrzyj-llr', '', `【已改派·非突发·剩余1天21小时】#${c48}`],
      ['11-23 11:30', 'T0', 'zjj-llr zjj-fg', '', `【交办·非突发·剩余1天21小时】#${c48}`],
      ['11-23 13:30', '未签收', 'zjj-llr', 'zfb-zwgk', `【催签·非突发·剩余1天19小时】#${c48}`],
      // The clock was not reset: its steps stand where they stood.
      ['11-24 09:00', '黄', 'zjj-llr zjj-kz', '', `【督办·非突发·剩余1天】#${c48}`],
      ['11-24 21:00', '橙', 'zjj-llr zjj-kz zjj-fg', 'zfb-dc', `【督办·非突发·剩余12小时】#${c48}`],
      ['11-25 05:00', '红', 'zjj-llr zjj-kz zjj-fg zjj-zy', 'zfb-dc wxb-fg', `【督办·非突发·剩余4小时】#${c48}`],
      // Nobody said he heard it in five minutes; the test's clock next stops at 09:00 (§14-11).
      ['11-25 05:00', '红', 'wxb-zbz', '', `【督办·非突发·已到期】#${c48}`],
      [
        '11-25 09:00',
        '超时',
        'zjj-llr zjj-kz zjj-fg zjj-zy',
        'zfb-dc wxb-fg szf-fsz',
        `【督办·超时·非突发·已到期】#${c48}`,
      ],
      ['11-25 15:00', '超时', 'zjj-llr wxb-zb1', '', `【督办·超时·非突发·已超时6小时】#${c48}`],
      ['11-25 21:00', '超时', 'zjj-llr wxb-zb2', '', `【督办·超时·非突发·已超时12小时】#${c48}`],
    ]
    expect(await outbox(program, id)).toEqual(expected(table))
  })

  it('of a suspected 重大 nobody touches: the duty room alone, and no unit or leader', async () => {
    program = await startProgram('2026-11-23 10:59')
    await program.publish({
      title: '青河化工园区一化工厂爆炸已致12人死亡',
      text: '青河市化工园区一家化工厂发生爆炸，已造成12人死亡。',
      date: '2026-11-23 10:40',
    })
    const { id } = await program.onlyCase()
    await program.goTo('2026-11-23 16:40')
    const name = 'YQ-2026-0001 青河化工园区一化工厂爆炸已致12人死亡'
    const c5 = '（11月23日 15:40 前发布权威信息）'
    const both = 'wxb-zb1 wxb-zbz'
    const table: Row[] = [
      ['11-23 11:00', '新案', both, '', `【新案·疑似重大·待定】#${c5}`],
      // 15, 30 and 60 minutes without a judgement: one more of the duty room each time (§14-1).
      ['11-23 11:15', '待研判', 'wxb-zb1', '', `【待研判·待定】#${c5}`],
      ['11-23 11:30', '待研判', both, '', `【待研判·待定】#${c5}`],
      ['11-23 12:00', '待研判', `${both} wxb-db`, '', `【待研判·待定】#${c5}`],
      // The provisional C5 runs from the first publication and reminds the duty room only (§14-10).
      ['11-23 13:10', '黄', both, '', `【督办·待定·剩余2小时30分钟】#${c5}`],
      ['11-23 14:40', '橙', both, '', `【督办·待定·剩余1小时】#${c5}`],
      ['11-23 15:10', '红', both, '', `【督办·待定·剩余30分钟】#${c5}`],
      ['11-23 15:40', '超时', both, '', `【督办·超时·待定·已到期】#${c5}`],
      ['11-23 16:10', '超时', both, '', `【督办·超时·待定·已超时30分钟】#${c5}`],
      ['11-23 16:40', '超时', both, '', `【督办·超时·待定·已超时1小时】#${c5}`],
    ]
    expect(await outbox(program, id)).toEqual(expected(table, name))
  })
})
