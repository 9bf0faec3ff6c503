// Tests of the grade tables: every boundary with the number on either side of it.
import { expect, test } from 'vitest'
import type { GradeMeasures } from './grade.ts'
import { gradeHints, suggestGrade } from './grade.ts'
import type { Grade, IncidentType } from './word.ts'

const rows: { type: IncidentType; measures: GradeMeasures; grade: Grade | null; why: string }[] = [
  { type: '生产安全', measures: { deaths: 2 }, grade: '一般', why: 'three and more are 较大' },
  { type: '生产安全', measures: { deaths: 3 }, grade: '较大', why: '以上 includes the number' },
  { type: '生产安全', measures: { deaths: 9 }, grade: '较大', why: 'below ten' },
  { type: '生产安全', measures: { deaths: 10 }, grade: '重大', why: 'ten' },
  { type: '生产安全', measures: { deaths: 29 }, grade: '重大', why: 'below thirty' },
  { type: '生产安全', measures: { deaths: 30 }, grade: '特别重大', why: 'thirty' },
  { type: '生产安全', measures: { serious: 9 }, grade: '一般', why: 'below ten seriously hurt' },
  { type: '生产安全', measures: { serious: 49 }, grade: '较大', why: 'below fifty' },
  { type: '生产安全', measures: { serious: 50 }, grade: '重大', why: 'fifty' },
  { type: '生产安全', measures: { serious: 99 }, grade: '重大', why: 'below a hundred' },
  { type: '生产安全', measures: { serious: 100 }, grade: '特别重大', why: 'a hundred' },
  { type: '生产安全', measures: { loss: 9_999_999 }, grade: '一般', why: 'below ten million yuan' },
  { type: '生产安全', measures: { loss: 10_000_000 }, grade: '较大', why: 'ten million' },
  { type: '生产安全', measures: { loss: 50_000_000 }, grade: '重大', why: 'fifty million' },
  { type: '生产安全', measures: { loss: 100_000_000 }, grade: '特别重大', why: 'a hundred million' },
  { type: '生产安全', measures: { deaths: 1, loss: 60_000_000 }, grade: '重大', why: 'the highest measure stands' },
  { type: '生产安全', measures: { injured: 3 }, grade: '一般', why: '受伤 is not 重伤' },
  { type: '生产安全', measures: { injured: 200 }, grade: '一般', why: '受伤 never reaches 较大' },
  { type: '生产安全', measures: { deaths: 0 }, grade: null, why: 'denied: nothing to measure' },
  { type: '环境', measures: { loss: 4_999_999 }, grade: '一般', why: 'below five million' },
  { type: '环境', measures: { loss: 5_000_000 }, grade: '较大', why: 'five million' },
  { type: '环境', measures: { loss: 20_000_000 }, grade: '重大', why: 'twenty million' },
  { type: '环境', measures: { evacuated: 4999 }, grade: '一般', why: 'below five thousand' },
  { type: '环境', measures: { evacuated: 5000 }, grade: '较大', why: 'five thousand' },
  { type: '环境', measures: { evacuated: 10_000 }, grade: '重大', why: 'ten thousand' },
  { type: '环境', measures: { evacuated: 50_000 }, grade: '特别重大', why: 'fifty thousand' },
  { type: '环境', measures: { water: 'county' }, grade: '重大', why: "a county's drinking water" },
  { type: '环境', measures: { water: 'city' }, grade: '特别重大', why: "a city's drinking water" },
  { type: '食品药品', measures: { ill: 29 }, grade: null, why: 'below the lowest number' },
  { type: '食品药品', measures: { ill: 30 }, grade: '一般', why: 'thirty' },
  { type: '食品药品', measures: { ill: 100 }, grade: '较大', why: 'a hundred' },
  { type: '食品药品', measures: { ill: 100, deaths: 1 }, grade: '重大', why: 'a hundred and a death' },
  { type: '食品药品', measures: { ill: 50, school: true }, grade: '重大', why: 'fifty at a school' },
  { type: '群体', measures: { participants: 299 }, grade: '一般', why: 'below three hundred' },
  { type: '群体', measures: { participants: 1000 }, grade: '重大', why: 'a thousand' },
  { type: '群体', measures: { participants: 5000 }, grade: '特别重大', why: 'five thousand' },
  { type: '群体', measures: { injured: 30 }, grade: '特别重大', why: 'thirty hurt' },
  { type: '自然灾害', measures: { deaths: 30 }, grade: null, why: 'the emergency department says' },
  { type: '公共卫生', measures: { ill: 500 }, grade: null, why: 'the health department says' },
  { type: '交通', measures: { deaths: 10 }, grade: null, why: 'private traffic: the police say' },
  { type: '刑事', measures: { deaths: 3 }, grade: null, why: 'the police say' },
]

test.each(rows)('$type $measures is $grade: $why', ({ type, measures, grade }) => {
  expect(suggestGrade(type, measures)?.grade ?? null).toBe(grade)
})

test('a suggestion names the article and the measure it rests on', () => {
  expect(suggestGrade('生产安全', { deaths: 12, serious: 3 })).toEqual({
    grade: '重大',
    article: '《生产安全事故报告和调查处理条例》（国务院令第493号）第三条第二项',
    by: ['deaths'],
  })
  expect(gradeHints.自然灾害).toBe('请应急定级')
})
