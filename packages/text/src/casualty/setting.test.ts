// Where a sentence begins and ends that tells in what setting a count is said.
import { expect, test } from 'vitest'
import { clauseStart, readSetting, sentenceStart } from './setting.ts'

test('a sentence without a mark ends after a thousand letters: of no count is the whole of a long text read', () => {
  const text = `网传${'死亡3人'.repeat(5_000)}`
  expect([sentenceStart(text, 15_000), clauseStart(text, 15_000)]).toEqual([14_000, 14_000])
  expect(readSetting(text, 15_000, 15_004, undefined).hearsay).toBe(false)
  expect(readSetting(text, 12, 16, undefined).hearsay).toBe(true)
})
