// The settled decisions of the domain rules (§14), each as a test named after it, through the real collector.
import { defaultPolicyText } from '@huiying/domain/default'
import { findLoosening } from '@huiying/domain/loosening'
import { parsePolicy } from '@huiying/domain/tighten'
import { alertsOf } from '@huiying/ledger/alert'
import { openCalls } from '@huiying/ledger/call'
import { deliveriesOf } from '@huiying/ledger/delivery'
import { itemsOfLane } from '@huiying/ledger/item/item-view'
import { afterEach, describe, expect, it } from 'vitest'
import { beijing, beijingText, startProgram, type TestProgram } from './program.ts'

let program: TestProgram | null = null
afterEach(async () => {
  await program?.stop()
  program = null
})

const letter = {
  subject: '滨江壹号逾期交房',
  date: '2026-11-23 08:50',
  text: '青河市滨江壹号逾期八个月不交房，请住建局给说法。',
}
const blast = {
  title: '青河化工园区一化工厂爆炸已致12人死亡',
  text: '青河市化工园区一家化工厂发生爆炸，已造成12人死亡。',
  date: '2026-11-23 10:40',
}
const fire = {
  title: '青河化工园区一仓库起火',
  text: '青河市化工园区一仓库起火，暂无人员伤亡。',
  date: '2026-11-23 10:40',
}
const response = {
  do: 'response.record',
  statement: '进展',
  unit: 'zjj',
  channel: '政府网站',
  url: 'https://zjj.qinghe.example/1',
  screenshot: null,
  reviewed: true,
  summary: '已核实停工原因，12月1日复工，11月30日再次发布',
} as const

async function running(caseId: string): Promise<string[]> {
  const clocks = await program!.clocks(caseId)
  return clocks.filter((clock) => clock.state === 'running').map((clock) => clock.code)
}

async function opinionCase(): Promise<string> {
  program = await startProgram('2026-11-23 09:00')
  await program.drop(letter)
  const { id } = await program.onlyCase()
  await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')
  return id
}

describe('§14-1 what opens a case and which clocks it hangs', () => {
  it('a letter opens one with LET only and no grade, and sends nobody a mail', async () => {
    program = await startProgram('2026-11-23 09:00')
    await program.drop(letter)
    const state = await program.onlyCase()
    expect([state.grade, state.opinion, await running(state.id)]).toEqual([null, false, ['LET']])
    expect(await program.mails()).toEqual([])
  })

  it('a local incident is 待定 with a provisional C48; what is only about government waits in 待核信息', async () => {
    program = await startProgram('2026-11-23 10:50')
    await program.publish(fire, {
      title: '青河市人社局通报三起拖欠农民工工资案件',
      text: '三家施工单位拖欠农民工工资，已责令限期支付。',
      date: '2026-11-23 10:40',
    })
    const state = await program.onlyCase()
    expect([state.grade, await running(state.id)]).toEqual(['待定', ['C48']])
    const lane = await itemsOfLane(program.ledger.read, program.book, '待核信息', 10)
    expect(lane.map((view) => view.item.title)).toEqual(['青河市人社局通报三起拖欠农民工工资案件'])
  })

  it('the suspicion of a machine never mails a unit or a leader', async () => {
    program = await startProgram('2026-11-23 10:50')
    await program.publish(blast)
    await program.goTo('2026-11-23 18:00')
    const to = new Set((await program.mails()).map((mail) => mail.to.split('@')[1]))
    expect([...to]).toEqual(['wxb.qinghe.example'])
  })
})

