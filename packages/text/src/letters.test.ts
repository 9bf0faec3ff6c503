// Letters and trees that gates ask: what was put in is always found again.
import { openRandom } from '@huiying/runtime/random'
import { expect, test } from 'vitest'
import { beginLetters } from './beginning.ts'
import { addWord, hasAny, mayBegin, mayStand, openLetters, placeOf, readLetters, unitAfter } from './letters.ts'
import { plantTree, saidAt, stepAt } from './tag/tree.ts'

const SEED = 7
const random = openRandom(SEED)
const anyWord = (letters: number) =>
  String.fromCharCode(...Array.from({ length: letters }, () => 0x4e00 + Math.floor(random() * 0x2000)))
const words = Array.from({ length: 4_000 }, (_, index) => anyWord(1 + (index % 3)))

test('every word that was added may begin, and few others', () => {
  const letters = openLetters(18)
  for (const word of words) addWord(letters, word)
  const begins = (word: string) => mayBegin(letters, word.charCodeAt(0), unitAfter(word, 0))
  expect(words.filter((word) => !begins(word))).toEqual([])
  const others = Array.from({ length: 4_000 }, () => anyWord(2)).filter(begins)
  expect(others.length).toBeLessThan(1_200)
})

test('of a text its letters and pairs are there, and of the text before it nothing is left', () => {
  const letters = openLetters(15)
  const text = words.slice(0, 60).join('')
  readLetters(letters, text)
  const has = (word: string) => hasAny(letters, Int32Array.of(placeOf(letters, word)))
  for (let at = 0; at + 1 < text.length; at++) {
    expect(has(text.slice(at, at + 2))).toBe(true)
    expect(has(text.slice(at, at + 1))).toBe(true)
  }
  expect(hasAny(letters, new Int32Array())).toBe(false)
  readLetters(letters, '')
  expect([...text].filter(has)).toEqual([])
})

test('a tree leads along each of its words to what it says of it, and nowhere else', () => {
  const said = new Map(words.map((word, number) => [word, number + 1]))
  const tree = plantTree(said)
  for (const [word, number] of said) expect(saidAt(tree, stepAt(tree, word))).toBe(number)
  const beginnings = new Set(words.flatMap((word) => [word.slice(0, 1), word.slice(0, 2)]))
  for (const word of beginnings) if (!said.has(word)) expect(saidAt(tree, stepAt(tree, word))).toBe(0)
  const others = Array.from({ length: 2_000 }, () => anyWord(3)).filter((word) => !said.has(word))
  expect(others.filter((word) => stepAt(tree, word) !== 0)).toEqual([])
  expect(() => plantTree(new Map(Array.from({ length: 25_000 }, (_, at) => [String.fromCharCode(at + 1), 1])))).toThrow(
    '25000 beginnings',
  )
})

test('a pattern is passed over only in a text in which nothing it begins with stands', () => {
  const letters = beginLetters('收(?:受|了).{0,4}礼|贪污|瞒')
  const rows: [text: string, may: boolean][] = [
    ['收了他的礼', true],
    ['他收受', true],
    ['瞒', true],
    ['收入和污水', false],
    ['收', false],
    ['', false],
  ]
  for (const [text, may] of rows) expect(mayStand(letters, text), text).toBe(may)
})
