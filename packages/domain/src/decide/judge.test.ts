// Judgements and clocks: confirm, downgrade, upgrade, convert; and what a response, a conference or a closing does to
// them.
import { describe, expect, it } from 'vitest'
import type { Order } from '../command.ts'
import type { Grade } from '../word.ts'
import {
  agree,
  at,
  clocksOf,
  give,
  makeArrival,
  makeLetter,
  must,
  only,
  open,
  refused,
  run,
  startStory,
} from './given.ts'

const now = at('2026-11-20 11:00')
const occurredAt = { at: at('2026-11-20 10:00'), precision: 'minute' as const, saidBy: 'item:i', verified: false }
const judge = (grade: Grade | null, over: object = {}): Order => ({
  do: 'case.judge',
  verdict: '确认',
  grade,
  type: null,
  reason: '值班长研判',
  ...over,
})
const suspected = () => {
  const story = startStory(now)
  const id = open(story, makeArrival({}, { suspected: true, deaths: 12 }, { occurredAt }))
  return { story, id }
}
const plain = () => {
  const story = startStory(now)
  const id = open(story, makeArrival({}, { deaths: 3 }, { occurredAt }))
  return { story, id }
}
const respond = (publishedAt: number, over: object = {}): Order => ({
  do: 'response.record',
  statement: '进展',
  unit: 'yjj',
  channel: '政府网站',
  url: 'https://www.qinghe.example/1',
  screenshot: 'shot',
  publishedAt,
  reviewed: true,
  summary: '要点',
  ...over,
})
const hung = ['RPT-P running', 'RPT-W running']

