// Ladders as frozen and as fired: hand-written times, quiet hours, one alert after an outage.
import { describe, expect, it } from 'vitest'
import { writeTime } from './beijing.ts'
import type { Plan } from './case.ts'
import { letterDue } from './clock.ts'
import { at, readBook } from './decide/given.ts'
import { freezePlan } from './ladder.ts'
import { ladderMarks } from './ladder-mark.ts'
import { turnPlan } from './plan.ts'
import type { ClockCode } from './word.ts'

const policy = readBook()
const freeze = (
  ladder: string,
  startAt: number,
  dueAt: number | null,
  now = startAt,
  code: ClockCode | null = null,
): Plan =>
  freezePlan(
    {
      id: 'p',
      caseId: 'k',
      owner: { kind: 'clock', id: 'c', code: code ?? (ladder.replace('assign-', '') as ClockCode) },
      ladder,
      startAt,
      dueAt,
    },
    policy,
    now,
  )
const told = (plan: Plan) => plan.steps.map((step) => `${step.step} ${writeTime(step.at, at('2026-11-20 12:00'))}`)

describe('frozen steps', () => {
  const start = at('2026-11-20 10:00')
  it.each<[string, Plan, string[]]>([
    [
      'C5: half, an hour, half an hour, due',
      freeze('C5', start, at('2026-11-20 15:00')),
      ['黄 11月20日 12:30', '橙 11月20日 14:00', '红 11月20日 14:30', '超时 11月20日 15:00'],
    ],
    [
      'C24: half, six hours, two hours, due',
      freeze('C24', start, at('2026-11-21 10:00')),
      ['黄 11月20日 22:00', '橙 11月21日 04:00', '红 11月21日 08:00', '超时 11月21日 10:00'],
    ],
    [
      'C48: half a day before waits for the morning; 红 does not',
      freeze('C48', start, at('2026-11-22 10:00')),
      ['黄 11月21日 10:00', '红 11月22日 06:00', '超时 11月22日 10:00'],
    ],
    [
      'C48 due at noon: 橙 at midnight waits until seven',
      freeze('C48', at('2026-11-20 12:00'), at('2026-11-22 12:00')),
      ['黄 11月21日 12:00', '橙 11月22日 07:00', '红 11月22日 08:00', '超时 11月22日 12:00'],
    ],
    [
      'what is past at hanging is left out: T0 tells of it',
      freeze('C5', start, at('2026-11-20 15:00'), at('2026-11-20 14:10')),
      ['红 11月20日 14:30', '超时 11月20日 15:00'],
    ],
    [
      'overdue at hanging fires at once',
      freeze('C5', start, at('2026-11-20 15:00'), at('2026-11-20 16:00')),
      ['超时 11月20日 16:00'],
    ],
    [
      '未签收 of C5 by night is not quiet',
      freeze('assign-C5', at('2026-11-20 23:00'), null),
      ['T0 11月20日 23:00', '未签收 11月20日 23:15'],
    ],
    [
      '未签收 of C48 by night waits',
      freeze('assign-C48', at('2026-11-20 21:00'), null),
      ['T0 11月20日 21:00', '未签收 11月21日 07:00'],
    ],
    [
      '未签收 of a letter: a working day on',
      freeze('assign-LET', at('2026-11-20 16:00'), null),
      ['T0 11月20日 16:00', '未签收 11月23日 16:00'],
    ],
  ])('%s', (_why, plan, expected) => {
    expect(told(plan)).toEqual(expected)
  })

  const letter = (received: string, days: number) => {
    const { dueAt } = letterDue(at(received), days, 'workday', policy)
    return told(freeze('LET', at(received), dueAt))
  }
  it('a letter of fifteen working days: 黄 on the first day with a third left, 橙 the day before, 红 on the day', () => {
    expect(letter('2026-11-20 10:00', 15)).toEqual([
      '黄 12月7日 09:00',
      '橙 12月10日 09:00',
      '红 12月11日 09:00',
      '超时 12月14日 09:00',
    ])
  })
  it('a letter of five: 黄 falls on 红 and gives way', () => {
    expect(letter('2026-11-20 10:00', 5)).toEqual(['橙 11月26日 09:00', '红 11月27日 09:00', '超时 11月30日 09:00'])
  })
  it('a letter of an hour rule counts hours', () => {
    expect(told(freeze('LET', start, at('2026-11-21 10:00')))).toEqual([
      '橙 11月21日 07:00',
      '红 11月21日 07:36',
      '超时 11月21日 10:00',
    ])
  })
})

