// Settled decisions a duty room meets: calls and ringing (§14-11, 13), orders from above (12), words (17, 19).
import { openCalls } from '@huiying/ledger/call'
import { readViews } from '@huiying/ledger/item/item-view'
import { afterEach, describe, expect, it } from 'vitest'
import { beijing, beijingText, startProgram, type TestProgram } from './program.ts'

let program: TestProgram | null = null
afterEach(async () => {
  await program?.stop()
  program = null
})

const blast = {
  title: '青河化工园区一化工厂爆炸已致12人死亡',
  text: '青河市化工园区一家化工厂发生爆炸，已造成12人死亡。',
  date: '2026-11-23 10:40',
}

async function graveCase(): Promise<string> {
  program = await startProgram('2026-11-23 10:50')
  await program.publish(blast)
  const { id } = await program.onlyCase()
  const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '应急局核实' } as const
  await program.done(id, judge, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '核实并发布' }, 'limin')
  return id
}

const calls = () => openCalls(program!.ledger.read, program!.book, 100)

describe('§14-11 calls', () => {
  it('未签收, 红 and 超时 each open a call with a name and a number; one that got through ends the repeats', async () => {
    const id = await graveCase()
    await program!.goTo('2026-11-23 11:30')
    const [unsigned] = await calls()
    expect(unsigned).toMatchObject({ contact: 'yjj-llr', phone: '0399-6120115' })
    expect(unsigned?.reason).toContain('未签收')
    await program!.done(id, { do: 'call.record', id: unsigned!.id, result: '未接', note: '' }, 'wang')
    expect((await calls()).map((one) => one.id)).not.toContain(unsigned!.id)
    await program!.goTo('2026-11-23 15:45')
    const late = (await calls()).find((one) => one.reason.startsWith('超时') && one.reason.includes('5'))
    expect(late).toBeDefined()
    const mails = async () => (await program!.mails()).filter((mail) => /节点：超时/.test(mail.text)).length
    for (const one of await calls()) {
      await program!.done(id, { do: 'call.record', id: one.id, result: '已通', note: '已告知' }, 'wang')
    }
    const sent = await mails()
    await program!.goTo('2026-11-23 17:30')
    const later = (await program!.mails()).filter(
      (mail) => /节点：超时（第/.test(mail.text) && /5 ?小时/.test(mail.text),
    )
    expect([await mails(), later.length]).toEqual([sent, 0])
  })
})

describe('§14-12 orders from above and internal reports', () => {
  it('a directive has the deadline a person typed; several run side by side; only a new one changes it', async () => {
    const id = await graveCase()
    const add = { do: 'directive.add', source: '市领导电话', evidence: '通话记录 11:20', reason: '查清' } as const
    await program!.done(id, { ...add, dueAt: beijing('2026-11-23 18:00'), replaces: null }, 'limin')
    await program!.done(
      id,
      { ...add, dueAt: beijing('2026-11-24 09:00'), replaces: null, evidence: '批示 7 号' },
      'limin',
    )
    const running = async () =>
      (await program!.clocks(id)).filter((clock) => clock.code === 'DIR' && clock.state === 'running')
    expect((await running()).map((clock) => beijingText(clock.dueAt))).toEqual(['11-23 18:00', '11-24 09:00'])
    const [first] = await running()
    const judge = { do: 'case.judge', verdict: '确认', grade: '较大', type: null, reason: '核减' } as const
    await program!.done(id, judge, 'limin')
    expect(await running()).toHaveLength(2)
    const dueAt = beijing('2026-11-23 20:00')
    await program!.done(id, { ...add, dueAt, replaces: first!.id, evidence: '电话改时' }, 'limin')
    expect((await running()).map((clock) => beijingText(clock.dueAt))).toEqual(['11-23 20:00', '11-24 09:00'])
  })

  it('a report to above stops its own clock and never C5', async () => {
    const id = await graveCase()
    const made = { madeAt: program!.time.now(), to: '市委值班室', note: '已报' }
    await program!.done(id, { do: 'report.make', code: 'RPT-P', ...made }, 'limin')
    const states = (await program!.clocks(id)).map((clock) => `${clock.code} ${clock.state}`)
    expect(states).toEqual(expect.arrayContaining(['RPT-P ended', 'RPT-W running', 'C5 running']))
  })
})

