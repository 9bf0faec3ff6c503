// Whoever asks with a part of what was written finds it.
import { expect, test } from 'vitest'
import { searchTerms } from './term.ts'

const termsOf = (text: string): string[] => searchTerms(text).split(' ').filter(Boolean)

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
  const terms = new Set(termsOf(text))
  for (const term of termsOf(ask)) expect(terms).toContain(term)
})

test('a number is not found by its digits in another order', () => {
  const terms = termsOf('2021年6月12日，6002元')
  expect(termsOf('YQ-2026-0012').filter((term) => !terms.includes(term))).toEqual(['yq', '26', '01'])
})

test('punctuation and spaces give no terms', () => {
  expect(searchTerms(' ，。！ \n')).toBe('')
})

test.each([
  { text: '停水了，停水', terms: '停水 水了 停水', why: 'windows of each run, again where it stands again' },
  { text: '水 𠮷 A 7', terms: '水 𠮷 a 7', why: 'a letter that stands alone is a term' },
  { text: '𠮷野家', terms: '𠮷野 野家', why: 'a letter of two units is one letter' },
  { text: '一二〇号', terms: '一二 二〇 〇号', why: '〇 goes on among Han letters' },
  { text: '2〇〇9年', terms: '2〇 〇〇 〇9 年', why: '〇 goes on among digits' },
  { text: '〇9号', terms: '〇 9 号', why: '〇 begins a run of Han letters' },
  { text: 'café12', terms: 'ca af fé 12', why: 'letters and digits apart' },
])('$text gives $terms: $why', ({ text, terms }) => expect(searchTerms(text)).toBe(terms))
