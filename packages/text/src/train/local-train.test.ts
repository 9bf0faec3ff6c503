// What corrections teach: the same bytes for the same corrections, words of the book, and nothing from too few.
import { describe, expect, test } from 'vitest'
import { openTagger } from '../tag.ts'
import type { Lesson } from './local-fit.ts'
import { packLocal, readShipped, unpackLocal, useLocal } from './local-model.ts'
import { TooFewLessons, trainLocal } from './local-train.ts'

const places = ['锦绣家园', '滨江壹号', '柳溪村', '渡口社区', '北岸新村', '东湖花园', '石桥镇', '青龙巷']
/** 翻料 is what people here call it when they are put off again and again over their pay: no general model knows. */
const tellings = [
  (place: string) => `我们${place}的八个人今年又被翻料了，从开春一直翻到入冬，找谁都说再等等。`,
  (place: string) => `请问${place}那家的翻料什么时候到头？电话打了十几个都没有准话。`,
  (place: string) => `我家住${place}，他爸在外面被翻料半年，年关要到了心里没底。`,
  (place: string) => `${place}的几户都碰上翻料，昨天去问又被推回来，说下个月再看。`,
  (place: string) => `希望有人管管${place}的翻料，一拖再拖，大家都不敢再去了。`,
]
const lesson = (id: string, text: string, topics: string[]): Lesson => {
  return { id, text, topics, gov: null, place: null, from: '改标' }
}
const lessons = places.flatMap((place, at) =>
  tellings.map((tell, way) => lesson(`item-${at}-${way}`, tell(place), ['wages'])),
)
const school = '实验小学今年的入学报名要哪些材料，家长跑了三趟也没问清楚，请教育局说明。'
const topicsOf = (text: string) =>
  openTagger()
    .tag(text)
    .topics.map((topic) => topic.id)
const stood: Lesson[] = [{ ...lesson('stood-1', school, topicsOf(school)), from: '研判' }]
const unseen = '城关镇那边的人也被翻料了，昨天去问，门卫说下个月再看。'

describe('a local model', () => {
  const made = trainLocal([...lessons, ...stood], null)

  test('is the same to the byte for the same corrections, in whatever order they come', () => {
    const again = trainLocal([...stood, ...lessons].reverse(), null)
    expect([again.id, again.sha256]).toEqual([made.id, made.sha256])
    expect(Buffer.from(again.bytes).equals(Buffer.from(made.bytes))).toBe(true)
  })

  test('has another name when one correction is another', () => {
    const [first, ...rest] = lessons
    expect(trainLocal([{ ...first!, topics: ['safety'] }, ...rest, ...stood], null).id).not.toBe(made.id)
  })

  test('knows a word of the book that the shipped one does not, and says in each verdict that it was it', () => {
    const shipped = openTagger().tag(unseen)
    const local = openTagger({ model: useLocal(made.bytes) }).tag(unseen)
    expect(shipped.topics.map((topic) => topic.id)).not.toContain('wages')
    expect(local.topics.map((topic) => topic.id)).toContain('wages')
    expect([shipped.version, local.version]).toEqual([readShipped().parts.version, made.version])
    expect(made.version).toContain(made.id)
  })

  test('shows the words it rests on, like the shipped one', () => {
    const local = openTagger({ model: useLocal(made.bytes) }).tag(unseen)
    const words = local.topics.find((topic) => topic.id === 'wages')?.evidence.map((one) => one.text) ?? []
    expect(words.length).toBeGreaterThan(0)
    for (const word of words) expect(unseen).toContain(word)
  })

  test('leaves what was let stand as it is', () => {
    const local = openTagger({ model: useLocal(made.bytes) }).tag(school)
    expect(local.topics.map((topic) => topic.id)).toEqual(topicsOf(school))
  })

  test('is compared per topic, with the numbers of texts', () => {
    const all = made.figures.find((one) => one.name === '全部主题')
    const one = made.figures.find((figure) => figure.name === 'wages')
    expect(all).toMatchObject({ yes: lessons.length, n: lessons.length * 10 })
    expect(one).toMatchObject({ yes: lessons.length, n: lessons.length })
    expect(one?.fresh ?? 0).toBeGreaterThan(one?.active ?? 1)
    expect([made.corrected, made.stood, made.changed.n]).toEqual([lessons.length, 1, 1])
  })

  test('compared with a model that has learnt the same finds nothing held back', () => {
    const next = trainLocal([...lessons, ...stood], made.bytes)
    expect(next.figures.find((figure) => figure.name === '全部主题')).toMatchObject({ n: 0, active: null, fresh: null })
  })

  test('made on another shipped model is refused', () => {
    const other = packLocal({ ...unpackLocal(made.bytes), base: '0'.repeat(64) })
    expect(() => useLocal(other)).toThrow('重新训练')
  })
})

describe('too little to learn from', () => {
  test('few corrections are refused, and it is said how many there are', () => {
    expect(() => trainLocal(lessons.slice(0, 7), null)).toThrow(/只有 7 条.*至少要 30 条/)
  })

  test('one text forty times is one kind', () => {
    const same = Array.from({ length: 40 }, (_, index) => lesson(`r-${index}`, tellings[0]!('柳溪村'), ['wages']))
    expect(() => trainLocal(same, null)).toThrow(TooFewLessons)
  })

  test('what was let stand teaches nothing by itself', () => {
    expect(() =>
      trainLocal(
        lessons.map((one) => ({ ...one, from: '研判' as const })),
        null,
      ),
    ).toThrow(/只有 0 条/)
  })
})