it('§14-1 a letter suspected 重大 hangs C5 and C24 beside LET; late while nobody judged is 研判超时', async () => {
  program = await startProgram('2026-11-23 10:50')
  const text = '青河市化工园区一家化工厂发生爆炸，已造成12人死亡，请政府发布消息。'
  await program.drop({ subject: '化工厂爆炸', date: '2026-11-23 10:40', text })
  const { id } = await program.onlyCase()
  expect((await running(id)).sort()).toEqual(['C24', 'C5', 'LET'])
  await program.goTo('2026-11-23 16:00')
  await program.done(id, { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '应急局核实' })
  const release = { ...response, unit: 'yjj', channel: '微博“青河应急”', url: 'https://weibo.example/1' }
  await program.done(id, { ...release, publishedAt: beijing('2026-11-23 16:00') })
  const c5 = (await program.clocks(id)).find((clock) => clock.code === 'C5')
  expect([c5?.end?.how, c5?.end?.late]).toEqual(['stopped', '研判超时'])
})

it('§14-2 an authoritative release before the upgrade counts for the C5 that is hung late', async () => {
  program = await startProgram('2026-11-23 10:50')
  await program.publish({ ...blast, title: '青河化工园区爆炸致3人死亡', text: '青河市化工园区爆炸，已造成3人死亡。' })
  const { id } = await program.onlyCase()
  const judge = { do: 'case.judge', verdict: '确认', type: '生产安全', reason: '应急局核实' } as const
  await program.done(id, { ...judge, grade: '较大' })
  await program.goTo('2026-11-23 12:00')
  const release = { ...response, unit: 'yjj', channel: '微博“青河应急”', url: 'https://weibo.example/1' }
  await program.done(id, { ...release, publishedAt: beijing('2026-11-23 12:00') })
  await program.goTo('2026-11-23 20:00')
  await program.done(id, { ...judge, grade: '重大' })
  const c5 = (await program.clocks(id)).find((clock) => clock.code === 'C5')
  expect([c5?.state, c5?.end?.how, c5?.end?.late]).toEqual(['ended', 'stopped', null])
})

it('§14-3 a receipt stops no clock; progress with facts stops C48 and starts continued release', async () => {
  const id = await opinionCase()
  const receipt = { ...response, statement: '受理告知', summary: '来信收悉，已转有关部门' } as const
  await program!.done(id, { ...receipt, publishedAt: beijing('2026-11-23 09:00') })
  expect(await running(id)).toContain('C48')
  expect((await program!.act(id, { do: 'case.close', reason: '已办' })).ok).toBe(false)
  await program!.goTo('2026-11-23 12:00')
  await program!.done(id, { ...response, publishedAt: beijing('2026-11-23 12:00') })
  expect(await running(id)).not.toContain('C48')
})

it('§14-4 the clock stops at publication, not at recording; the future is refused; 补录 wants a screenshot', async () => {
  const id = await opinionCase()
  await program!.goTo('2026-11-23 15:00')
  expect((await program!.act(id, { ...response, publishedAt: beijing('2026-11-23 16:00') })).ok).toBe(false)
  const old = { ...response, publishedAt: beijing('2026-11-23 11:00') }
  expect((await program!.act(id, old)).ok).toBe(false)
  await program!.done(id, { ...old, screenshot: 'a'.repeat(64) })
  const c48 = (await program!.clocks(id)).find((clock) => clock.code === 'C48')
  expect(beijingText(c48!.end!.at)).toBe('11-23 11:00')
})

it('§14-5 a day alone starts no clock: the next basis does, and says so', async () => {
  program = await startProgram('2026-11-23 10:50')
  await program.publish({ ...blast, date: null })
  const { id } = await program.onlyCase()
  const day = { at: beijing('2026-11-23 00:00'), precision: 'day', saidBy: 'limin', verified: true } as const
  await program.done(id, { do: 'moment.set', field: 'firstPublishedAt', to: day, reason: '只知道日期' })
  const c5 = (await program.clocks(id)).find((clock) => clock.code === 'C5' && clock.state === 'running')
  expect(c5?.basis).toBe('detectedAt')
})

