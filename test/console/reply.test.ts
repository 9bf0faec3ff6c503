// A reply looked at before it is recorded: hints with the words they rest on, what else is on record, what is refused.
import type { ReplyAdvice } from '@huiying/console/wire'
import { caseEntries } from '@huiying/ledger/case'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  await api.program.drop(
    { subject: '渡口社区停水', text: '渡口社区停水两天，什么时候恢复？水费怎么减免？', date: '2026-11-24 10:00' },
    { subject: '柳溪村路灯不亮', text: '柳溪村村口路灯坏了半个月，晚上看不见路。', date: '2026-11-24 10:05' },
    {
      subject: '渡口嘉园物业的四件事',
      text: '1、地下车库漏水一年无人修；2、消防栓没有水；3、公共收益从来没有公示过。请问物业费为什么从1.2元涨到1.8元？',
      date: '2026-11-24 10:10',
    },
    { subject: '化工园区爆炸已致12人死亡', text: '青河化工园区爆炸，已致12人死亡。', date: '2026-11-24 10:40' },
  )
})
afterAll(() => api.stop())

const caseOf = async (title: string) => {
  const found = (await api.program.queue()).find((row) => row.state.title === title)
  if (found === undefined) throw new Error(`no open case ${title}`)
  return found.state
}
const letterOf = async (caseId: string) => (await api.program.clocks(caseId)).find((one) => one.itemId)?.itemId ?? ''
const check = async (title: string, reply: string, more: object = {}): Promise<ReplyAdvice> => {
  const { id } = await caseOf(title)
  const body = { reply, itemId: null, statement: null, unit: null, ...more }
  const path = `/api/cases/${id}/replies/check`
  const answer = await api.send(path, await api.cookieOf('值班员'), { method: 'POST', body })
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`)
  return answer.json() as ReplyAdvice
}
const codesOf = (advice: ReplyAdvice) => advice.hints.map((hint) => hint.code)

describe('POST /api/cases/:id/replies/check', () => {
  test('names each hint with words of the reply itself, and records nothing', async () => {
    const { id } = await caseOf('渡口社区停水')
    const before = (await caseEntries(api.program.ledger.read, id, 0, 1_000)).length
    const reply = '您好，来信收悉，我局高度重视。下一步将尽快恢复供水，进一步加强管理。感谢您的来信。'
    const advice = await check('渡口社区停水', reply, { itemId: await letterOf(id) })
    expect(advice.substance).not.toBe('实质')
    expect(codesOf(advice)).toEqual(expect.arrayContaining(['Q1', 'Q5', 'Q9']))
    expect(advice.hints.flatMap((hint) => hint.evidence).some((one) => one.of === 'letter')).toBe(true)
    for (const { name, ask, evidence } of advice.hints) {
      expect([name === '', ask === '', evidence.length > 0]).toEqual([false, false, true])
      for (const one of evidence) if (one.of === 'reply') expect(reply).toContain(one.text)
    }
    expect((await caseEntries(api.program.ledger.read, id, 0, 1_000)).length).toBe(before)
  })

  test('says which points of the letter have no answer, and where in it each stands', async () => {
    const title = '渡口嘉园物业的四件事'
    const itemId = await letterOf((await caseOf(title)).id)
    const { hints, letter } = await check(title, '您好，渡口嘉园地下车库漏水已于11月15日堵漏完毕。', { itemId })
    const told = hints.find(({ code }) => code === 'Q5')?.evidence.map(({ text }) => text)
    expect(told).toEqual(['2、消防栓没有水', '3、公共收益从来没有公示过', '请问物业费为什么从1.2元涨到1.8元？'])
    expect(letter?.missed.map(({ start, end }) => letter.text.slice(start, end))).toEqual(told)
    const whole = [
      '逐条答复：1、车库漏水已于11月15日堵漏。2、消防水泵已更换，消防栓11月18日有水。',
      '3、2025年公共收益42万元，11月20日起在公告栏公示。物业费因保洁项目增加经业主大会表决涨到1.8元，电话0399-6110021。',
    ]
    expect((await check(title, whole.join(''), { itemId })).letter).toBeNull()
  })

  test('gives the promises of the reply with their days', async () => {
    const { promises } = await check('渡口社区停水', '因管道改造停水，将于2026年11月28日前恢复供水。')
    expect(promises.map((one) => one.due)).toEqual(['2026-11-28'])
  })

  test('Q15: another number than what was published on the case before', async () => {
    const { id } = await caseOf('化工园区爆炸已致12人死亡')
    const judged = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '12人死亡' } as const
    await api.program.done(id, judged)
    await api.program.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '核实' })
    await api.program.done(id, {
      do: 'response.record',
      statement: '进展',
      unit: 'yjj',
      channel: '政府网站',
      url: 'https://www.qinghe.example/1',
      screenshot: null,
      publishedAt: api.program.time.now(),
      reviewed: true,
      summary: '经核查，事故造成12人死亡、20人受伤，救援正在进行。',
    })
    expect(codesOf(await check('化工园区爆炸已致12人死亡', '经核查，事故造成15人死亡、20人受伤。'))).toContain('Q15')
    expect(codesOf(await check('化工园区爆炸已致12人死亡', '经核查，事故造成12人死亡、20人受伤。'))).not.toContain(
      'Q15',
    )
  })

  test('Q2: the words this unit gave to the writer of another letter', async () => {
    const reply = '您反映的问题我局已安排专人到现场核实，并已责令施工单位限期整改到位，整改情况将向社会公布。'
    const one = await caseOf('渡口社区停水')
    const two = await caseOf('柳溪村路灯不亮')
    for (const { id } of [one, two]) {
      await api.program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
    }
    const itemId = await letterOf(two.id)
    expect(codesOf(await check('柳溪村路灯不亮', reply, { itemId }))).not.toContain('Q2')
    const publicity = { open: true } as const
    await api.program.done(one.id, {
      ...{ do: 'letter.answer', itemId: await letterOf(one.id), channel: '电话', summary: reply, publicity },
      answeredAt: api.program.time.now(),
    })
    expect(codesOf(await check('柳溪村路灯不亮', reply, { itemId }))).toContain('Q2')
  })

  test('Q12: a promise past its day that the reply does not come back to', async () => {
    const { id } = await caseOf('柳溪村路灯不亮')
    const promise = { do: 'promise.add', text: '更换村口路灯三盏', due: '2026-11-25', reason: '答复中承诺' } as const
    await api.program.done(id, promise)
    expect(codesOf(await check('柳溪村路灯不亮', '村道护栏已加固完成。'))).not.toContain('Q12')
    await api.program.goTo('2026-11-27 09:00')
    expect(codesOf(await check('柳溪村路灯不亮', '村道护栏已加固完成。'))).toContain('Q12')
    expect(codesOf(await check('柳溪村路灯不亮', '村口路灯三盏已于昨日更换完成。'))).not.toContain('Q12')
  })

  test('says beforehand what would be refused, and it is refused so', async () => {
    const { id } = await caseOf('柳溪村路灯不亮')
    const at = api.program.time.now()
    const response = { do: 'response.record', unit: 'zjj', channel: '政府网站', url: 'https://www.qinghe.example/2' }
    const rest = { screenshot: null, publishedAt: at, reviewed: true }
    for (const [summary, statement, code] of [
      ['您反映的问题已转市住建局核实处理。', '结果', 'Q3'],
      ['您反映的问题已转市住建局核实处理。', '受理告知', null],
      ['已更换，联系人电话13812345678。', '结果', 'Q13'],
      ['村口路灯三盏已于11月26日更换完成。', '结果', null],
    ] as const) {
      expect((await check('柳溪村路灯不亮', summary, { statement })).refused).toBe(code)
      const order = { ...response, ...rest, statement, summary } as Parameters<TestApi['order']>[1]
      const told = await api.order(id, order, '值班员')
      expect([summary, told.json().code ?? null]).toEqual([summary, code])
    }
  })

  test('a letter of another case is as if it were not there', async () => {
    const own = await caseOf('柳溪村路灯不亮')
    const other = await letterOf((await caseOf('化工园区爆炸已致12人死亡')).id)
    const reply = '经核实，情况属实。'
    const withOther = await check(own.title, reply, { itemId: other })
    expect(withOther.hints.flatMap((hint) => hint.evidence).filter((one) => one.of === 'letter')).toEqual([])
  })
})