describe('firing', () => {
  const plan = freeze('C5', at('2026-11-20 10:00'), at('2026-11-20 15:00'))
  const fire = (from: Plan, now: string) => {
    const firing = turnPlan(from, at(now))
    return (
      firing && {
        step: firing.step.step,
        occurrence: firing.occurrence,
        late: firing.late,
        skipped: firing.skipped,
        next: firing.next,
      }
    )
  }

  it('nothing before its time, then one step on time', () => {
    expect(turnPlan(plan, at('2026-11-20 12:29'))).toBeNull()
    expect(fire(plan, '2026-11-20 12:30')).toMatchObject({ step: '黄', occurrence: 0, late: false, skipped: [] })
  })

  it('after an outage the highest step reached fires once, late, with what was skipped', () => {
    const first = fire(plan, '2026-11-20 14:40')
    expect(first).toMatchObject({ step: '红', late: true, skipped: ['黄', '橙'] })
    expect(turnPlan(first!.next, at('2026-11-20 14:40'))).toBeNull()
    expect(first!.next.nextStepAt).toBe(at('2026-11-20 15:00'))
  })

  it('an outage past several repeats still fires the first 超时, the one leaders get', () => {
    const first = fire(plan, '2026-11-20 16:10')
    expect(first).toMatchObject({ step: '超时', occurrence: 0, late: true, skipped: ['黄', '橙', '红'] })
    expect(first!.next).toMatchObject({ occurrence: 3, nextStepAt: at('2026-11-20 16:30') })
  })

  it('超时 repeats every thirty minutes, six times, then rests', () => {
    let now = plan
    const times: string[] = []
    while (now.nextStepAt !== null) {
      const firing = turnPlan(now, now.nextStepAt)
      times.push(
        `${firing?.step.step}${firing?.occurrence} ${writeTime(now.nextStepAt, at('2026-11-20 12:00')).slice(-5)}`,
      )
      now = firing!.next
    }
    expect(times.slice(3)).toEqual([
      '超时0 15:00',
      '超时1 15:30',
      '超时2 16:00',
      '超时3 16:30',
      '超时4 17:00',
      '超时5 17:30',
      '超时6 18:00',
    ])
  })

  it('a letter repeats on working days at nine', () => {
    const over = freeze('LET', at('2026-11-20 10:00'), at('2026-11-28 00:00'))
    const first = turnPlan({ ...over, position: 2, nextStepAt: over.steps[2]!.at }, at('2026-11-30 09:00'))
    expect(first?.next.nextStepAt).toBe(at('2026-12-01 09:00'))
  })
})

describe('what a screen shows of a ladder', () => {
  const [startAt, dueAt] = [at('2026-11-17 09:10'), at('2026-11-25 00:00')]
  const marksWhenHungAt = (openedAt: number) => {
    const plan = freeze('LET', startAt, dueAt, openedAt)
    const clock = { id: 'c', caseId: 'k', code: 'LET', startAt, dueAt, openedAt } as const
    return ladderMarks(clock, plan, policy).map((mark) => `${mark.step} ${writeTime(mark.at, startAt)}`)
  }
  const both = ['橙 11月23日 09:00', '红 11月24日 09:00']
  it.each<[string, number, string[]]>([
    ['at once: the steps of its plan', at('2026-11-17 09:10'), both],
    [
      'on its last day: what was past stands all the same, and 红 is now',
      at('2026-11-24 11:00'),
      ['橙 11月23日 09:00', '红 11月24日 11:00'],
    ],
  ])('of a letter that is hung %s', (_, openedAt, want) => expect(marksWhenHungAt(openedAt)).toEqual(want))
})