describe('judging', () => {
  it('confirming keeps the start and lets the alerts out', () => {
    const { story, id } = suspected()
    const before = only(story).clocks.map((clock) => [clock.code, clock.startAt, clock.dueAt])
    story.now = at('2026-11-20 11:20')
    must(story, id, judge('重大'))
    const after = only(story).clocks.slice(0, 2)
    expect(after.map((clock) => [clock.code, clock.startAt, clock.dueAt])).toEqual(before)
    expect(after.every((clock) => !clock.provisional && clock.confirmedAt === story.now)).toBe(true)
    expect(clocksOf(only(story)).slice(2)).toEqual(hung)
    expect(only(story).status).toBe('办理中')
    run(story, at('2026-11-20 12:05'))
    expect(story.alerts.filter(({ alert }) => alert.step === '待研判')).toEqual([])
  })

  it('tells beforehand which clocks it starts, confirms and withdraws', () => {
    const { story, id } = suspected()
    story.now = at('2026-11-20 11:20')
    expect(must(story, id, judge('重大'))).toEqual([
      '5小时发布权威信息：预挂转为正式，截止不变，11月20日 15:00',
      '24小时举行新闻发布会：预挂转为正式，截止不变，11月21日 10:00',
      '电话报告：截止 11月20日 11:30',
      '书面报告：截止 11月20日 12:00',
    ])
    story.now = at('2026-11-20 15:30')
    const told = must(story, id, judge('较大'))
    expect(told.slice(0, 2)).toEqual(['撤下「5小时发布权威信息」，已超的仍算超', '撤下「24小时举行新闻发布会」'])
    expect(told[2]).toContain('48小时回应：截止 11月22日')
    expect(must(story, id, judge('较大'))).toEqual([])
  })

  it('tells whom an upgrade tells again, and which unit loses a case of 检举控告', () => {
    const { story, id } = plain()
    must(story, id, judge('较大'))
    must(story, id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '处置' })
    expect(must(story, id, judge('重大')).join()).toMatch(/主送：应急局 联络员/)
    expect(must(story, id, judge(null, { restricted: '检举控告' })).join()).toContain('收回 应急局 的交办')
  })

  it('§14-5 a downgrade withdraws C5 and C24, what is over stays late, and C48 hangs from the original start', () => {
    const { story, id } = suspected()
    must(story, id, judge('重大'))
    story.now = at('2026-11-20 15:30')
    must(story, id, judge('较大'))
    expect(clocksOf(only(story))).toEqual([
      'C5 withdrawn 超时',
      'C24 withdrawn',
      ...hung.map((each) => each),
      'C48 running',
    ])
    expect(only(story).clocks.at(-1)).toMatchObject({ startAt: at('2026-11-20 10:40'), basis: 'firstPublishedAt' })
  })

  it('§14-2 while nobody had judged, late is 研判超时', () => {
    const { story, id } = suspected()
    story.now = at('2026-11-20 15:30')
    must(story, id, judge('一般'))
    expect(clocksOf(only(story))).toEqual(['C5 withdrawn 研判超时', 'C24 withdrawn', 'C48 running'])
  })

  it.each<[string, string, string[]]>([
    ['A4: raised at 14:00', '2026-11-20 14:00', ['C48 running', 'C5 running', 'C24 running']],
    ['A4: raised after 15:00', '2026-11-20 15:10', ['C48 running', 'C5 running 升级补挂超时', 'C24 running']],
  ])('%s', (_why, time, clocks) => {
    const { story, id } = plain()
    must(story, id, judge('较大'))
    story.now = at(time)
    must(story, id, judge('重大'))
    expect(clocksOf(only(story)).slice(0, 3)).toEqual(clocks)
    expect(only(story).clocks[1]?.dueAt).toBe(at('2026-11-20 15:00'))
    run(story, story.now)
    expect(story.alerts.some(({ alert }) => alert.code === 'C5' && alert.step === '超时')).toBe(
      clocks[1] !== 'C5 running',
    )
  })

  it('§14-2 what was published before the upgrade counts for C5', () => {
    const { story, id } = plain()
    must(story, id, judge('较大'))
    story.now = at('2026-11-20 14:00')
    must(story, id, respond(story.now))
    story.now = at('2026-11-20 16:00')
    must(story, id, judge('重大'))
    expect(clocksOf(only(story)).filter((each) => each.startsWith('C5'))).toEqual(['C5 stopped'])
  })

  it('撤销 needs a reason, ends the clocks and stays on record', () => {
    const { story, id } = suspected()
    expect(refused(story, id, { ...judge(null), verdict: '撤销', reason: ' ' } as Order)).toContain('理由')
    must(story, id, { ...judge(null), verdict: '撤销', reason: '外地' } as Order)
    expect(only(story).status).toBe('已撤销')
    expect(clocksOf(only(story))).toEqual(['C5 cancelled', 'C24 cancelled'])
  })

  it('a letter that is no 政务舆情 loses C5 and C24 and keeps LET', () => {
    const story = startStory(now)
    const id = open(story, makeLetter('l', now, { suspected: true }))
    must(story, id, { ...judge(null), verdict: '撤销' } as Order)
    expect(only(story)).toMatchObject({ opinion: false, grade: null, letters: { open: 1 } })
    expect(story.letters.get('l')?.clock.state).toBe('running')
  })

  it('§14-1 only a person turns a letter into 政务舆情; C48 comes beside LET', () => {
    const story = startStory(now)
    const id = open(story, makeLetter('l', now))
    must(story, id, { do: 'case.convert', grade: '非突发', reason: '已引发关注' })
    expect(clocksOf(only(story))).toEqual(['C48 running'])
    expect(story.letters.get('l')?.clock.state).toBe('running')
  })

  it('§14-6 新一轮传播 starts anew from the detection and leaves the late row', () => {
    const story = startStory(now)
    const id = open(story, makeArrival({ publishedAt: at('2026-11-10 09:00') }))
    must(story, id, judge('非突发', { lateFind: '新一轮传播' }))
    expect(clocksOf(only(story))).toEqual(['C48 replaced 发现即超时', 'C48 running'])
    const other = plain()
    expect(refused(other.story, other.id, judge('非突发', { lateFind: '新一轮传播' }))).toContain('72 小时')
  })
})

