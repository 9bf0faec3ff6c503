// What is a signature and what only begins like one, and what stands behind a receipt; all invented.
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

test.each([
  ['您的来信收悉，夜市每晚22时收摊，并非通宵营业。', ['courtesy', 'content']],
  ['您的来信收悉，由于地点不详，我队无法前往核实。', ['courtesy', 'awaited']],
  ['您的来信收悉。', ['courtesy']],
])('what follows a receipt in its sentence is read for itself: %s', (text, kinds) => {
  expect(sentencesOf(text).map((one) => one.kind)).toEqual(kinds)
})
