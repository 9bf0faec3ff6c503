// What no list of words has is read by a small model: the recorded one, the same each time it is trained.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readSamples, trainEarly } from '../train/early.ts'
import { findEarly, findWords } from './early.ts'
import { ordinary, readShipped } from './shipped.fixture.ts'
import { pressing } from './told-model.ts'

const { bytes, record } = readShipped('early')

test('the shipped model is the one recorded beside it, fitted to the texts of the project', () => {
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(record.sha256)
  expect(bytes.length).toBe(record.bytes)
  expect(readSamples().sha256).toBe(record.samples)
})

test('trained twice on the same texts it is the same', () => {
  const samples = readSamples().samples.filter((_, index) => index % 20 === 0)
  const once = trainEarly(samples, ordinary, ordinary)
  const again = trainEarly(samples, ordinary, ordinary)
  expect(Buffer.from(again.bytes).equals(Buffer.from(once.bytes))).toBe(true)
})

const told: [code: string, text: string][] = [
  ['danger', '后院那个铁罐子一直嘶嘶冒白雾，鸭子倒了一地，看门的大叔也趴着不动'],
  ['danger', '吊着的那块水泥板就剩一根绳，晃来晃去，底下全是放学的娃'],
  ['life', '银行卡和房本都放在枕头下面了，今晚过后你们不用再找我'],
  ['life', '他把刀磨了一晚上，说明天要把那一家子都送走'],
  ['minor', '那孩子胳膊上一道一道的，说回家晚了就要被绑起来'],
  ['minor', '看门老头总给小丫头买零食，拉到屋里关灯，孩子回来直哭'],
]

describe('what no word tells', () => {
  test.each(told)('%s: %s', (code, text) => {
    expect(findWords(text).filter((hit) => hit.code === code)).toEqual([])
    const hit = findEarly(text).find((one) => one.code === code)
    expect(hit?.text).toBe(text.slice(hit?.start, hit?.end))
    expect(hit?.text.length).toBeGreaterThan(0)
  })

  test('stands in one sentence of a long letter, and that is what is shown', () => {
    const before = '尊敬的领导，我想咨询公积金提取的材料。上次寄来的表格填好了，窗口说还差一份证明，跑了两趟。'
    const cry = '另外后院那个铁罐子一直嘶嘶冒白雾，鸭子倒了一地，看门的大叔也趴着不动。'
    const after = '请问证明去哪个单位开，周末办不办，能不能网上交，盼复。谢谢你们一直以来的工作。'
    const hit = findEarly(before + cry + after).find(({ code }) => code === 'danger')
    expect(hit?.start).toBeGreaterThanOrEqual(before.length)
    expect(hit?.end).toBeLessThanOrEqual(before.length + cry.length)
  })

  test('is nothing where beside it stands that it was a drill', () => {
    expect(findEarly('演练：后院那个铁罐子一直嘶嘶冒白雾，鸭子倒了一地').map(({ code }) => code)).toEqual([])
  })
})

test.each(['', '。', '1', '🐑', ...ordinary])('nothing pressing in “%s”', (text) => {
  expect(findEarly(text).filter(({ code }) => pressing.some((name) => name === code))).toEqual([])
})

test('of ordinary letters it had not seen, few are marked', () => {
  expect(record.figures.ordinary).toBeGreaterThan(1_000)
  expect(record.figures.ordinaryMarked).toBeLessThanOrEqual(0.02)
  expect(record.figures.noneMarked).toBeLessThanOrEqual(0.05)
})
