// Whoever asks with a part of what was written finds it.
import { expect, test } from 'vitest'
import { searchTerms } from './term.ts'

const rows: { text: string; ask: string; why: string }[] = [
  { text: '停水停电通知', ask: '停电', why: 'a word inside a longer one' },
  { text: '青河市停電公告', ask: '停电', why: 'traditional script' },
  { text: 'ＡＰＰ打不开', ask: 'app', why: 'full width and upper case' },
  { text: '永宁街12号漏气', ask: '12', why: 'a number' },
  { text: '河滨花园二期', ask: '滨花', why: 'a window across words' },
]

test.each(rows)('$ask is found in $text: $why', ({ text, ask }) => {
  const terms = new Set(searchTerms(text))
  for (const term of searchTerms(ask)) expect(terms).toContain(term)
})

test('punctuation and spaces give no terms', () => {
  expect(searchTerms(' ，。！ \n')).toEqual([])
})
