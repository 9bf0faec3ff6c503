// When a search says that the index is behind, and in which words.
import { expect, it } from 'vitest'
import { noticeOf } from './search-notice.ts'

it.each([
  [{ kind: 'level' as const }, null],
  [{ kind: 'behind' as const, seconds: 47 }, '检索滞后 47 秒，以台账为准'],
  [{ kind: 'away' as const, reason: '连接被断开' }, '检索暂不可用，只查了标题和编号，以台账为准'],
])('%o is told as %s', (state, words) => {
  expect(noticeOf(state)).toBe(words)
})
