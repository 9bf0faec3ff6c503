// What is passed over quickly holds nothing: tokens and drawn texts are those of the long way round.
import { openRandom } from '@huiying/runtime/random'
import { expect, test } from 'vitest'
import { normalise } from '../normalise.ts'
import { drawTogether, squeeze } from './squeeze.ts'
import { findTokens, tokenSource } from './token.ts'

const SEED = 20_161_129
const TEXTS = 2_000
const PARTS_MAX = 16
const parts = [
  ...'死 亡 伤 人 名 例 3 12 三 两 十 余 多 近 约 被 杀 害 该 要 累 鱼 率 者 的 了 在 , 。 ! · - * ( 😀 é 一 A'.split(
    ' ',
  ),
  ...'死亡 身亡 受伤 重伤 失联 被困 中毒 食物中毒 疏散 确诊 损失 抢救无效 送医后死亡 工伤保险 九死一生 至少 1.5万 2人 数百人'.split(
    ' ',
  ),
  '\n',
  ' ',
]
const random = openRandom(SEED)
const pick = () => parts[Math.floor(random() * parts.length)] as string
const texts = Array.from({ length: TEXTS }, () =>
  Array.from({ length: 1 + Math.floor(random() * PARTS_MAX) }, pick).join(''),
)
const spaced = ['3*人*死*亡*了', '三-人-受-伤-送医', '2、人、重、伤、了', '死.亡.3.人.了', '一(二(三(四(五']

test('tokens tried only where one can begin are those that a search through the whole text finds', () => {
  const anywhere = new RegExp(tokenSource, 'g')
  const told = (match: RegExpExecArray) => [match.index, ...match]
  for (const text of texts)
    expect([...findTokens(text)].map(told), text).toEqual([...text.matchAll(anywhere)].map((match) => told(match)))
})

test('a text that is taken as it stands is the one that drawing it together gives', () => {
  let taken = 0
  for (const text of [...texts, ...spaced]) {
    const copy = normalise(text).figures
    const drawn = squeeze(copy)
    if (drawn === copy) taken++
    expect(drawn, text).toEqual(drawTogether(copy))
  }
  expect(taken).toBeGreaterThan(TEXTS / 20)
  expect(taken).toBeLessThan(TEXTS)
})

test('a mark between all letters is seen, although marks stay elsewhere', () => {
  for (const text of spaced) expect(squeeze(normalise(text).figures).text.length, text).toBeLessThan(text.length)
})