it('§14-5 a lowered grade withdraws C5 and C24 and hangs C48 from the old start; late stays late', async () => {
  program = await startProgram('2026-11-23 10:50')
  await program.publish(blast)
  const { id } = await program.onlyCase()
  const judge = { do: 'case.judge', verdict: '确认', type: '生产安全', reason: '应急局核实' } as const
  await program.done(id, { ...judge, grade: '重大' })
  await program.goTo('2026-11-23 16:00')
  await program.done(id, { ...judge, grade: '较大' })
  const lines = (await program.clocks(id))
    .filter((clock) => !clock.code.startsWith('RPT'))
    .map(({ code, end, startAt, dueAt }) =>
      [code, end?.how ?? 'running', end?.late ?? '', beijingText(startAt), beijingText(dueAt)].join(' '),
    )
  expect(lines.sort()).toEqual([
    'C24 withdrawn  11-23 10:40 11-24 10:40',
    'C48 running  11-23 10:40 11-25 10:40',
    'C5 withdrawn 超时 11-23 10:40 11-23 15:40',
  ])
})

it('§14-6 the first reading of a feed is history: old news opens nothing; a letter never is', async () => {
  program = await startProgram('2026-11-23 10:50')
  await program.publish({ ...blast, date: '2026-11-20 10:00' })
  expect(await program.queue()).toEqual([])
  const lane = await itemsOfLane(program.ledger.read, program.book, '历史回填', 10)
  expect(lane).toHaveLength(1)
  await program.drop({ ...letter, date: '2026-11-10 10:00' })
  expect(beijingText((await program.clocks((await program.onlyCase()).id))[0]!.startAt)).toBe('11-10 10:00')
})

it('§14-7 LET stops with the answer to the writer, not with what the unit published', async () => {
  const id = await opinionCase()
  await program!.goTo('2026-11-23 12:00')
  await program!.done(id, { ...response, statement: '结果', publishedAt: beijing('2026-11-23 12:00') })
  expect(await running(id)).toContain('LET')
  const [let_] = (await program!.clocks(id)).filter((clock) => clock.code === 'LET')
  const answer = {
    do: 'letter.answer',
    itemId: let_!.itemId!,
    channel: '邮件',
    answeredAt: beijing('2026-11-23 12:00'),
  } as const
  await program!.done(id, { ...answer, summary: '已电话并邮件答复' })
  expect(await running(id)).not.toContain('LET')
})

it('§14-8 a suspected 检举控告 is 待甄别 and sends nothing; a complaint about a service goes its way', async () => {
  program = await startProgram('2026-11-23 09:00')
  await program.drop({
    subject: '举报',
    date: '2026-11-23 08:00',
    text: '举报市住建局局长收受开发商贿赂，爆炸死了12人瞒报。',
  })
  await program.drop({ subject: '窗口态度', date: '2026-11-23 08:00', text: '市医保局窗口态度不好，让我跑了三趟。' })
  const rows = await program.queue()
  expect(rows.map((row) => row.state.restricted).sort()).toEqual([null, '待甄别'].sort())
  const report = rows.find((row) => row.state.restricted !== null)!.state
  await program.goTo('2026-11-24 09:00')
  // The alerts of its clocks fire and are on record, and reach nobody by any channel.
  expect((await alertsOf(program.ledger.read, report.id)).length).toBeGreaterThan(0)
  expect(await deliveriesOf(program.ledger.read, report.id)).toEqual([])
  expect((await program.mails()).filter((mail) => mail.raw.includes(report.number))).toEqual([])
})