describe('§14-13 ringing again', () => {
  it('a later repost that says more dead rings again, however many were folded before it', async () => {
    program = await startProgram('2026-11-23 10:50')
    await program.publish({ ...blast, title: '青河化工园区爆炸', text: '青河市化工园区一家化工厂发生爆炸。' })
    const { id } = await program.onlyCase()
    const rung = async () =>
      (
        await program!.ledger.read.selectFrom('alert').select('step').where('caseId', '=', id).orderBy('seq').execute()
      ).map((row) => row.step)
    const before = await rung()
    const same = { title: '青河化工园区爆炸', text: '青河市化工园区一家化工厂发生爆炸。', date: '2026-11-23 10:45' }
    await program.publish(...Array.from({ length: 40 }, (_, index) => ({ ...same, id: `repost-${index}` })))
    await program.publish({ ...blast, id: 'worse' })
    const state = await program.onlyCase()
    expect([state.suspected, state.deaths]).toEqual([true, 12])
    expect((await rung()).slice(before.length)).toContain('疑似升级')
  })

  it('an item that joins a closed case says 办结后再现 and leaves the choice to a person', async () => {
    program = await startProgram('2026-11-23 10:50')
    await program.drop({ subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失。', date: '2026-11-23 10:00' })
    const { id } = await program.onlyCase()
    const itemId = (await program.clocks(id))[0]!.itemId!
    const answeredAt = program.time.now()
    await program.done(id, { do: 'letter.answer', itemId, channel: '电话', answeredAt, summary: '已装好' })
    await program.done(id, { do: 'case.close', reason: '已装好' })
    await program.goTo('2026-11-24 09:00')
    await program.drop({ subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失。', date: '2026-11-24 08:00' })
    const row = await program.ledger.read
      .selectFrom('caseState')
      .select(['status', 'state'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect([row.status, JSON.parse(row.state).reappeared]).toEqual(['办结', true])
  })
})

it('§14-17 words of a letter label no writer and go into no mail; a handover is a form a person fills', async () => {
  program = await startProgram('2026-11-23 10:50')
  const text = '锦绣家园停工，再不解决我们就进京上访，找媒体曝光，12345没用，三天之内必须答复。'
  await program.drop({ subject: '锦绣家园停工', text, date: '2026-11-23 10:00' })
  const { id } = await program.onlyCase()
  const itemId = (await program.clocks(id))[0]!.itemId!
  const [view] = await readViews(program.ledger.read, [itemId])
  expect(view?.verdict).toMatchObject({ early: expect.arrayContaining(['escalate', 'ultimatum']) })
  expect(view?.item.author).toBeNull()
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' })
  await program.goTo('2026-12-01 10:00')
  for (const mail of await program.mails()) expect(mail.text).not.toMatch(/进京|找媒体|12345没用|最后通牒|升级信号/)
  const given = await program.act(id, { do: 'record.add', kind: '线索移交', values: { to: '公安机关' } })
  expect(given).toMatchObject({ ok: false, message: expect.stringContaining('线索内容') })
})

it('§14-19 a figure that differs from the agreed one is asked about first', async () => {
  const id = await graveCase()
  const at = program!.time.now()
  const wording = { units: ['yjj', 'zjj'], at, deaths: 12, wording: '以应急局核实的为准' }
  await program!.done(id, { do: 'record.add', kind: '口径会签', values: wording }, 'limin')
  const other = { ...wording, deaths: 13 }
  const asked = await program!.act(id, { do: 'record.add', kind: '口径会签', values: other }, 'limin')
  expect(asked).toMatchObject({ ok: false, message: expect.stringContaining('死亡 12 → 13') })
  const told = { ...other, difference: '一名伤者抢救无效' }
  expect((await program!.act(id, { do: 'record.add', kind: '口径会签', values: told }, 'limin')).ok).toBe(true)
})
