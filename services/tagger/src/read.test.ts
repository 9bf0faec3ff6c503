// A verdict as it is read: in the order in which it is written out, so that writing it copies nothing.
import type { Verdict } from '@huiying/domain/item'
import { canonicalJson } from '@huiying/runtime/json'
import { expect, test } from 'vitest'
import { openLocalModels, openReader } from './read.ts'

const text = [
  '青河市柳林镇卫生院缺药',
  '领导好，我们住在青河市建设路金湖花园，卫生院缺药已经2个月，老人得坐车去山东省济南市看病，医保局说不清楚。',
  '3名老人摔伤，暖气也停了，再不解决就去拉横幅。',
].join('\n')
const topics = [{ id: 'heat', name: '供暖', words: ['暖气', '停暖', '供暖'] }]

test('a verdict and all that it holds have their keys in the order of canonical JSON', () => {
  const read = openReader(openLocalModels())
  const [verdict] = read([{ itemId: 'item_1', text, at: 1_795_226_400_000, own: ['青河'], topics, model: null }]) as [
    Verdict,
  ]
  expect(verdict.topics.length).toBeGreaterThan(0)
  expect(verdict.places.length).toBeGreaterThan(0)
  expect(JSON.stringify(verdict)).toBe(canonicalJson(verdict))
})
