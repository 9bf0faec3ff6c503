// The acceptance cases of the domain rules, through the real collector as bytes, read back from ledger and mail files.
import { itemsOfLane } from '@huiying/ledger/item/item-view'
import { afterEach, describe, expect, it } from 'vitest'
import { beijing, beijingText, startProgram, type TestProgram } from './program.ts'

let program: TestProgram
afterEach(() => program.stop())

const blast = (deaths: number) => ({
  title: `青河化工园区一化工厂爆炸已致${deaths}人死亡`,
  text: `今天上午10时，青河市化工园区一家化工厂发生爆炸，已造成${deaths}人死亡。`,
  date: '2026-11-23 10:40',
})
const production = { type: '生产安全', reason: '应急局核实' } as const
const occurred = (text: string) => ({
  do: 'moment.set' as const,
  field: 'occurredAt' as const,
  to: { at: beijing(text), precision: 'minute' as const, saidBy: 'limin', verified: true },
  reason: '应急局接报记录',
})

async function clockLines(caseId: string): Promise<string[]> {
  const clocks = await program.clocks(caseId)
  return clocks
    .filter((clock) => !clock.code.startsWith('RPT') && clock.state === 'running')
    .map((clock) => `${clock.code} ${clock.basis} ${beijingText(clock.startAt)} → ${beijingText(clock.dueAt)}`)
    .sort()
}

