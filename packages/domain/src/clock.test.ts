// Clocks against the acceptance cases of the rules; all in natural hours, whatever the zone of the machine.
import { describe, expect, it } from 'vitest'
import { readInstant } from './beijing.ts'
import type { Clock } from './case.ts'
import {
  blankClock,
  defaultClockRules,
  judgeStop,
  letterClock,
  mailboxRule,
  momentAt,
  startResponseClocks,
} from './clock.ts'
import { clocksOf } from './clock-line.ts'

const at = (text: string): number => {
  const read = readInstant(text)
  if ('wrong' in read) throw new Error(read.wrong)
  return read.at
}
const iso = (text: string) => new Date(at(text)).toISOString()
const due = (line: object) => {
  const out = clocksOf({ id: 'x', ...line })
  return 'error' in out ? out.error : out.clocks.map((clock) => `${clock.code} ${clock.basis} ${clock.dueAt}`)
}

describe('response clocks', () => {
  const day = { occurredAt: '2026-11-20T10:00+08:00', firstPublishedAt: '2026-11-20T10:40+08:00' }
  it.each<[string, object, string[]]>([
    [
      'A1: three dead is 较大: C48 from the first publication',
      { grade: '较大', ...day, detectedAt: '2026-11-20T11:00+08:00' },
      [`C48 firstPublishedAt ${iso('2026-11-22T10:40+08:00')}`],
    ],
    [
      'A2: twelve dead is 重大: C5 and C24 from the occurrence',
      { grade: '重大', ...day, detectedAt: '2026-11-20T11:00+08:00' },
      [`C5 occurredAt ${iso('2026-11-20T15:00+08:00')}`, `C24 occurredAt ${iso('2026-11-21T10:00+08:00')}`],
    ],
    [
      'A5: at night in Spring Festival nothing is put off',
      { grade: '特别重大', occurredAt: '2026-02-16T00:10+08:00', detectedAt: '2026-02-16T00:20+08:00' },
      [`C5 occurredAt ${iso('2026-02-16T05:10+08:00')}`, `C24 occurredAt ${iso('2026-02-17T00:10+08:00')}`],
    ],
    [
      'R03: C48 runs through the holiday',
      { grade: '非突发', detectedAt: '2026-02-14T10:00+08:00' },
      [`C48 detectedAt ${iso('2026-02-16T10:00+08:00')}`],
    ],
    [
      '待定 under suspicion is held as 重大',
      { grade: '待定', suspected: true, detectedAt: '2026-11-20T10:00:00Z' },
      ['C5 detectedAt 2026-11-20T15:00:00.000Z', 'C24 detectedAt 2026-11-21T10:00:00.000Z'],
    ],
    [
      '待定 alone has C48',
      { grade: '待定', detectedAt: '2026-11-20T10:00:00Z' },
      ['C48 detectedAt 2026-11-22T10:00:00.000Z'],
    ],
    [
      'a judged 一般 stays so whatever the machine suspects',
      { grade: '一般', suspected: true, detectedAt: '2026-11-20T10:00:00Z' },
      ['C48 detectedAt 2026-11-22T10:00:00.000Z'],
    ],
    [
      'a start equal to the detection is allowed',
      { grade: '一般', firstPublishedAt: '2026-11-20T18:00:00+08:00', detectedAt: '2026-11-20T10:00:00Z' },
      ['C48 firstPublishedAt 2026-11-22T10:00:00.000Z'],
    ],
    [
      'null is unknown',
      { grade: '重大', occurredAt: null, firstPublishedAt: null, detectedAt: '2026-11-20T10:00:00.5Z' },
      ['C5 detectedAt 2026-11-20T15:00:00.500Z', 'C24 detectedAt 2026-11-21T10:00:00.500Z'],
    ],
  ])('%s', (_why, line, expected) => {
    expect(due(line)).toEqual(expected)
  })

  it.each<[string, object, string]>([
    [
      'start later than detection',
      { grade: '重大', occurredAt: '2026-11-20T10:01Z', detectedAt: '2026-11-20T10:00Z' },
      '晚于',
    ],
    ['no offset', { grade: '重大', detectedAt: '2026-11-20T10:00:00' }, '没有时区'],
    ['a date only', { grade: '重大', detectedAt: '2026-11-20' }, '没有时区'],
    ['unknown grade', { grade: '严重', detectedAt: '2026-11-20T10:00Z' }, '未知级别'],
    ['no grade', { detectedAt: '2026-11-20T10:00Z' }, '未知级别'],
    ['impossible date', { grade: '重大', detectedAt: '2026-02-30T10:00Z' }, '没有这一天'],
    ['impossible hour', { grade: '重大', detectedAt: '2026-02-20T25:00Z' }, '没有这个时刻'],
    ['impossible zone', { grade: '重大', detectedAt: '2026-02-20T10:00+99:00' }, '没有这个时区'],
    ['no detection', { grade: '重大' }, '缺 detectedAt'],
    ['not a time', { grade: '重大', detectedAt: 'yesterday' }, '不是 ISO 8601'],
    ['a number', { grade: '重大', detectedAt: 1 }, '应为带时区'],
    ['suspected is no yes or no', { grade: '重大', suspected: 'yes', detectedAt: '2026-02-20T10:00Z' }, 'suspected'],
  ])('refuses %s', (_why, line, words) => {
    expect(clocksOf({ id: 7, ...line })).toEqual({ id: 7, error: expect.stringContaining(words) })
  })
})

