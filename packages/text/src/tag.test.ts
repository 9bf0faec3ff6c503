// What the tagger says of invented letters and headlines.
import { expect, test } from 'vitest'
import { openTagger } from './tag.ts'

const tagger = openTagger()

const letters: { text: string; topic: string; why: string }[] = [
  { text: '青河市某工地拖欠农民工工资半年，包工头跑了，劳动监察也没有结果。', topic: 'wages', why: 'strong words' },
  { text: '开发商延期交房一年，业主多次维权，房子还是没有交付。', topic: 'realestate', why: 'strong and weak' },
  { text: '化工厂夜里偷偷排废气，刺鼻异味让居民开不了窗。', topic: 'environment', why: 'everyday words' },
  { text: '討薪無門，老闆拖欠工資', topic: 'wages', why: 'traditional script' },
  { text: '讨_薪 无门，老·板·拖·欠·工·资', topic: 'wages', why: 'split by symbols' },
]

test.each(letters)('$topic is found by $why', ({ text, topic }) => {
  const { topics } = tagger.tag(text)
  expect(topics.map((hit) => hit.id)).toContain(topic)
  for (const hit of topics)
    for (const { text: said, start, end } of hit.evidence) expect(text.slice(start, end)).toBe(said)
})

test('a configured topic needs no training', () => {
  const own = openTagger({ topics: [{ id: 'demolition', name: '征地拆迁', words: ['强拆', '过渡费'] }] })
  expect(own.tag('过渡费两年没有发放').topics.map((hit) => hit.id)).toContain('demolition')
})

test('a foreign happening is abroad and its topics are left out', () => {
  const tagged = tagger.tag('日本东京一仓库发生爆炸，美媒关注')
  expect(tagged.place).toBe('abroad')
  expect(tagged.topics).toEqual([])
  expect(tagged.places.map((place) => place.text)).toEqual(['日本', '东京'])
})

test('names of streets are no places', () => {
  expect(tagger.tag('南京东路有人占道').places).toEqual([])
})
