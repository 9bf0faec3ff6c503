// The matcher finds what a plain search would find.
import { expect, test } from 'vitest'
import { buildMatcher } from './matcher.ts'

function scan(words: string[], text: string): string[] {
  const found: string[] = []
  buildMatcher(words).scan(text, (word, start, end) => found.push(`${words[word]}@${start}-${end}`))
  return found
}

test('overlapping and nested words are all found', () => {
  expect(scan(['停水', '停水停电', '水停', '停电', '电通知'], '停水停电通知')).toEqual([
    '停水@0-2',
    '水停@1-3',
    '停水停电@0-4',
    '停电@2-4',
    '电通知@3-6',
  ])
})

test('letters match in either case', () => {
  expect(scan(['p2p'], '某P2P平台')).toEqual(['p2p@1-4'])
})

test.each(['水电停火灾', '水电停火灾房路桥车工学医老幼食药气热污噪塌陷堵漏'])(
  'it agrees with indexOf on many made-up texts of %s',
  (letters) => {
    let seed = 7
    const next = (n: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
      return seed % n
    }
    const make = (length: number) => Array.from({ length }, () => letters[next(letters.length)]).join('')
    const words = [...new Set(Array.from({ length: 60 }, () => make(1 + next(3))))]
    const text = make(2000)
    const wanted: string[] = []
    for (const word of words)
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
        wanted.push(`${word}@${at}-${at + word.length}`)
    expect(scan(words, text).sort()).toEqual(wanted.sort())
  },
)

test('an empty or doubled word is refused', () => {
  expect(() => buildMatcher([''])).toThrow('empty')
  expect(() => buildMatcher(['停水', '停水'])).toThrow('twice')
})
