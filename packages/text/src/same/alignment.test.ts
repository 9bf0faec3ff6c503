// Beginnings laid beside one another: the quick ways find what looking everywhere finds.
import { expect, test } from 'vitest'
import { alignmentOf, runsOf } from './alignment.ts'
import { fingerprintOf } from './fingerprint.ts'
import { hasGram, outlineOf, RUN_WITHIN } from './outline.ts'

const texts = [
  '锦绣家园小区停水三天没有人管',
  '停水三天了，锦绣家园小区的居民没有人管',
  '停水停水停水停停水',
  '水停水停停水停水停水',
  '柳树巷路灯坏了一个月',
  '青河市第二小学门口的路灯坏了，孩子放学看不见路'.repeat(8),
  '孩子放学看不见路，青河市第二小学门口的路灯坏了'.repeat(8),
  '好',
]
const prints = texts.map(fingerprintOf)
const pairs = prints.flatMap((a, index) => prints.slice(index).map((b) => [a.letters, b.letters, a, b] as const))
const beginningOf = (print: (typeof prints)[number]) => outlineOf(print).beginning

/** Every piece of the one looked for in the other, the longest first. */
function longestRun(a: string, b: string): number {
  for (let length = a.length; length > 0; length--) {
    for (let at = 0; at + length <= a.length; at++) if (b.includes(a.slice(at, at + length))) return length
  }
  return 0
}

test.each(pairs)('the longest common run of %s and %s is found', (lettersA, lettersB, a, b) => {
  const [run] = runsOf(beginningOf(a), beginningOf(b), lettersA)
  const longest = longestRun(lettersA.slice(0, RUN_WITHIN), lettersB.slice(0, RUN_WITHIN))
  expect(Math.round(Math.expm1(run ?? -1))).toBe(longest)
})

test.each(pairs)('%s and %s laid out leave nothing of the pair before behind', (_lettersA, _lettersB, a, b) => {
  const first = alignmentOf(beginningOf(a), beginningOf(b))
  for (const other of prints) alignmentOf(beginningOf(other), beginningOf(a))
  expect(alignmentOf(beginningOf(a), beginningOf(b))).toEqual(first)
})

test('a text laid beside itself agrees in everything and puts nothing in place of anything', () => {
  for (const print of prints) expect(alignmentOf(beginningOf(print), beginningOf(print))).toEqual([1, 0, 0])
})

test('a set of pairs has what was put in and nothing else', () => {
  const [water, light] = [outlineOf(prints[0]!).grams[2], outlineOf(prints[4]!).grams[2]]
  for (const hash of water.hashes) expect(hasGram(water, hash)).toBe(true)
  for (const hash of light.hashes) expect(hasGram(water, hash)).toBe(water.hashes.includes(hash))
})
