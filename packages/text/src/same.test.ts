// Which texts tell of one happening and which do not: invented tellings, each with its why.
import { describe, expect, it } from 'vitest'
import { compareFingerprints, compareTexts, fingerprintOf } from './same.ts'

const fire = '青河市化工园区一仓库起火，已致2人死亡'
const letter =
  '锦绣家园二期电梯停运无人修。我是锦绣家园二期3栋的业主，电梯从上周三起一直停运，老人下不了楼，物业说维修基金没有批下来，请领导督促尽快修好。'

const hall = (area: string) =>
  `${area}望湖书院夜间歌舞厅噪音扰民。望湖书院一楼的歌舞厅每晚营业到凌晨两点，低音炮震得整栋楼睡不着，请查处。`

const together: { a: string; b: string; why: string }[] = [
  { a: fire, b: '青河市化工园区一仓库起火，已致2人死亡！', why: 'an exact repost but for a mark' },
  { a: fire, b: '转发：青河市化工园区一仓库起火 已致2人死亡 速看', why: 'a near repost' },
  { a: fire, b: '青河化工园区仓库起火已致12人死亡', why: 'a later development: the count is revised' },
  { a: fire, b: '青河市化工园区仓库火灾致2死，企业负责人被控制', why: 'a later development: someone is held' },
  {
    a: letter,
    b: '反映锦绣家园二期电梯停运问题。锦绣家园二期3栋电梯停运一个多星期了，物业一直说维修基金没批，老人出行困难，希望有关部门督促维修。',
    why: 'two people write of one lift',
  },
  {
    a: '【青河三中附近化工厂异味扰民】多名学生家长反映，青河三中附近一化工厂夜间排放刺鼻异味，多名学生头晕，环保部门已到场检测。',
    b: '青河三中附近化工厂排放刺鼻异味 多名学生头晕 环保部门到场检测',
    why: 'a post and a headline',
  },
  {
    a: '白沙湾景区缆车停运百余游客滞留半空',
    b: '缆车故障 百余名游客被困白沙湾 已全部救下',
    why: 'two headlines whose rarest pairs differ',
  },
  { a: hall('A市'), b: hall('A3区'), why: 'one writes of the city, one of the district in it' },
]

const fromEstate = (place: string, what: string) =>
  `${place}${what}。尊敬的市领导：我们住在青河市${place}。入秋以后，${what}一直没有人管，打过多次电话。` +
  '这件事反映过好几次都没有下文，请给一个准确的答复，我们等着回信，谢谢。'

const apart: { a: string; b: string; why: string }[] = [
  { a: fire, b: '白沙市一仓库起火，已致2人死亡', why: 'another fire' },
  { a: '青河市柳林镇一民房起火致3人死亡', b: '青河市桃源镇一民房起火致3人死亡', why: 'another fire in another town' },
  {
    a: letter,
    b: letter.replaceAll('锦绣家园', '滨河花园').replace('3栋', '7栋'),
    why: 'the same words about another estate are another matter',
  },
  {
    a: letter,
    b: '锦绣家园二期楼下夜市油烟扰民。我是锦绣家园二期的业主，楼下夜市每天营业到凌晨两点，油烟和噪音严重影响休息，请城管部门尽快处理。',
    why: 'another problem of the same estate',
  },
  {
    a: fromEstate('文化路52号和河旺家园', '工地欠薪'),
    b: fromEstate('文化路28号西园柳广场', '工地欠薪'),
    why: 'two estates on one road, in the words of one form letter',
  },
  {
    a: fromEstate('学府路10号和峰顺公寓', '路灯坏了'),
    b: fromEstate('环城路20号柏湾霞名都', '路灯坏了'),
    why: 'two estates, one of them with 和 in its name, on two roads',
  },
  {
    a: fromEstate('建设路1号康庭菊雅苑', '停水'),
    b: fromEstate('工业路4271号槐庭菊小区', '停水'),
    why: 'two estates whose names end alike',
  },
  { a: '文化路云栖府停电一晚上', b: '文化路春江里停电一晚上', why: 'two estates on one road, each in few words' },
  { a: '东风街道槐花社区停水', b: '东风街道牡丹社区停水', why: 'two communities of one street office' },
  { a: '文化路**花园水压太小', b: '文化路***花园水压太小', why: 'two estates whose covered names differ in length' },
  { a: '文化路**花园外墙掉砖', b: '文化路**家园外墙掉砖', why: 'two estates whose covered names differ in kind' },
  { a: '文化路**号院没有路灯', b: '文化路***号院没有路灯', why: 'two houses whose covered numbers differ in length' },
  { a: '文化路12号院没有路灯', b: '文化路77号院没有路灯', why: 'two houses on one road' },
  { a: '文化路东湖花园电梯坏了没人修', b: '文化路电梯坏了没人修', why: 'the lift of an estate, and one of its road' },
  { a: '青河实验二小食堂饭菜有虫', b: '青河实验三小食堂饭菜有虫', why: 'two schools told apart by a number' },
  { a: '青河市2026年中考分数线公布', b: '白沙市2026年中考分数线公布', why: 'two cities announce alike' },
  { a: hall('A2区'), b: hall('A3区'), why: 'two districts of one city' },
  { a: hall('A市'), b: hall('B3区'), why: 'a city and a district of another' },
  { a: '重庆一工厂发生爆炸', b: '四川一工厂发生爆炸', why: 'two provinces' },
  { a: '今天天气真好', b: '青河市召开安全生产工作会议', why: 'nothing in common' },
]

