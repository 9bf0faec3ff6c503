// Whole days in the At/Want manner: who is told what and when, from T0 to the repeats; and to whom nothing is ever
// sent.
import { describe, expect, it } from 'vitest'
import { writeTime } from '../beijing.ts'
import type { Order } from '../command.ts'
import { subjectOf } from '../subject.ts'
import { rings } from '../unheard.ts'
import type { Grade } from '../word.ts'
import {
  at,
  bookText,
  give,
  makeArrival,
  makeLetter,
  must,
  only,
  open,
  readBook,
  refused,
  run,
  type Story,
  startStory,
  turn,
} from './given.ts'

const now = at('2026-11-20 11:00')
const occurredAt = { at: at('2026-11-20 10:00'), precision: 'minute' as const, saidBy: 'item:i', verified: false }
const judge = (grade: Grade): Order => ({ do: 'case.judge', verdict: '确认', grade, type: null, reason: '研判' })
const assign = (unit: string, part: '牵头' | '协办' = '牵头'): Order => ({
  do: 'case.assign',
  unit,
  part,
  reason: '涉事部门',
})
const rows = (story: Story, from = 0) =>
  story.alerts.slice(from).map(({ alert, deliveries }) => {
    const part = (word: string) =>
      deliveries
        .filter((each) => each.part === word)
        .map((each) => each.to)
        .join(' ')
    const code = alert.code ? `${alert.code} ` : ''
    const at = writeTime(alert.firedAt, now).slice(-5)
    return `${at} ${code}${alert.step}${alert.occurrence || ''} → ${part('主送')} ｜ ${part('抄送')}`.trim()
  })

const judged = (grade: Grade) => {
  const story = startStory(now)
  const id = open(story, makeArrival({}, { suspected: grade === '重大', deaths: 12 }, { occurredAt }))
  must(story, id, judge(grade))
  story.alerts.length = 0
  return { story, id }
}
const assignmentOf = (story: Story) => only(story).assignments.find((each) => each.ended === null)!.id

