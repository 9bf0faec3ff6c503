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
  const [verdict] = read([
    { itemId: 'item_1', text, at: 1_795_226_400_000, own: ['青河'], letter: true, topics, model: null },
  ]) as [Verdict]
  expect(verdict.topics.length).toBeGreaterThan(0)
  expect(verdict.places.length).toBeGreaterThan(0)
  expect(JSON.stringify(verdict)).toBe(canonicalJson(verdict))
})

test('so has one of a suspected 检举控告, whose words stand in it as they stand in the text', () => {
  const [verdict] = openReader(openLocalModels())([
    { itemId: 'item_1', text: '来信\n我要举报镇长收受贿赂', at: 0, own: [], letter: true, topics: [], model: null },
  ]) as [Verdict]
  expect(JSON.stringify(verdict)).toBe(canonicalJson(verdict))
  const { text: words, start, end } = verdict.told!
  expect(words).toBe('来信\n我要举报镇长收受贿赂'.slice(start, end))
})

test('verdicts of a batch are each what they are alone, of whatever book the letters are', () => {
  const read = openReader(openLocalModels())
  const others = ['工地坍塌致3人死亡，12人受伤', '举报镇长收受贿赂', '青河市柳林镇小学食堂的肉发臭，孩子吃了拉肚子', '']
  const requests = [text, ...others, text].map((one, index) => ({
    ...{ itemId: `item_${index}`, text: one, at: 1_795_226_400_000 + index, model: null },
    ...{ own: index === 0 ? ['青河'] : [], letter: false, topics: index % 2 === 0 ? topics : [] },
  }))
  expect(read(requests)).toEqual(requests.flatMap((one) => read([one])))
  expect(read(requests)[2]?.told).toMatchObject({ text: expect.stringContaining('举报镇长'), start: 0 })
  const told = read(requests).map(({ deaths, report, fingerprint }) => [
    deaths,
    report,
    fingerprint.letters.slice(0, 4),
  ])
  expect(told.slice(1, 4)).toEqual([
    [3, false, '工地坍塌'],
    [null, true, '举报镇长'],
    [null, false, '青河市柳'],
  ])
})

test('of a short letter topics are told that as short an article is not sure enough of', () => {
  const request = {
    itemId: 'item_1',
    text: '代课七个月，教育局说钱拨了学校说没到',
    at: 0,
    own: [],
    topics: [],
    model: null,
  }
  const read = openReader(openLocalModels())
  const told = (letter: boolean) => read([{ ...request, letter }])[0]!.topics.map((topic) => topic.id)
  expect([told(false), told(true)]).toEqual([['education'], ['education', 'wages']])
})
