// What the network is for: one happening told in other words is near, another matter of the same place is not.
import { expect, it } from 'vitest'
import { compareFingerprints, fingerprintOf } from '../same.ts'
import { type Meaning, openMeaning } from './meaning.ts'

const meaning = openMeaning()
const insects = ['青河三中食堂吃出虫子 家长不满', '青河三中学生饭菜里发现活虫，校方致歉'] as const

it('one happening in other words is nearer than another of the same place', async () => {
  const told = (await meaning.cosine(...insects)) as number
  const fair = (await meaning.cosine('青河夜市周末开街', '青河夜市煤气罐爆炸')) as number
  const welcome = (await meaning.cosine('青河大学迎新', '青河大学宿舍没有空调')) as number
  expect(told).toBeGreaterThan(fair + 0.1)
  expect(told).toBeGreaterThan(welcome + 0.1)
})

it.each(['', '。', '\u{1F525}', '\ud800', 'https://example.cn/'.repeat(60), '一'.repeat(5000)])(
  'any text has its place and is nearest to itself: %j',
  async (text) => expect(await meaning.cosine(text, text)).toBeCloseTo(1, 5),
)

it('reads the beginning of a long text and no more', async () => {
  const beginning = '电梯停运无人修'.repeat(20)
  expect(await meaning.cosine(`${beginning}甲`, `${beginning}乙`)).toBeCloseTo(1, 5)
})

it('decides where the letters leave it open, and lets them decide where it cannot run', async () => {
  const [a, b] = insects.map(fingerprintOf) as [ReturnType<typeof fingerprintOf>, ReturnType<typeof fingerprintOf>]
  const lame = openMeaning(new URL('missing.onnx', import.meta.url))
  expect((await compareFingerprints(a, b, {}, meaning)).same).toBe(true)
  expect(lame.fault()).toBeUndefined()
  const byLetters = await compareFingerprints(a, b, {}, lame)
  expect(byLetters).toMatchObject({ same: false, reasons: [expect.stringContaining('同一事件的可能')] })
  expect(lame.fault()?.message).toContain('只按字面判断')
})

it('is asked neither of long texts nor where the letters are sure', async () => {
  let asked = 0
  const counted: Meaning = { ...meaning, cosine: (a, b) => meaning.cosine(a, b).finally(() => asked++) }
  const compare = (a: string, b: string) => compareFingerprints(fingerprintOf(a), fingerprintOf(b), {}, counted)
  await compare(...insects)
  const before = asked
  expect(before).toBeGreaterThan(0)
  const [a, b] = insects.map((text) => `${text}。${'孩子回家说起，我们都很担心。'.repeat(8)}`) as [string, string]
  await compare(a, b)
  await compare('青河市化工园区一仓库起火，已致2人死亡', '青河化工园区仓库起火已致12人死亡')
  await compare('青河市2026年中考分数线公布', '白沙市2026年中考分数线公布')
  expect(asked).toBe(before)
})