describe('a whole day', () => {
  it('重大, never signed: T0, 未签收, 黄, 橙, 红, 超时 and its repeats', () => {
    const { story, id } = judged('重大')
    must(story, id, { do: 'report.make', code: 'RPT-P', to: '市委', madeAt: now, note: '' })
    must(story, id, { do: 'report.make', code: 'RPT-W', to: '市委', madeAt: now, note: '' })
    must(story, id, assign('yjj'))
    run(story, at('2026-11-20 16:00'))
    expect(rows(story)).toEqual([
      '11:00 T0 → yjj-llr yjj-fg yjj-zy ｜ zwgk xwb boss',
      '11:15 未签收 → yjj-llr ｜ zwgk',
      '12:30 C5 黄 → yjj-llr yjj-kz ｜',
      '14:00 C5 橙 → yjj-llr yjj-kz yjj-fg ｜ dc',
      '14:30 C5 红 → yjj-llr yjj-kz yjj-fg yjj-zy ｜ dc wfg',
      '15:00 C5 超时 → yjj-llr yjj-kz yjj-fg yjj-zy ｜ dc wfg mayor',
      '15:30 C5 超时1 → day yjj-llr ｜',
      '16:00 C5 超时2 → day yjj-llr ｜',
    ])
    expect(story.alerts.filter(({ calls }) => calls > 0).map(({ alert }) => alert.step)).toEqual([
      '未签收',
      '红',
      '超时',
    ])
    const over = story.alerts.at(-1)!
    const clock = only(story).clocks[0]!
    expect(subjectOf(over.alert, only(story), clock, story.now)).toBe(
      '【督办·超时·重大·已超时1小时】YQ-2026-0001 化工园区爆炸（11月20日 15:00 前发布权威信息）',
    )
  })

  it('a case nobody touches: the desk and the duty leader, then the clock’s own steps, all to the desk', () => {
    const story = startStory(now)
    open(story, makeArrival({}, { deaths: 1 }))
    run(story, at('2026-11-22 10:40'))
    expect(rows(story)).toEqual([
      '11:00 新案 → day ｜',
      '12:00 待研判 → day ｜',
      '13:00 待研判1 → day chief ｜',
      '15:00 待研判2 → day chief boss ｜',
      '10:40 C48 黄 → day chief ｜',
      '06:40 C48 红 → night chief ｜',
      '10:40 C48 超时 → day chief ｜',
    ])
  })

  it('改派: the new unit gets T0 at once, the old one a last word; the deadline stays', () => {
    const { story, id } = judged('较大')
    must(story, id, assign('zjj'))
    turn(story)
    const due = only(story).clocks.map((clock) => clock.dueAt)
    const former = assignmentOf(story)
    story.now = at('2026-11-20 12:00')
    must(story, id, { do: 'assignment.reassign', id: former, unit: 'yjj', reason: '属应急职责' })
    run(story, at('2026-11-20 14:30'))
    expect(rows(story)).toEqual([
      '11:00 T0 → zjj-llr zjj-fg ｜',
      '12:00 T01 → zjj-llr ｜',
      '12:00 T0 → yjj-llr yjj-fg ｜',
      '14:00 未签收 → yjj-llr ｜ zwgk',
    ])
    expect(only(story).clocks.map((clock) => clock.dueAt)).toEqual(due)
    expect(refused(story, id, { do: 'assignment.sign', id: former, by: '甲', how: '链接' })).toContain('已改派')
  })

  it('signing stops 未签收; a second signing is told who did', () => {
    const { story, id } = judged('较大')
    must(story, id, assign('yjj'))
    turn(story)
    story.now = at('2026-11-20 11:30')
    must(story, id, { do: 'assignment.sign', id: assignmentOf(story), by: '甲应急局', how: '链接' })
    run(story, at('2026-11-20 18:00'))
    expect(rows(story)).toEqual(['11:00 T0 → yjj-llr yjj-fg ｜'])
    expect(only(story).status).toBe('办理中')
    expect(refused(story, id, { do: 'assignment.sign', id: assignmentOf(story), by: '乙', how: '电话' })).toBe(
      '已由 甲应急局 于 11月20日 11:30 签收（链接）',
    )
  })

  it('an upgrade tells the unit in charge again, with the wider circle', () => {
    const { story, id } = judged('较大')
    must(story, id, assign('yjj'))
    must(story, id, { do: 'assignment.sign', id: assignmentOf(story), by: '甲', how: '登录' })
    story.now = at('2026-11-20 12:00')
    must(story, id, judge('重大'))
    story.alerts.length = 0
    turn(story)
    expect(rows(story)).toContain('12:00 T0 → yjj-llr yjj-fg yjj-zy ｜ zwgk xwb boss')
  })

  it('six hours away across a deadline: one alert for each ladder, marked late', () => {
    const { story, id } = judged('重大')
    must(story, id, assign('yjj'))
    turn(story)
    story.alerts.length = 0
    story.now = at('2026-11-20 17:00')
    turn(story)
    const told = story.alerts.map(
      ({ alert }) => `${alert.code ?? ''}${alert.step} ${alert.late} ${alert.skipped.join('')}`,
    )
    expect(told.sort()).toEqual(['C5超时 true 黄橙红', 'RPT-P超时 true 红', 'RPT-W超时 true 红', '未签收 true '])
  })
})

