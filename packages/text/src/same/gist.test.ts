// What of a letter is told apart beside its place: what it is about, without asking and without greeting.
import { expect, test } from 'vitest'
import { fingerprintOf } from '../same.ts'
import { gistOf } from './gist.ts'

test.each([
  ['西岭村自来水发黄，请尽快处理', '自来水发黄'],
  ['尊敬的市领导您好，青河市文化路12号东湖花园停水三天，希望有关部门管一管', '停水三天'],
  ['东湖花园的电梯坏了，反映多次没有结果，谢谢', '电梯坏了'],
  ['垃圾站的臭味飘到东湖花园，没人管', '垃圾站的臭味飘到'],
  ['东湖花园', '东湖花园'],
  ['', ''],
])('of %s it is %s', (text, gist) => {
  const one = fingerprintOf(text)
  expect(gistOf(one, one)).toBe(gist)
})

test('a place that only the other is known to name is left out too', () => {
  const [one, other] = ['那里停水了我们东湖花园', '东湖花园停水'].map(fingerprintOf) as [never, never]
  expect(gistOf(one, other)).toBe('那里停水了我们')
})

test('a letter of eighty 路 is read in a moment: nobody may stop the tracker with one', () => {
  const roads = '路'.repeat(80)
  const [one, other] = [`东湖花园停水${roads}`, '东湖花园没水用了'].map(fingerprintOf) as [never, never]
  expect(gistOf(one, other)).toBe(`停水${roads}`)
})
