// 延期申请: it rings once, moves nothing by itself, is granted only where a deadline was moved, and is answered once.
import { describe, expect, it } from 'vitest'
import { openExtensions } from '../extension.ts'
import { at, give, makeLetter, must, open, type Story, startStory } from './given.ts'

const now = at('2026-11-24 03:00')
const until = at('2026-12-08 00:00')

const given = () => {
  const story = startStory(now)
  const id = open(story, makeLetter('l1', now))
  must(story, id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '核实' })
  const assignment = story.cases.get(id)!.assignments[0]!.id
  return { story, id, assignment }
}
const ask = (assignment: string, reason = '检测要一周') =>
  ({ do: 'extension.ask', id: assignment, until, reason, by: '韩磊' }) as const
const dues = ({ cases, letters }: Story, id: string) => [
  ...cases.get(id)!.clocks.map((clock) => clock.dueAt),
  ...[...letters.values()].map(({ clock }) => clock.dueAt),
]
const waiting = ({ cases }: Story, id: string) => openExtensions(cases.get(id)!)
const settle = (id: string, granted: boolean, reason = '已批准') =>
  ({ do: 'extension.settle', id, granted, reason }) as const

describe('a unit that asks for more time', () => {
  it('rings at the desk, its reason in no mail, and moves no deadline', () => {
    const { story, id, assignment } = given()
    const before = dues(story, id)
    must(story, id, ask(assignment))
    const bell = story.alerts.at(-1)!
    expect(bell.alert).toMatchObject({ cause: '单位回复', unit: 'zjj' })
    expect(bell.alert.reason).toContain('住建局 申请延期到 12月7日 24:00，各时限不变')
    expect(JSON.stringify(bell)).not.toContain('检测')
    expect(bell.deliveries.map((one) => one.to)).toEqual(['night'])
    expect(dues(story, id)).toEqual(before)
    expect(waiting(story, id)).toMatchObject([{ until, reason: '检测要一周' }])
  })

  it('asks again only after the desk has answered', () => {
    const { story, id, assignment } = given()
    must(story, id, ask(assignment))
    expect(give(story, id, ask(assignment))).toMatchObject({ ok: false, code: 'state' })
    must(story, id, settle(waiting(story, id)[0]!.id, false, '请先答复进展'))
    must(story, id, ask(assignment))
    expect(waiting(story, id)).toHaveLength(1)
  })

  it('is told 不同意 with the reason, and its deadlines stand', () => {
    const { story, id, assignment } = given()
    const before = dues(story, id)
    must(story, id, ask(assignment))
    const [asked] = waiting(story, id)
    expect(give(story, id, settle(asked!.id, false, ' '))).toMatchObject({ ok: false, code: 'input' })
    must(story, id, settle(asked!.id, false, '请先答复进展'))
    const told = story.alerts.at(-1)!
    expect(told.alert).toMatchObject({ cause: '延期答复', reason: '延期申请未同意，各时限不变。理由：请先答复进展' })
    expect(told.deliveries.map((one) => one.to)).toEqual(['zjj-llr'])
    expect([dues(story, id), waiting(story, id)]).toEqual([before, []])
    expect(give(story, id, settle(asked!.id, false))).toMatchObject({ ok: false, code: 'state' })
  })

  it('is told 同意 only once its letter was put off with approval, and until when', () => {
    const { story, id, assignment } = given()
    must(story, id, ask(assignment))
    const [asked] = waiting(story, id)
    expect(give(story, id, settle(asked!.id, true))).toMatchObject({ ok: false, code: 'state' })
    const extend = {
      do: 'letter.extend',
      itemId: 'l1',
      total: 10,
      approver: '李局',
      told: '告知',
      reason: '检测',
    } as const
    must(story, id, extend)
    must(story, id, settle(asked!.id, true))
    expect(story.alerts.at(-1)!.alert.reason).toBe(
      '延期申请已同意，有一个时限改到 12月8日 24:00，其余时限不变。理由：已批准',
    )
  })

  it('is told 同意 of a 上级交办 only where a later one has replaced it, not where another runs beside it', () => {
    const { story, id, assignment } = given()
    const direct = (dueAt: number, replaces: string | null) =>
      must(story, id, { do: 'directive.add', dueAt, source: '市委', evidence: '批件', replaces, reason: '阅' })
    const running = () =>
      story.cases
        .get(id)!
        .clocks.filter((one) => one.code === 'DIR')
        .at(-1)!
    direct(at('2026-12-01 00:00'), null)
    must(story, id, ask(assignment))
    const moved = () => waiting(story, id)[0]!.moved
    direct(at('2026-12-20 00:00'), null)
    expect(moved()).toBeUndefined()
    direct(at('2026-11-28 00:00'), running().id)
    expect(moved()).toBeUndefined()
    story.now += 60_000
    direct(until, running().id)
    expect(moved()).toBe(until)
  })

  it('about a 专项件 is told the reason on its page, not by mail', () => {
    const { story, id, assignment } = given()
    must(story, id, ask(assignment))
    story.cases.set(id, { ...story.cases.get(id)!, restricted: '检举控告' })
    must(story, id, settle(waiting(story, id)[0]!.id, false, '谈话未完'))
    expect(story.alerts.at(-1)!.alert.reason).toBe('延期申请未同意，各时限不变。理由见单位页')
  })

  it('is refused where nothing can be put off: 48 hours are nobody’s to give', () => {
    const { story, id, assignment } = given()
    must(story, id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' })
    const answer = { do: 'letter.answer', itemId: 'l1', channel: '电话', answeredAt: now, summary: '已告知' } as const
    must(story, id, answer)
    expect(give(story, id, ask(assignment))).toMatchObject({ ok: false, code: 'forbidden' })
  })

  it('waits for nothing when its unit has the case no longer', () => {
    const { story, id, assignment } = given()
    must(story, id, ask(assignment))
    const [asked] = waiting(story, id)
    must(story, id, { do: 'assignment.reassign', id: assignment, unit: 'yjj', reason: '不属住建' })
    expect(waiting(story, id)).toEqual([])
    expect(give(story, id, settle(asked!.id, false))).toMatchObject({ ok: false, code: 'state' })
  })
})