it('§14-10 persons are resolved as a step fires, nights hold back the low steps, a call ends repeats', async () => {
  program = await startProgram('2026-11-23 20:30', {
    // 分管领导 is away: what is meant for him goes to his deputy.
    book: (book) => {
      const contacts = book.units.flatMap((unit) => unit.contacts)
      Object.assign(contacts.find((one) => one.id === 'zjj-fg')!, { deputy: 'zjj-kz' })
    },
  })
  await program.drop({ ...letter, date: '2026-11-23 20:20' })
  const { id } = await program.onlyCase()
  await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.goTo('2026-11-23 21:00')
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')
  await program.goTo('2026-11-26 14:00')
  const told = (await alertsOf(program.ledger.read, id)).filter((alert) => alert.code !== 'LET')
  const to = await deliveriesOf(program.ledger.read, id)
  const lines = told.map((alert) => {
    const persons = to.filter((one) => one.alertId === alert.id).map((one) => one.to)
    return `${beijingText(alert.firedAt)} ${alert.step} ${persons.sort().join(' ')}`
  })
  expect(lines).toEqual([
    '11-23 21:00 T0 zjj-kz zjj-llr',
    // Two hours later is 23:00, in the quiet hours: it waits for the morning.
    '11-24 07:00 未签收 zfb-zwgk zjj-llr',
    '11-24 20:30 黄 zjj-kz zjj-llr',
    '11-25 08:30 橙 zfb-dc zjj-kz zjj-llr',
    // 值班长 among them: nobody said he heard it in five minutes (§14-11).
    '11-25 16:30 红 wxb-fg wxb-zbz zfb-dc zjj-kz zjj-llr zjj-zy',
    '11-25 20:30 超时 szf-fsz wxb-fg zfb-dc zjj-kz zjj-llr zjj-zy',
    // 02:30 is no time to be silent about what is overdue; the night shift is on.
    '11-26 02:30 超时 wxb-zb2 zjj-llr',
    '11-26 08:30 超时 wxb-zb1 zjj-llr',
  ])
  const call = (await openCalls(program.ledger.read, program.book, 50)).find((one) => one.reason.startsWith('超时'))
  await program.done(id, { do: 'call.record', id: call!.id, result: '已通', note: '分管领导已知' })
  await program.goTo('2026-11-27 21:00')
  const later = (await alertsOf(program.ledger.read, id)).filter((alert) => alert.code === 'C48')
  expect(later.at(-1)?.firedAt).toBe(beijing('2026-11-26 08:30'))
})

it('§14-14 a natural disaster gets no suggested grade; ten dead are suspected 重大 whatever the type', async () => {
  program = await startProgram('2026-11-23 10:50')
  await program.publish({
    title: '青河市柳林镇山体滑坡致10人遇难',
    text: '青河市柳林镇发生泥石流山体滑坡，10人遇难。',
    date: '2026-11-23 10:40',
  })
  const state = await program.onlyCase()
  expect([state.grade, state.suspected]).toEqual(['待定', true])
})

it('§14-15 rules only tighten: C5 of 360 minutes is refused with both numbers and the document, 240 is taken', () => {
  const contact = '{ id: z, name: 王, roles: [值班员], mail: z@x.example }'
  const book = [
    'book: q',
    'name: 青河',
    'jurisdiction: { names: [青河] }',
    `units: [{ id: a, name: 网信办, short: 网信办, kind: 值班室, contacts: [${contact}] }]`,
    'sources: []',
    'official: []',
  ].join('\n')
  const rules = (minutes: number) => defaultPolicyText.replace('minutes: 300', `minutes: ${minutes}`)
  const with_ = (minutes: number) => parsePolicy(`${book}\n${rules(minutes)}`)
  const loose = with_(360)
  const told = JSON.stringify('policy' in loose ? findLoosening(loose.policy) : loose.problems)
  expect(told).toMatch(/360/)
  expect(told).toMatch(/300/)
  expect(told).toMatch(/80号/)
  expect('policy' in with_(240)).toBe(true)
})

it('§14-16 a year without a notice is reckoned without its moved days and marked 暂估', async () => {
  program = await startProgram('2026-12-25 10:00')
  await program.drop({ ...letter, date: '2026-12-25 09:00' })
  const [clock] = await program.clocks((await program.onlyCase()).id)
  expect([beijingText(clock!.dueAt), clock?.estimated]).toEqual(['01-05 00:00', true])
})
