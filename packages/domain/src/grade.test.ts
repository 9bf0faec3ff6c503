// Grading tables against the vectors of the rules.
import { describe, expect, it } from 'vitest'
import { isSuspectedMajor, type Measures, noMeasures, suggestGrade } from './grade.ts'
import type { Grade, IncidentType } from './word.ts'

const rows: [IncidentType | null, Partial<Measures>, Grade | null, string][] = [
  ['生产安全', { deaths: 2 }, '一般', 'fewer than three'],
  ['生产安全', { deaths: 3 }, '较大', 'three is included'],
  ['生产安全', { deaths: 9 }, '较大', 'ten is not reached'],
  ['生产安全', { deaths: 10 }, '重大', 'ten is included'],
  ['生产安全', { deaths: 29 }, '重大', 'thirty is not reached'],
  ['生产安全', { deaths: 30 }, '特别重大', 'thirty is included'],
  ['生产安全', { serious: 49 }, '较大', 'fifty is not reached'],
  ['生产安全', { serious: 50 }, '重大', 'fifty is included'],
  ['生产安全', { serious: 100 }, '特别重大', 'a hundred is included'],
  ['生产安全', { lossYuan: 10_000_000 }, '较大', 'ten million'],
  ['生产安全', { lossYuan: 50_000_000 }, '重大', 'fifty million'],
  ['生产安全', { lossYuan: 100_000_000 }, '特别重大', 'a hundred million'],
  ['生产安全', { deaths: 1, lossYuan: 60_000_000 }, '重大', 'the highest measure counts'],
  ['生产安全', { injured: 3 }, '一般', 'three injured is not 较大'],
  ['生产安全', { injured: 500 }, '一般', 'slight injuries never reach further'],
  ['生产安全', { deaths: 0 }, null, 'denied: nothing to grade'],
  ['生产安全', {}, null, 'the text says nothing'],
  ['环境', { lossYuan: 5_000_000 }, '较大', 'five million'],
  ['环境', { lossYuan: 20_000_000 }, '重大', 'twenty million'],
  ['环境', { evacuated: 5000 }, '较大', 'five thousand moved'],
  ['环境', { evacuated: 10_000 }, '重大', 'ten thousand moved'],
  ['环境', { evacuated: 50_000 }, '特别重大', 'fifty thousand moved'],
  ['环境', { waterCut: '县级' }, '重大', 'a county’s water'],
  ['食品药品', { injured: 35 }, '一般', 'thirty to ninety-nine'],
  ['食品药品', { injured: 120 }, '较大', 'a hundred and more'],
  ['食品药品', { injured: 120, deaths: 1 }, '重大', 'a hundred and a death'],
  ['食品药品', { injured: 50, school: true }, '重大', 'fifty at a school'],
  ['食品药品', { injured: 11 }, null, 'below the table'],
  ['群体', { participants: 1000 }, '重大', 'a thousand'],
  ['群体', { participants: 5000 }, '特别重大', 'five thousand'],
  ['群体', { serious: 5, injured: 6 }, '重大', 'all the hurt count together'],
  ['自然灾害', { deaths: 12 }, null, 'graded by 应急'],
  ['公共卫生', { deaths: 12 }, null, 'graded by 卫健'],
  ['交通', { deaths: 12 }, null, 'graded by 公安'],
  [null, { deaths: 12 }, null, 'no type, no table'],
]

describe('suggested grades', () => {
  it.each(rows)('%s %j is %s: %s', (type, measures, grade) => {
    expect(suggestGrade(type, { ...noMeasures, ...measures }).grade).toBe(grade)
  })

  it('names its source, or who is asked', () => {
    expect(suggestGrade('生产安全', { ...noMeasures, deaths: 3 })).toMatchObject({
      article: expect.stringContaining('493号'),
      because: '死亡 3',
    })
    expect(suggestGrade('公共卫生', noMeasures).article).toBe('请卫健部门定级')
    expect(suggestGrade('环境', { ...noMeasures, deaths: 3 }, ['生产安全']).grade).toBeNull()
  })

  it.each<[Grade | null, number | null, number | null, number | null, boolean, string]>([
    [null, 10, null, null, true, 'ten dead, whatever the type'],
    [null, 9, null, null, false, 'nine are not'],
    [null, null, 20, 30, true, 'fifty hurt, badly or not'],
    [null, null, null, 49, false, 'forty-nine are not'],
    ['重大', null, null, null, true, 'the table says so'],
    ['较大', 3, null, null, false, '较大 is not'],
    [null, null, null, null, false, '多人 without a number does not count'],
  ])('§14-1 suspicion: %s %s %s %s is %s: %s', (grade, deaths, serious, injured, expected) => {
    expect(isSuspectedMajor(grade, { deaths, serious, injured })).toBe(expected)
  })
})
