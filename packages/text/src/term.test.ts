// Whoever asks with a part of what was written finds it.
import { expect, test } from 'vitest'
import { searchTerms } from './term.ts'

const rows: { text: string; ask: string; why: string }[] = [
  { text: '停水停电通知', ask: '停电', why: 'a word inside a longer one' },
  { text: '青河市停電公告', ask: '停电', why: 'traditional script' },
  { text: 'ＡＰＰ打不开', ask: 'app', why: 'full width and upper case' },
  { text: '永宁街12号漏气', ask: '12', why: 'a number' },
  { text: '河滨花园二期', ask: '滨花', why: 'a window across words' },
  { text: '案件 YQ-2026-0012 已并案', ask: '0012', why: 'a part of a number' },
  { text: 'iPhone13 连不上', ask: 'phone', why: 'a part of a word of Latin letters' },
  { text: '𠮷野家门口', ask: '𠮷野', why: 'a letter outside the first plane' },
]

test.each(rows)('$ask is found in $text: $why', ({ text, ask }) => {
  const terms = new Set(searchTerms(text))
  for (const term of searchTerms(ask)) expect(terms).toContain(term)
})

test('a number is not found by its digits in another order', () => {
  const terms = searchTerms('2021年6月12日，6002元')
  expect(searchTerms('YQ-2026-0012').filter((term) => !terms.includes(term))).toEqual(['yq', '26', '01'])
})

test('punctuation and spaces give no terms', () => {
  expect(searchTerms(' ，。！ \n')).toEqual([])
})
