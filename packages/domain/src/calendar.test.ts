// Working days against the vectors of the rules, each with its why; they hold in any time zone of the machine.
import { describe, expect, it } from 'vitest'
import { addWorkdays, countWorkdays, hasNotice, isWorkday, workdayBefore, workdaysOf } from './calendar.ts'

const vectors: [from: string, add: number, due: string, estimated: boolean, why: string][] = [
  ['2026-09-28', 5, '2026-10-10', false, 'Saturday 10-10 is worked for the National Day week'],
  ['2026-09-30', 5, '2026-10-13', false, 'the whole holiday is skipped, the worked Saturday counts'],
  ['2026-09-30', 3, '2026-10-10', false, 'A6: 8, 9 and the worked Saturday 10 October'],
  ['2026-02-13', 5, '2026-02-27', false, '14 February is worked before Spring Festival'],
  ['2026-02-14', 3, '2026-02-26', false, 'the first day is not counted, though it is worked'],
  ['2026-04-30', 5, '2026-05-11', false, 'Saturday 9 May is worked'],
  ['2026-05-08', 1, '2026-05-09', false, 'the next day is a worked Saturday'],
  ['2026-09-19', 1, '2026-09-20', false, 'the next day is a worked Sunday'],
  ['2026-10-03', 5, '2026-10-13', false, 'received on a holiday: nothing is moved'],
  ['2026-11-20', 5, '2026-11-27', false, 'an ordinary week'],
  ['2026-11-20', 15, '2026-12-11', false, 'three ordinary weeks'],
  ['2026-12-25', 5, '2027-01-04', true, '1 January is a holiday by law, 2027 has no notice yet'],
  ['2027-01-04', 5, '2027-01-11', true, 'A14: without the notice of 2027 it is an estimate'],
  ['2027-02-04', 1, '2027-02-09', true, 'New Year’s Eve to the third day are holidays by law'],
  ['2024-02-09', 1, '2024-02-18', false, '2024: Sunday 18 February is worked'],
  ['2024-10-11', 1, '2024-10-12', false, '2024: Saturday 12 October is worked'],
  ['2025-01-24', 1, '2025-01-26', false, '2025: Sunday 26 January is worked'],
  ['2025-09-30', 1, '2025-10-09', false, '2025: eight days of holiday'],
]

describe('working days', () => {
  it.each(vectors)('%s + %i is %s (estimated %s): %s', (from, add, due, estimated) => {
    expect(addWorkdays(from, add)).toEqual({ due, estimated })
  })

  it('an imported notice replaces the estimate', () => {
    const notice = { year: 2027, doc: '示例', off: ['2027-01-01..2027-01-03'], work: ['2027-01-09'] }
    expect(addWorkdays('2027-01-07', 2, [notice])).toEqual({ due: '2027-01-09', estimated: false })
    expect(hasNotice(2027)).toBe(false)
    expect(hasNotice(2027, [notice])).toBe(true)
  })

  it('knows single days, goes back and counts', () => {
    expect(isWorkday('2026-10-10')).toBe(true)
    expect(isWorkday('2026-10-11')).toBe(false)
    expect(workdayBefore('2026-10-10', 1)).toBe('2026-10-09')
    expect(workdayBefore('2026-10-08', 1)).toBe('2026-09-30')
    expect(workdayBefore('2026-10-04', 0)).toBe('2026-09-30')
    expect(countWorkdays('2026-09-30', '2026-10-13')).toBe(5)
  })

  it.each<[object, string]>([
    [{ id: 'a', from: '2026-02-30', add: 1 }, 'no such day'],
    [{ id: 'a', from: '2026-2-3', add: 1 }, 'not written in full'],
    [{ id: 'a', from: '2026-02-03', add: 0 }, 'at least one'],
    [{ id: 'a', from: '2026-02-03', add: 1.5 }, 'whole days'],
    [{ id: 'a', from: '2026-02-03', add: '1' }, 'a number, not text'],
    [{ id: 'a', add: 1 }, 'from is missing'],
    [{ id: 'a', from: '2026-02-03', add: 1e9 }, 'bounded'],
  ])('refuses %j: %s', (line) => {
    expect(workdaysOf(line)).toMatchObject({ id: 'a', error: expect.any(String) })
  })

  it('refuses what is no object, without an id', () => {
    expect(workdaysOf([1])).toEqual({ error: '每行应为一个 JSON 对象' })
  })
})