describe('two texts tell of one happening', () => {
  it.each(together)('$why', async ({ a, b }) => expect((await compareTexts(a, b)).same).toBe(true))
})

describe('two texts tell of two happenings', () => {
  it.each(apart)('$why', async ({ a, b }) => expect((await compareTexts(a, b)).same).toBe(false))
})

it('what is told again more than thirty days later is another case, as it is to the tracker', async () => {
  const [a, b] = ['锦绣家园电梯坏了没人修', '锦绣家园电梯又坏了没人修']
  const after = (days: number) => ({ at: 0, bt: days * 24 * 60 * 60 * 1000 })
  expect((await compareTexts(a, b, after(29))).same).toBe(true)
  expect((await compareTexts(a, b, after(183))).same).toBe(false)
  expect((await compareTexts(a, a, after(183))).same).toBe(false)
  expect((await compareTexts(a, b, { at: Date.UTC(2026, 10, 23) })).same).toBe(true)
})

it('who names a road alone may tell of what is the road’s', async () => {
  const [a, b] = ['文化路东湖花园外积水半米没人管', '文化路积水半米没人管']
  expect((await compareTexts(a, b)).same).toBe(true)
})

it('names that are covered alike may be one', async () => {
  const [a, b] = ['文化路**花园停水三天了', '文化路**花园停水第三天，没人管']
  expect((await compareTexts(a, b)).same).toBe(true)
  expect((await compareTexts(a, '文化路东湖花园停水第三天，没人管')).same).toBe(true)
})

it('which text comes first makes no difference', async () => {
  for (const { a, b } of [...together, ...apart])
    expect((await compareTexts(b, a)).score).toBe((await compareTexts(a, b)).score)
})

it('a fingerprint of an earlier version joins by its exact text only', async () => {
  const now = fingerprintOf(fire)
  const before = { ...now, version: 1 }
  expect((await compareFingerprints(now, before)).same).toBe(true)
  expect((await compareFingerprints(now, { ...before, exact: 'other' })).same).toBe(false)
})

it('a fingerprint from before its finest places were kept is judged as one that names none', async () => {
  const before = { ...fingerprintOf('锦绣家园电梯老是坏，关人好几回了') }
  delete before.spots
  const now = fingerprintOf('昨天锦绣家园电梯又卡在八楼，困了我二十分钟')
  expect((await compareFingerprints(before, now)).same).toBe(true)
  expect((await compareFingerprints(before, fingerprintOf('锦绣家园门口的路灯坏了一个月'))).same).toBe(false)
})

it('what a platform hangs on to a post is not read', () => {
  const plain = fingerprintOf('青河市化工园区一仓库起火')
  const hung = fingerprintOf('青河市化工园区一仓库起火 https://example.cn/a?b=1 收起全文d')
  expect(hung.letters).toBe(plain.letters)
})

/** Told in words so different that the model is not sure: the index offers them all the same. */
const offered = [
  {
    a: '12路公交末班车提前到七点收班，晚自习学生回不了家。瘸腿的奶奶拄拐在站台候了四十分钟，调度室敷衍搪塞，请恢复12路末班车九点半收班。',
    b: '12路公交收班太早，请恢复原来的末班车时间。纺织厂中班女工摸黑踩泥走五里，候车亭灯箱早坏了，12路末班车七点就收班实在离谱。',
    why: 'two letters full of rare words of their own',
  },
]

it.each([...together, ...offered])('the index finds one by the other: $why', ({ a, b }) => {
  const keys = new Set([fingerprintOf(a).exact, ...fingerprintOf(a).bands])
  expect([fingerprintOf(b).exact, ...fingerprintOf(b).bands].some((key) => keys.has(key))).toBe(true)
})

it.each(['', '。', '\u{1F525}', 'A', '\ud800', '一'.repeat(5000)])(
  'any text has a fingerprint and meets itself: %j',
  async (text) => {
    expect(await compareTexts(text, text)).toMatchObject({ same: true, score: 1 })
    expect((await compareTexts(text, fire)).same).toBe(false)
  },
)
