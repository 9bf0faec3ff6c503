// Canonical JSON: one value has one text, however it was put together.
import { expect, test } from 'vitest'
import { canonicalJson } from './json.ts'
import { openRandom } from './random.ts'

const SIZES = [2, 9, 24, 25, 200]

test.each(SIZES)('%s keys put in in any order give one text, sorted by UTF-16 units', (size) => {
  const random = openRandom(size)
  const keys = Array.from({ length: size }, (_, index) => `${['z', '案', 'A', '', '\u{1f525}'][index % 5]}${index}`)
  const shuffled = keys.map((key) => ({ key, at: random() })).sort((one, other) => one.at - other.at)
  const of = (list: string[]) => Object.fromEntries(list.map((key) => [`k${key}`, { b: [key], a: 1 }]))
  const text = canonicalJson(of(keys))
  expect(canonicalJson(of(shuffled.map((one) => one.key)))).toBe(text)
  expect(Object.keys(JSON.parse(text))).toEqual(keys.map((key) => `k${key}`).sort())
})