describe('acceptance', () => {
  it('A1: three dead are 较大: no C5 and C24, C48 from the first publication', async () => {
    program = await startProgram('2026-11-23 10:59')
    await program.publish(blast(3))
    const { id, suspected } = await program.onlyCase()
    expect(suspected).toBe(false)
    await program.done(id, { do: 'case.judge', verdict: '确认', grade: '较大', ...production })
    expect(await clockLines(id)).toEqual(['C48 firstPublishedAt 11-23 10:40 → 11-25 10:40'])
  })

  it('A2: twelve dead are 重大: C5 15:00 and C24 next day 10:00, from the occurrence', async () => {
    program = await startProgram('2026-11-23 10:59')
    await program.publish(blast(12))
    const { id, suspected } = await program.onlyCase()
    expect(suspected).toBe(true)
    await program.done(id, occurred('2026-11-23 10:00'))
    await program.done(id, { do: 'case.judge', verdict: '确认', grade: '重大', ...production })
    expect(await clockLines(id)).toEqual([
      'C24 occurredAt 11-23 10:00 → 11-24 10:00',
      'C5 occurredAt 11-23 10:00 → 11-23 15:00',
    ])
  })

  it('A3: found at 16:00, C5 is 发现即超时 and a release can still be recorded', async () => {
    program = await startProgram('2026-11-23 15:59')
    await program.publish(blast(12))
    const { id } = await program.onlyCase()
    const found = (await program.clocks(id)).find((clock) => clock.code === 'C5')
    expect(found?.lateAtStart).toBe('发现即超时')
    await program.done(id, { do: 'case.judge', verdict: '确认', grade: '重大', ...production })
    const release = {
      statement: '进展',
      unit: 'yjj',
      channel: '微博“青河应急”',
      url: 'https://weibo.example/yjj/1',
      screenshot: null,
      publishedAt: beijing('2026-11-23 16:20'),
      reviewed: true,
      summary: '已核实死亡12人，明火扑灭，下次发布 20:00',
    } as const
    await program.goTo('2026-11-23 16:20')
    await program.done(id, { do: 'response.record', ...release })
    const ended = (await program.clocks(id)).find((clock) => clock.code === 'C5')
    expect([ended?.state, ended?.end?.how, ended?.end?.late]).toEqual(['ended', 'stopped', '发现即超时'])
  })

  it('A4: 较大 at first, 重大 four hours later: C5 and C24 are hung at once and the past is kept', async () => {
    program = await startProgram('2026-11-23 10:59')
    await program.publish(blast(3))
    const { id } = await program.onlyCase()
    await program.done(id, occurred('2026-11-23 10:00'))
    await program.done(id, { do: 'case.judge', verdict: '确认', grade: '较大', ...production })
    await program.goTo('2026-11-23 15:30')
    await program.done(id, { do: 'case.judge', verdict: '确认', grade: '重大', ...production })
    const clocks = await program.clocks(id)
    const c5 = clocks.find((clock) => clock.code === 'C5')
    expect([beijingText(c5!.dueAt), c5?.lateAtStart]).toEqual(['11-23 15:00', '升级补挂超时'])
    expect(clocks.map((clock) => clock.code)).toContain('C48')
    expect((await program.mails()).some((mail) => mail.subject.includes('超时'))).toBe(true)
  })

  it('A5: the Spring Festival moves no hour', async () => {
    program = await startProgram('2026-02-16 00:30')
    await program.publish({ ...blast(12), date: '2026-02-16 00:20', text: '青河市化工园区爆炸，已造成12人死亡。' })
    const { id } = await program.onlyCase()
    await program.done(id, occurred('2026-02-16 00:10'))
    expect(await clockLines(id)).toEqual([
      'C24 occurredAt 02-16 00:10 → 02-17 00:10',
      'C5 occurredAt 02-16 00:10 → 02-16 05:10',
    ])
  })

  it('A6: a letter of 30 September is due on 13 October: seven days off, three worked', async () => {
    program = await startProgram('2026-09-30 10:00')
    await program.drop({ subject: '滨江壹号逾期交房', text: '青河市滨江壹号不交房。', date: '2026-09-30 09:00' })
    const { id } = await program.onlyCase()
    // A deadline of a day is its 24:00, shown here as the next midnight.
    expect(await clockLines(id)).toEqual(['LET receivedAt 09-30 09:00 → 10-14 00:00'])
  })

  it('a letter whose own date lies ten years ahead counts from its coming, and its card says so', async () => {
    program = await startProgram('2026-11-24 10:00')
    await program.drop({ subject: '电梯坏了', text: '青河市锦绣家园电梯坏了一个月。', date: '2036-11-29 19:40' })
    const { id } = await program.onlyCase()
    expect(await clockLines(id)).toEqual(['LET receivedAt 11-24 10:00 → 12-02 00:00'])
    const item = await program.ledger.read.selectFrom('item').selectAll().executeTakeFirstOrThrow()
    expect([item.publishedAt, item.flags]).toEqual([null, expect.stringContaining('future-date')])
  })

  it('A9: a report about a chief goes to nobody of that unit, and no subject holds a name', async () => {
    program = await startProgram('2026-11-23 10:00')
    await program.drop({
      subject: '举报住建局杨志远局长收礼',
      text: '我实名举报青河市住建局局长杨志远收受开发商贿赂、违纪违法，请纪委查处。',
      date: '2026-11-23 09:00',
    })
    const { id, restricted, excluded } = await program.onlyCase()
    expect(restricted).toBe('待甄别')
    expect(excluded.units).toContain('zjj')
    await program.done(
      id,
      { do: 'case.judge', verdict: '确认', grade: '非突发', type: null, reason: '违纪举报', restricted: '检举控告' },
      'limin',
    )
    const refused = await program.act(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '' }, 'limin')
    expect(refused.ok).toBe(false)
    await program.done(id, { do: 'case.assign', unit: 'jwjw', part: '牵头', reason: '纪检通道' }, 'limin')
    await program.goTo('2026-12-05 12:00')
    const mails = await program.mails()
    expect(mails.length).toBeGreaterThan(0)
    for (const mail of mails) {
      expect(mail.subject).toContain('专项件')
      expect(mail.to).not.toContain('zjj.')
      expect(mail.raw + mail.text + mail.subject).not.toMatch(/杨志远|收礼|开发商/)
    }
  })

  it('A10: seven letters on one matter in three days are one case with seven sources', async () => {
    program = await startProgram('2026-11-23 10:00')
    const ways = [
      '锦绣家园三期停工快一年了，一直没有交房，请住建局给个说法。',
      '锦绣家园三期还是停工状态，合同早就到期不交房，业主着急。',
      '请问锦绣家园三期什么时候复工交房？停工一年了。',
      '我是锦绣家园三期业主，停工至今，开发商不交房也不解释。',
      '锦绣家园三期停工烂尾，房贷照还，何时交房。',
      '反映锦绣家园三期停工不交房问题，请督促开发商复工。',
      '锦绣家园三期停工近一年，业主要求交房。',
    ]
    for (const [index, text] of ways.entries()) {
      const date = `2026-11-${23 + Math.floor(index / 3)} 09:0${index}`
      await program.goTo(`2026-11-${23 + Math.floor(index / 3)} 10:1${index}`)
      await program.drop({ subject: '锦绣家园三期停工不交房', text: `市长您好：${text}`, date })
    }
    const found = await program.onlyCase()
    expect([found.items, found.letters.total]).toEqual([7, 7])
    expect((await program.clocks(found.id)).filter((clock) => clock.code === 'LET')).toHaveLength(7)
    const joined = (
      await program.ledger.read.selectFrom('entry').select('body').where('act', '=', 'items.joined').execute()
    ).map(({ body }) => JSON.parse(body) as { reason: string })
    expect(joined.length).toBeGreaterThan(0)
    for (const { reason } of joined) expect(reason).toMatch(/^归入 1 条：同一事件的可能 \d\d%$/)
  })

  it('A11: news of cases elsewhere is 外地关注 and starts no clock', async () => {
    program = await startProgram('2026-11-23 10:59')
    await program.publish({
      title: '石家庄新增新冠病例30例',
      text: '河北石家庄昨日新增新冠病例30例，均已隔离。',
      date: '2026-11-23 10:00',
    })
    expect(await program.queue()).toEqual([])
    const lane = await itemsOfLane(program.ledger.read, program.book, '外地关注', 10)
    expect(lane.map((view) => view.item.title)).toEqual(['石家庄新增新冠病例30例'])
  })

  it('A14: a letter of 2027 is reckoned without a notice and says 暂估', async () => {
    program = await startProgram('2027-01-04 10:00')
    await program.drop({ subject: '滨江壹号逾期交房', text: '青河市滨江壹号不交房。', date: '2027-01-04 09:00' })
    const { id } = await program.onlyCase()
    const [letter] = await program.clocks(id)
    expect([beijingText(letter!.dueAt), letter?.estimated]).toEqual(['01-12 00:00', true])
  })
})
