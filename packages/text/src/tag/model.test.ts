// The shipped model is the recorded one, loads anywhere, and a model trained twice is the same.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Labelled, readInvented } from '../train/data.ts'
import { train } from '../train/train.ts'
import { openModel } from './model.ts'
import { hashModel, heads, packModel, packWeights, ROW, unpackModel } from './model-file.ts'

const bytes = readFileSync(new URL('../../model/topic.model', import.meta.url))

test('the shipped model is the one whose SHA-256 is recorded beside it, fitted to the texts of the project', () => {
  const record = JSON.parse(readFileSync(new URL('../../model/topic.json', import.meta.url), 'utf8'))
  expect(hashModel(bytes)).toBe(record.sha256)
  expect(readInvented().sha256).toBe(record.samples)
})

test('the shipped model is at most 10 MB', () => {
  expect(bytes.length).toBeLessThanOrEqual(10_000_000)
})

test('every head has a rising curve and a threshold between 0 and 1', () => {
  const { calibrations } = openModel()
  expect(calibrations).toHaveLength(heads.length)
  for (const { slope, threshold } of calibrations) {
    expect(slope).toBeGreaterThan(0)
    expect(threshold).toBeGreaterThan(0)
    expect(threshold).toBeLessThan(1)
  }
})

test('weights come back from the file within one part in fifty of the largest', () => {
  const weights = new Float32Array(2 * ROW)
  weights.set([1, -0.5, 0.02], 0)
  weights.set([-1, 0.25], ROW)
  const calibrations = heads.map(() => ({ slope: 1, offset: 0, threshold: 0.5 }))
  const hashes = Uint32Array.of(7, 9)
  const idfs = Uint8Array.of(20, 40)
  const dense = new Float32Array(ROW)
  const read = unpackModel(packModel({ version: 'two', calibrations, hashes, idfs, dense, ...packWeights(weights) }))
  expect(read.version).toBe('two')
  expect([...read.hashes]).toEqual([7, 9])
  const off = Array.from(weights, (weight, at) => {
    const byte = read.weights[at] as number
    return Math.abs(weight - byte * Math.abs(byte) * (read.scales[at % ROW] ?? 0))
  })
  expect(Math.max(...off)).toBeLessThan(0.02)
})

test('a file of other heads is refused, and says what to do', () => {
  const other = Buffer.from(
    Buffer.from(bytes.subarray(0, 4096)).toString('latin1').replace('epidemic', 'epidemix'),
    'latin1',
  )
  expect(() => unpackModel(other)).toThrow('train it again')
})

const invented = [
  '老板拖欠工资',
  '开发商延期交房',
  '化工厂排放废气',
  '食堂吃出虫子',
  '孩子没有学位',
  '医院误诊',
  '退休金少发',
  '工地坍塌',
  '低保被取消',
  '隔离点没有核酸',
]

function inventedTexts(): Labelled[] {
  return invented.flatMap((text, topic) =>
    Array.from({ length: 6 }, (_, i) => ({
      id: `${topic}-${i}`,
      text: `${text}第${i}次反映，${'甲乙丙丁戊己'[i]}街居民${'子丑寅卯辰巳'[i]}`,
      topics: [heads[topic] as string],
      gov: true,
      incident: topic === 7,
      place: i === 0 ? null : ('home' as const),
      draw: i % 2 === 0 ? ('plain' as const) : ('unsure' as const),
    })),
  )
}

test('training twice on the same texts gives the same bytes, on other labels other bytes', async () => {
  const once = await train(inventedTexts(), 'test')
  const twice = await train(inventedTexts(), 'test')
  const others = inventedTexts().map((item) => ({ ...item, topics: ['safety'] }))
  const other = await train(others, 'test')
  expect(hashModel(once.bytes)).toBe(hashModel(twice.bytes))
  expect(hashModel(once.bytes)).not.toBe(hashModel(other.bytes))
  expect(once.figures.map(({ head }) => head)).toEqual([...heads, 'micro'])
})
