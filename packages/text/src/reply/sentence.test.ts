// What is a signature and what only begins like one; all invented.
import { expect, test } from 'vitest'
import { sentencesOf } from './sentence.ts'

test.each([
  ['courtesy', '青河市教育局2026年11月20日'],
  ['courtesy', '南岭镇人民政府 2026-11-20'],
  ['content', '经疾控中心11月5日取样检测，浊度超标，已冲洗管网。'],
  ['content', '经教育局11月11日到校核实，校服由家长自愿征订。'],
])('%s: %s', (kind, text) => {
  expect(new Set(sentencesOf(text).map((one) => one.kind))).toEqual(new Set([kind]))
})
