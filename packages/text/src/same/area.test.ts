// Areas that no list has are looked for only before their last letter, and are those that a search finds.
import { openRandom } from '@huiying/runtime/random'
import { expect, test } from 'vitest'
import { findAreas, unlistedNames, unlistedSource } from './area.ts'

const SEED = 31
const TEXTS = 4_000
const PARTS_MAX = 10
const parts = '青河市 市 县 省 柳林 林 河 的 超市 城 门 青 ， 。 A 3 〇 😀 𠮷 \n'.split(' ').concat(' ')

test('the names of a text are those of a search with the pattern through all of it', () => {
  const random = openRandom(SEED)
  let names = 0
  for (let index = 0; index < TEXTS; index++) {
    const count = Math.floor(random() * PARTS_MAX)
    const text = Array.from({ length: count }, () => parts[Math.floor(random() * parts.length)]).join('')
    const found = unlistedNames(text)
    names += found.length
    expect(found, text).toEqual([...text.matchAll(new RegExp(unlistedSource, 'gu'))].map((match) => match[1]))
  }
  expect(names).toBeGreaterThan(TEXTS / 10)
})

test.each([
  ['', []],
  ['市', []],
  ['青河市的领导', ['青河']],
  ['我们在青河市', []],
  ['山东省柳河县，青河市', ['柳河', '青河', '山东', '柳河县']],
  ['A市和B12区', ['A市', 'B12区']],
  ['菜市场和超市', []],
  ['尊敬的市领导，我们县里，希望市政府', []],
  ['去年市里答复，反映县城', []],
  ['青河市本县，某某市', ['青河']],
])('%j names the areas %j', (text, names) => {
  expect(findAreas(text)).toEqual(names)
})
