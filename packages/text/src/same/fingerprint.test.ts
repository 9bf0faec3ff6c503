// Names of places are looked for only where their kind stands, and are those that a search through the text finds.
import { openRandom } from '@huiying/runtime/random'
import { expect, test } from 'vitest'
import { fingerprintOf, placeKinds, placeNames, placeSource } from './fingerprint.ts'

const SEED = 65
const TEXTS = 3_000
const PARTS_MAX = 14
const parts = [
  ...placeKinds.replace(/\[.*?\]/g, '三').split('|'),
  ...'路 街 巷 大道 柳 林 青 河 大 小 公 一 十 中 ， 。 A 3 😀 𠮷 \n'.split(' '),
]

test('the names of a text are those of a search with the pattern through all of it', () => {
  const random = openRandom(SEED)
  const anywhere = new RegExp(placeSource, 'gu')
  let names = 0
  for (let index = 0; index < TEXTS; index++) {
    const count = Math.floor(random() * PARTS_MAX)
    const text = Array.from({ length: count }, () => parts[Math.floor(random() * parts.length)]).join('')
    const found = placeNames(text)
    names += found.length
    expect(found, text).toEqual(text.match(anywhere) ?? [])
  }
  expect(names).toBeGreaterThan(TEXTS)
})

test.each([
  ['', []],
  ['公园', []],
  ['，甲乙丙丁戊己庚辛花园', ['甲乙丙丁戊己庚辛花园']],
  ['，甲乙丙丁戊己庚辛壬花园', ['乙丙丁戊己庚辛壬花园']],
  ['我们住在金湖花园', ['我们住在金湖花园']],
  ['建设路与人民大道', ['建设路', '与人民大道']],
  ['青河市柳林镇第三小学门前', ['青河市柳林镇', '第三小学']],
])('%j has the names %j', (text, names) => {
  expect(placeNames(text)).toEqual(names)
})

test('the rare pairs of a long text lie apart, of a headline they may overlap, and each is a key once', () => {
  const letters = '鳜鲫鳟鲈鳊鲮鲟鳕鳗鲳鲷鲹鳎鲽鲣鳐鲻鲥鲱鲢鲚鳙鲑鲶鲤鹃鹧鹪鹫鹬鹭鹮鹳鸢鸨鸫鸬鸮鸱鸲鸶鸸鹀鹄鹆鹇鹈鹉鹊鹋'
  const placesOf = (text: string) => fingerprintOf(text).bands.map((key) => letters.indexOf(key.slice(1)))
  const short = placesOf(letters.slice(0, 25))
  expect(short).toHaveLength(10)
  expect(short.some((one) => short.includes(one + 1))).toBe(true)
  const long = placesOf(letters)
  expect(long).toHaveLength(16)
  expect(long.filter((one) => long.includes(one + 1))).toEqual([])
  const twice = placesOf(letters.slice(0, 6).repeat(3))
  expect(new Set(twice).size).toBe(twice.length)
})
