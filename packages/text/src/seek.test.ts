// Patterns sought together where they can begin are found as a search for each alone finds them.
import { openRandom } from '@huiying/runtime/random'
import { expect, test } from 'vitest'
import { seek, soughtOf } from './seek.ts'

const sources = [
  '(?:本人|我是|我[父母]亲)(?:[:：]|\\s|叫)?',
  '姓\\s*名(?:[叫是]|\\s){0,3}',
  '我(?:的)?(?:姓名|名字)[叫是]?',
  '李李芳?',
]
const sought = soughtOf(...sources)

const foundIn = (text: string): string[] => {
  const found: string[] = []
  seek(text, sought, (pattern, match) => found.push(`${pattern} ${match.index} ${match[0]}`))
  return found
}

const searchedIn = (text: string): string[] =>
  sources.flatMap((source, pattern) =>
    [...text.matchAll(new RegExp(source, 'g'))].map((match) => `${pattern} ${match.index} ${match[0]}`),
  )

test('each match is found once, and none within another of the same pattern', () => {
  expect(foundIn('我的姓名叫李芳，我是我母亲的女儿')).toEqual([
    '2 0 我的姓名叫',
    '1 2 姓名叫',
    '0 8 我是',
    '0 10 我母亲',
  ])
  expect(foundIn('李李李芳')).toEqual(['3 0 李李'])
  expect(foundIn('')).toEqual([])
})

test('what is found is what a search finds, in texts put together of parts and of halves of parts', () => {
  const random = openRandom(3)
  const parts = '本人 我 我是 我的 姓 名 姓名 父亲 我母 母亲 是 叫 名字 ： 李 芳 ,'.split(' ').concat(' ', '\n')
  let matches = 0
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from({ length: 14 }, () => parts[Math.floor(random() * parts.length)]).join('')
    const wanted = searchedIn(text)
    expect(foundIn(text).sort(), text).toEqual(wanted.sort())
    matches += wanted.length
  }
  expect(matches).toBeGreaterThan(2_000)
})

test('a pattern that may begin with anything is refused', () => {
  expect(() => soughtOf('\\s?业主')).toThrow(/may begin with anything/)
})