describe('§14-3 and §14-4 what stops a clock', () => {
  const judged = (grade: Grade) => {
    const { story, id } = suspected()
    must(story, id, judge(grade))
    story.now = at('2026-11-20 14:00')
    return { story, id }
  }

  it.each<[string, object, string, string[]]>([
    ['受理告知 stops nothing', { statement: '受理告知' }, '14:00', ['C5 running', 'C24 running']],
    ['进展 stops C5, never C24', {}, '14:00', ['C5 stopped', 'C24 running', ...hung, 'REL running']],
    [
      '结果 stops C5; 重大 goes on with releases',
      { statement: '结果' },
      '14:00',
      ['C5 stopped', 'C24 running', ...hung, 'REL running'],
    ],
    ['published in time, recorded late: in time', {}, '15:00', ['C5 stopped', 'C24 running', ...hung, 'REL running']],
    ['published late', {}, '15:01', ['C5 stopped 超时', 'C24 running', ...hung, 'REL running']],
    ['before the start waits for 审核', {}, '09:00', ['C5 running', 'C24 running']],
    [
      'elsewhere than official waits for 审核',
      { url: 'https://other.example' },
      '14:00',
      ['C5 running', 'C24 running'],
    ],
    [
      '未审先发 stops all the same',
      { reviewed: false },
      '14:00',
      ['C5 stopped', 'C24 running', ...hung, 'REL running'],
    ],
  ])('%s', (_why, over, time, clocks) => {
    const { story, id } = judged('重大')
    story.now = at('2026-11-20 15:20')
    must(story, id, respond(at(`2026-11-20 ${time}`), over))
    expect(clocksOf(only(story)).slice(0, clocks.length)).toEqual(clocks)
  })

  it.each<[string, object, string]>([
    ['a publication in the future', { publishedAt: at('2026-11-20 14:01') }, '未来'],
    ['neither link nor screenshot', { url: null, screenshot: null }, '链接或截图'],
    ['half an hour late without a screenshot', { publishedAt: at('2026-11-20 13:20'), screenshot: null }, '补录'],
  ])('refuses %s', (_why, over, words) => {
    const { story, id } = judged('重大')
    expect(refused(story, id, respond(story.now, over))).toContain(words)
  })

  it('审核 confirms another channel with a reason; then it counts at its publication', () => {
    const { story, id } = judged('较大')
    must(story, id, respond(at('2026-11-20 13:50'), { url: 'https://other.example' }))
    expect(only(story).status).toBe('办理中')
    must(story, id, { do: 'response.confirm', id: only(story).responses[0]!.id, reason: '该账号为主管部门' })
    expect(only(story).clocks.find((clock) => clock.code === 'C48')?.end).toMatchObject({
      at: at('2026-11-20 13:50'),
      late: null,
    })
    expect(only(story).status).toBe('已回应待续')
  })

  it('C24 stops at the real start; 经批准不召开 is neither in time nor late', () => {
    const held = judged('重大')
    expect(
      refused(held.story, held.id, {
        do: 'conference.hold',
        startedAt: at('2026-11-20 18:00'),
        speakers: '甲',
        reason: '',
      }),
    ).toContain('尚未开始')
    must(held.story, held.id, { do: 'conference.hold', startedAt: held.story.now, speakers: '甲', reason: '' })
    expect(clocksOf(only(held.story))[1]).toBe('C24 stopped')
    const waived = judged('重大')
    waived.story.now = at('2026-11-22 10:00')
    must(waived.story, waived.id, {
      do: 'conference.waive',
      leader: '甲',
      approvedAt: now,
      docNo: '青政〔2026〕1号',
      reason: '',
    })
    expect(clocksOf(only(waived.story))[1]).toBe('C24 waived')
  })

  it('a report stops its own clock and never C5 (§14-12)', () => {
    const { story, id } = judged('重大')
    must(story, id, { do: 'report.make', code: 'RPT-P', to: '市委值班室', madeAt: at('2026-11-20 11:20'), note: '' })
    expect(clocksOf(only(story))).toEqual(['C5 running', 'C24 running', 'RPT-P stopped', 'RPT-W running'])
  })

  it('A7: a case with only 受理告知 cannot be closed', () => {
    const { story, id } = judged('较大')
    must(story, id, respond(story.now, { statement: '受理告知' }))
    expect(refused(story, id, { do: 'case.close', reason: '办结' })).toContain('只有受理告知')
    must(story, id, respond(story.now, { statement: '结果' }))
    must(story, id, agree(story.now))
    must(story, id, { do: 'case.close', reason: '办结' })
    expect(only(story).status).toBe('办结')
    expect(give(story, id, respond(story.now)).ok).toBe(false)
  })

  it('a promise hangs a clock of its own and outlives the closing', () => {
    const { story, id } = judged('较大')
    must(story, id, respond(story.now, { statement: '结果', promises: [{ text: '年底前修好', due: '2026-12-31' }] }))
    must(story, id, agree(story.now))
    must(story, id, { do: 'case.close', reason: '办结' })
    expect(only(story).clocks.at(-1)).toMatchObject({ code: 'PRM', state: 'running', dueAt: at('2027-01-01 00:00') })
  })
})
