// 先打电话 (§6.7): judging is not phoning; what was written before that was said keeps the meaning it had then.
import { describe, expect, it } from 'vitest'
import { callFirstAfter, saysCallFirst, waitsForCall } from './call-first.ts'
import type { Case } from './case.ts'
import type { Order } from './command.ts'
import { at, give, makeLetter, must, only, open, refused, startStory } from './decide/given.ts'
import type { AlertFact, Body } from './entry.ts'

const now = at('2026-11-24 03:00')
const judge: Order = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '普通来信' }
const assign: Order = { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '核实' }
const reached: Order = { do: 'call.make', result: '已通', note: '110 已到场' }
const unreached: Order = { do: 'call.make', result: '未接', note: '本人无人接听' }
const waived: Order = { do: 'call.waive', reason: '说的是游戏里的人物' }

const danger = () => {
  const story = startStory(now)
  const id = open(story, makeLetter('l1', now, { early: ['life'] }))
  return { story, id, waits: () => waitsForCall(only(story)) }
}
const alertOf = (story: ReturnType<typeof startStory>): AlertFact => story.alerts[0]!.alert

describe('a letter on which a life may hang', () => {
  it('keeps its mark through the bell, the judgement, the unit and a call that reached nobody', () => {
    const { story, id, waits } = danger()
    expect(alertOf(story).untilCalled).toBe(true)
    must(story, id, { do: 'alert.acknowledge', alertId: alertOf(story).id })
    expect(must(story, id, judge).join()).toContain('还没有人登记电话')
    expect(must(story, id, assign).join()).toContain('还没有人登记电话')
    expect(must(story, id, unreached).join()).toContain('标记保留')
    expect(waits()).toBe(true)
    must(story, id, reached)
    expect([waits(), saysCallFirst(only(story))]).toEqual([false, true])
  })

  it('is settled by a reason why nobody need be rung up, and then no mail says it any more', () => {
    const { story, id, waits } = danger()
    must(story, id, judge)
    must(story, id, waived)
    expect([waits(), saysCallFirst(only(story))]).toEqual([false, false])
    expect(story.drafts.map(({ body }) => body)).toContainEqual({
      act: 'call.waived',
      v: 1,
      reason: '说的是游戏里的人物',
    })
  })

  it('falls silent with what is recorded, once', () => {
    const { story, id } = danger()
    must(story, id, unreached)
    must(story, id, reached)
    const silenced = story.drafts.filter(({ body }) => body.act === 'alert.acknowledged')
    expect(silenced.map(({ body }) => body)).toEqual([{ act: 'alert.acknowledged', v: 1, alertId: alertOf(story).id }])
  })

  it('makes nothing stale that a colleague is typing', () => {
    const { story, id } = danger()
    const { version } = only(story)
    must(story, id, reached)
    expect(give(story, id, judge, { expectedVersion: version }).ok).toBe(true)
  })

  it.each<[string, Order[], Order, string]>([
    ['a call without a word of whom', [], { ...reached, note: ' ' } as Order, '写明打给谁'],
    ['no call without a reason', [], { do: 'call.waive', reason: '' }, '写明不必打电话的理由'],
    ['a second word of what is settled', [reached], waived, '另有通话请用“记一笔”'],
    [
      'to close what nobody has spoken of',
      [judge, { do: 'letter.refuse', itemId: 'l1', code: '要素不全无法核实', told: '请补充' }],
      { do: 'case.close', reason: '完成' },
      '先打电话',
    ],
    [
      'to cancel it',
      [judge, { do: 'letter.refuse', itemId: 'l1', code: '要素不全无法核实', told: '请补充' }],
      { do: 'case.cancel', reason: '误判' },
      '不能撤销',
    ],
  ])('refuses %s', (_why, before, order, words) => {
    const { story, id } = danger()
    for (const one of before) must(story, id, one)
    expect(refused(story, id, order)).toContain(words)
  })

  it('a case without the mark has nothing to say', () => {
    const story = startStory(now)
    const id = open(story, makeLetter('l1', now))
    expect(refused(story, id, reached)).toContain('没有待说明的')
  })

  it('one word settles all that waits, and says how many that are', () => {
    const { story, id, waits } = danger()
    const arrivals = [makeLetter('l2', now, { early: ['life'] })]
    must(story, id, { do: 'items.join', arrivals, verdictRoot: '' })
    expect(must(story, id, reached).join()).toContain('有 2 次')
    expect(waits()).toBe(false)
    must(story, id, { do: 'items.join', arrivals: [makeLetter('l3', now, { early: ['life'] })], verdictRoot: '' })
    expect(waits()).toBe(true)
  })
})

describe('an alert of an earlier version', () => {
  /** As it was written: without the word that it stays. */
  const before = (): Pick<Case, 'status' | 'callFirst'> => {
    const { untilCalled: _, ...alert } = alertOf(danger().story)
    const body: Body = { act: 'alert.fired', v: 2, alert, deliveries: [], calls: [] }
    return { status: '待研判', callFirst: callFirstAfter({ status: '待研判' }, '待研判', body)! }
  }
  const after = (state: ReturnType<typeof before>, status: Case['status'], body: Body) => ({
    status,
    callFirst: callFirstAfter(state, status, body)!,
  })
  const judged: Body = {
    act: 'case.judged',
    v: 1,
    grade: null,
    type: null,
    opinion: false,
    restricted: null,
    excluded: { units: [], contacts: [] },
    reason: '普通来信',
  }

  it('is settled by judging, as it was: what was judged then does not stand on top again', () => {
    expect(waitsForCall(before())).toBe(true)
    expect(waitsForCall(after(before(), '办理中', judged))).toBe(false)
  })

  it('is settled by a call as well while nobody has judged', () => {
    const called: Body = { act: 'call.made', v: 1, result: '已通', note: '110 已到场' }
    expect(waitsForCall(after(before(), '待研判', called))).toBe(false)
  })
})