describe('to whom it is never given', () => {
  const report = () => {
    const story = startStory(now)
    const letter = makeLetter('l', now, { report: true })
    letter.item.mentions = { units: ['zjj', 'jw'], contacts: ['yjj-fg'] }
    return { story, id: open(story, letter) }
  }
  const confirm = {
    do: 'case.judge',
    verdict: '确认',
    grade: null,
    type: null,
    reason: '检举',
    restricted: '检举控告',
  } as const

  it('待甄别: nothing goes out, not even when a deadline passes, until a person judges', () => {
    const { story, id } = report()
    run(story, at('2026-11-30 10:00'))
    expect(story.alerts.flatMap(({ deliveries }) => deliveries)).toEqual([])
    expect(refused(story, id, assign('yjj'))).toContain('疑似检举控告')
  })

  it('检举控告: only the discipline body, and the subject is 专项件 with a number', () => {
    const { story, id } = report()
    must(story, id, confirm)
    expect(refused(story, id, assign('zjj'))).toContain('被反映单位')
    expect(refused(story, id, assign('yjj'))).toContain('只走纪检通道')
    run(story, at('2026-11-30 10:00'))
    expect([...new Set(story.alerts.flatMap(({ deliveries }) => deliveries.map((each) => each.to)))]).toEqual(['jj'])
    const { alert } = story.alerts[0]!
    expect(subjectOf(alert, only(story), null, story.now)).toContain('专项件 YQ-2026-0001')
    expect(subjectOf(alert, only(story), null, story.now)).not.toContain('来信')
  })

  it('a complaint is handed out, but who is complained of is left out and the next level up put in', () => {
    const { story, id } = report()
    must(story, id, { ...confirm, restricted: '否' })
    must(story, id, assign('yjj'))
    turn(story)
    expect(rows(story)).toEqual(['11:00 T0 → yjj-llr yjj-zy ｜'])
  })

  it.each<[string, Order, string]>([
    ['a unit without an address', assign('mute'), '没有可用的联络员邮箱'],
    ['a unit nobody knows', assign('none'), '名册中没有'],
    ['a second lead', assign('zjj'), '已由应急局牵头'],
    ['the same unit twice', assign('yjj', '协办'), '已在办理此案'],
  ])('refuses %s', (_why, order, words) => {
    const { story, id } = judged('较大')
    must(story, id, assign('yjj'))
    expect(refused(story, id, order)).toContain(words)
  })

  it('before a judgement the machine’s suspicion goes to no unit', () => {
    const story = startStory(now)
    const id = open(story, makeArrival({}, { suspected: true }))
    expect(refused(story, id, assign('yjj'))).toContain('先研判')
  })

  it('the preview names everybody T0 will reach', () => {
    const { story, id } = judged('较大')
    expect(must(story, id, assign('yjj'))).toEqual([
      '主送：应急局 联络员 甲应急局',
      '主送：应急局 分管领导 丙应急局',
      '48小时回应：截止 11月22日 10:40',
    ])
  })

  it('a deputy acts while set; nobody with an address is itself an alert', () => {
    const story = startStory(
      now,
      readBook(bookText.replace('mail: llr@yjj.example', 'mail: llr@yjj.example, deputy: yjj-kz')),
    )
    const id = open(story, makeLetter('l', now))
    must(story, id, assign('yjj'))
    turn(story)
    expect(rows(story)).toEqual(['11:00 T0 → yjj-kz yjj-fg ｜'])
    const mute = bookText.replaceAll(/mail: (llr|kz|fg|zy)@yjj.example(, phone: "1yjj")?/g, 'phone: "1"')
    story.policy = readBook(mute.replace('mail: zwgk@x.example', 'phone: "2"'))
    run(story, at('2026-11-23 11:00'))
    expect(rows(story, 1)).toEqual(['11:00 未签收 →  ｜', '11:00 无地址 → day chief ｜'])
    expect(story.alerts[1]?.calls).toBe(2)
  })

  it('a return leaves the deadlines as they are', () => {
    const { story, id } = judged('较大')
    must(story, id, assign('yjj'))
    const due = only(story).clocks.map((clock) => clock.dueAt)
    must(story, id, { do: 'assignment.return', id: assignmentOf(story), reason: '非本单位职责' })
    expect(only(story)).toMatchObject({ status: '办理中' })
    expect(only(story).clocks.map((clock) => clock.dueAt)).toEqual(due)
    expect(give(story, id, assign('zjj')).ok).toBe(true)
  })

  it('a unit that gives a case back is heard at the desk at once, and rings until somebody says so', () => {
    const { story, id } = judged('较大')
    must(story, id, assign('yjj'))
    story.alerts.length = 0
    must(story, id, { do: 'assignment.return', id: assignmentOf(story), reason: '非本单位职责' })
    expect(rows(story)).toEqual(['11:00 新案1 → day ｜'])
    const [{ alert } = { alert: null }] = story.alerts
    expect(alert!.reason).toBe('单位退回：应急局（牵头），请尽快改派。理由：非本单位职责')
    expect(rings(alert!, only(story))).toBe(true)
    expect(subjectOf(alert!, only(story), null, now)).toMatch(/^【退回·较大】/)
  })

  it('a return that the desk records after a telephone call rings nobody', () => {
    const { story, id } = judged('较大')
    must(story, id, assign('yjj'))
    story.alerts.length = 0
    must(story, id, { do: 'assignment.return', id: assignmentOf(story), reason: '非本单位职责', heard: true })
    expect(rows(story)).toEqual([])
  })
})