describe('starts and lateness', () => {
  const hang = (moments: Parameters<typeof startResponseClocks>[0]['moments'], now: number) =>
    startResponseClocks(
      {
        caseId: 'k',
        grade: '重大',
        suspected: false,
        moments,
        provisional: true,
        lateAs: '升级补挂超时',
        turn: 0,
        makeId: (...parts) => parts.join('/'),
      },
      { clocks: defaultClockRules },
      now,
    )[0]!

  it('§14-5: a publication known by its day starts no clock and says so', () => {
    const clock = hang(
      {
        occurredAt: null,
        firstPublishedAt: momentAt(at('2026-11-20T00:00+08:00'), 'item:1', 'day'),
        detectedAt: momentAt(at('2026-11-20T11:00+08:00'), 'system', 'second'),
      },
      at('2026-11-20T11:00+08:00'),
    )
    expect(clock).toMatchObject({ basis: 'detectedAt', notes: ['首发仅有日期，待核'], lateAtStart: null })
  })

  it('A3: found at 16:00, due at 15:00: late when found, not set back to nothing', () => {
    const found = at('2026-11-20T16:00+08:00')
    const clock = hang(
      {
        occurredAt: momentAt(at('2026-11-20T10:00+08:00'), 'item:1'),
        firstPublishedAt: null,
        detectedAt: momentAt(found, 'system', 'second'),
      },
      found,
    )
    expect(clock).toMatchObject({ dueAt: at('2026-11-20T15:00+08:00'), lateAtStart: '发现即超时' })
  })

  it.each<[string, Partial<Clock>, string, string | null]>([
    ['equal is in time', {}, '15:00:00', null],
    ['compared by seconds', {}, '15:00:00.999', null],
    ['a second later is late', {}, '15:00:01', '超时'],
    ['nobody had judged', { provisional: true }, '16:00:00', '研判超时'],
    ['judged after the deadline', { confirmedAt: at('2026-11-20T15:30:00+08:00') }, '16:00:00', '研判超时'],
    ['judged in time', { confirmedAt: at('2026-11-20T12:30:00+08:00') }, '16:00:00', '超时'],
    ['found late stays found late', { lateAtStart: '发现即超时' }, '16:00:00', '发现即超时'],
    ['published in time, hung late', { lateAtStart: '升级补挂超时' }, '14:00:00', null],
  ])('§14-2 and §14-4: %s', (_why, over, time, late) => {
    const clock: Clock = {
      ...blankClock,
      id: 'a',
      caseId: 'k',
      code: 'C5',
      basis: 'occurredAt',
      startAt: at('2026-11-20T10:00+08:00'),
      dueAt: at('2026-11-20T15:00+08:00'),
      openedAt: at('2026-11-20T10:10+08:00'),
      rule: '',
      ...over,
    }
    expect(judgeStop(clock, at(`2026-11-20T${time}+08:00`), 'r').late).toBe(late)
  })
})

describe('mailbox rules', () => {
  const mailbox = [
    { channel: '市长信箱', type: '咨询', finish: 3, unit: 'workday' as const, basis: '示例' },
    { channel: '信访', type: '*', finish: 60, unit: 'calendarDay' as const, basis: '信访工作条例' },
    { channel: '热线', type: '突发', finish: 2, unit: 'hour' as const, basis: '示例' },
    { channel: '*', type: '*', finish: 5, unit: 'workday' as const, basis: '示例' },
  ]
  it.each<[string, string, string, string, string, boolean]>([
    ['A6: three working days', '市长信箱', '咨询', '2026-09-30T09:00+08:00', '2026-10-11T00:00+08:00', false],
    [
      'A6: five working days by the last rule',
      '市长信箱',
      '投诉',
      '2026-09-30T23:50+08:00',
      '2026-10-14T00:00+08:00',
      false,
    ],
    ['calendar days', '信访', '求助', '2026-09-30T09:00+08:00', '2026-11-30T00:00+08:00', false],
    ['hours run at night', '热线', '突发', '2026-09-30T23:30+08:00', '2026-10-01T01:30+08:00', false],
    ['A14: no notice for 2027', '区长信箱', '投诉', '2027-01-04T09:00+08:00', '2027-01-12T00:00+08:00', true],
  ])('%s', (_why, channel, letterType, received, dueAt, estimated) => {
    const clock = letterClock(
      {
        caseId: 'k',
        itemId: 'i',
        receivedAt: at(received),
        channel,
        letterType,
        makeId: (...parts) => parts.join('/'),
      },
      { mailbox, holidays: [] },
      at(received),
    )
    expect(clock).toMatchObject({ code: 'LET', basis: 'receivedAt', dueAt: at(dueAt), estimated, itemId: 'i' })
  })

  it('has to end with *', () => {
    expect(() => mailboxRule(mailbox.slice(0, 1), '区长信箱', undefined)).toThrow('must end with *')
  })
})
