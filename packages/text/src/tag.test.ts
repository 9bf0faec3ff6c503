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

test('an estate named after a foreign city does not put what the book calls its own abroad, nor silence it', () => {
  const text = '环城路240号柏林西雅苑旁边的厂房发生爆炸起火，现场已经确认造成24人死亡，请市政府尽快发布消息'
  expect(tagger.tag(text).place).toBe('abroad')
  expect(tagger.tag(text, undefined, { own: true })).toMatchObject({ place: 'home', suspected: true, grade: '重大' })
})

test('names of streets are no places', () => {
  expect(tagger.tag('南京东路有人占道').places).toEqual([])
})

const told: { text: string; topics: string[]; gov: boolean; incident: boolean; place: string }[] = [
  { text: '青河市一化工厂爆炸起火，已造成三人死亡', topics: ['safety'], gov: true, incident: true, place: 'home' },
  {
    text: '小区楼下烧烤店油烟扰民，凌晨还在放音乐，噪音很大',
    topics: ['environment'],
    gov: true,
    incident: false,
    place: 'home',
  },
  { text: '某歌手演唱会官宣，粉丝直呼太好听了', topics: [], gov: false, incident: false, place: 'none' },
  { text: '特朗普称将对多国加征关税，白宫回应', topics: [], gov: false, incident: false, place: 'abroad' },
]

test.each(told)('$text: topics, gov, incident and place', ({ text, topics, gov, incident, place }) => {
  const tagged = tagger.tag(text)
  expect(tagged.topics.map((hit) => hit.id)).toEqual(topics)
  expect({ gov: tagged.gov, incident: tagged.incident, place: tagged.place }).toEqual({ gov, incident, place })
})

test('scores are probabilities from the threshold up, the likeliest topic first', () => {
  const { topics } = tagger.tag('幼儿园食堂让孩子吃变质食品，十几名学生腹泻呕吐，家长要求教育局和市场监管局查处')
  expect(topics.length).toBeGreaterThan(1)
  const scores = topics.map((hit) => hit.score)
  expect(scores).toEqual([...scores].sort((a, b) => b - a))
  for (const score of scores) {
    expect(score).toBeGreaterThan(0.25)
    expect(score).toBeLessThanOrEqual(1)
  }
})

test('without its evidence a topic is no longer found', () => {
  for (const { text, topic } of letters.slice(0, 3)) {
    const evidence = tagger.tag(text).topics.find((hit) => hit.id === topic)?.evidence ?? []
    expect(evidence.length).toBeGreaterThan(0)
    let rest = text
    for (const { start, end } of [...evidence].reverse()) rest = rest.slice(0, start) + rest.slice(end)
    expect(tagger.tag(rest).topics.map((hit) => hit.id)).not.toContain(topic)
  }
})

test('evidence is the few words of a long letter that carried the decision, the strongest first of all', () => {
  const text =
    '尊敬的领导您好，我是青河市滨江小区三号楼的居民，平时上班路过人民公园，天气好的时候常带孩子去那里散步。上个月楼下新开了' +
    '一家烧烤店，每天油烟直排到我们阳台上，窗户不敢打开，晚上十二点还有人喝酒划拳，噪音很大。物业来看过一次就没有下文，社区说' +
    '要再等等。请有关部门来现场看看，给我们一个说法，谢谢。'
  const evidence = tagger.tag(text).topics.find((hit) => hit.id === 'environment')?.evidence ?? []
  const units = evidence.reduce((sum, { start, end }) => sum + end - start, 0)
  expect(evidence.map((one) => one.text).join()).toMatch(/油烟/)
  expect(units).toBeLessThan(text.length / 8)
})

test('an epidemic names its parts', () => {
  const { topics } = tagger.tag('小区被封控隔离半个月，核酸检测和疫苗接种都没有安排，防疫政策请说明')
  const parts = topics.find((hit) => hit.id === 'epidemic')?.subtopics
  expect(parts).toContain('epidemic.isolate')
  expect(parts).toContain('epidemic.vaccine')
})

test('numbers of a verdict, of a foreign happening or of a yearly sum do not ring', () => {
  expect(tagger.tag('青河市一仓库爆炸已致十二人遇难').suspected).toBe(true)
  for (const text of ['印空难已致270人遇难', '每年超10万人死于这种习惯，很多人还不知道'])
    expect(tagger.tag(text).suspected).toBe(false)
})

test('a happening named by a firm alone rings, though it sounds foreign; what is surely abroad does not', () => {
  for (const text of ['恒化爆炸事故已致11死20伤', '远钢爆炸事故致10死'])
    expect(tagger.tag(text)).toMatchObject({ place: 'none', suspected: true })
  for (const text of ['空袭致31人死亡', '议会遭袭已致29人死亡'])
    expect(tagger.tag(text)).toMatchObject({ place: 'abroad', suspected: false })
})
