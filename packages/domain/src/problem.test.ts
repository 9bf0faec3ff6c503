// Letters that say the same in one place are one problem; what is scattered is one all over town; the rest is none.
import { expect, test } from 'vitest'
import { EXAMPLES_MAX, findProblems, type ProblemLetter } from './problem.ts'

let serial = 0
const letter = (where: string | null, text: string, words: string[], topic = 'hardship'): ProblemLetter => {
  const itemId = `i${String(++serial).padStart(3, '0')}`
  const number = `YQ-2026-${itemId}`
  return {
    itemId,
    caseId: `c${itemId}`,
    number,
    title: text.slice(0, 8),
    receivedAt: serial,
    topic,
    where,
    words,
    text,
  }
}
const heat = (where: string | null) => letter(where, `${where ?? ''}暖气不热，室温只有十四度`, ['暖气不热', '室温'])
const lamp = (where: string | null) => letter(where, `${where ?? ''}路灯不亮，孩子摸黑走路`, ['路灯不亮'])
const shown = (letters: ProblemLetter[], before: ProblemLetter[] = [], least = 3) =>
  findProblems(letters, before, least).map(({ where, what, count, before: earlier }) => [
    where,
    what[0],
    count,
    earlier,
  ])

const table: [why: string, letters: ProblemLetter[], before: ProblemLetter[], expected: unknown[]][] = [
  ['three alike in one place are one', [heat('渡口'), heat('渡口'), heat('渡口')], [], [['渡口', '暖气不热', 3, 0]]],
  ['two are none', [heat('渡口'), heat('渡口')], [], []],
  [
    'two demands in one place are two',
    [heat('渡口'), heat('渡口'), heat('渡口'), lamp('渡口'), lamp('渡口'), lamp('渡口')],
    [],
    [
      ['渡口', '暖气不热', 3, 0],
      ['渡口', '路灯不亮', 3, 0],
    ],
  ],
  [
    'too few in each place are one all over town',
    [heat('渡口'), heat('柳溪'), heat('石桥'), lamp('石桥')],
    [],
    [[null, '暖气不热', 3, 0]],
  ],
  ['letters without a place count too', [heat(null), heat(null), heat(null)], [], [[null, '暖气不热', 3, 0]]],
  [
    'the period before is counted by the same place and demand',
    [heat('渡口'), heat('渡口'), heat('渡口')],
    [heat('渡口'), heat('柳溪'), lamp('渡口')],
    [['渡口', '暖气不热', 3, 1]],
  ],
  [
    'a word that one letter gave is looked for in the others',
    [heat('渡口'), letter('渡口', '家里暖气不热', []), letter('渡口', '为何暖气不热', [])],
    [],
    [['渡口', '暖气不热', 3, 0]],
  ],
  [
    'another topic is another problem',
    [heat('渡口'), heat('渡口'), letter('渡口', '暖气不热', ['暖气不热'], 'realestate')],
    [],
    [],
  ],
]
test.each(table)('%s', (_why, letters, before, expected) => {
  expect(shown(letters, before)).toEqual(expected)
})

test('what else most of them say stands beside it, and the newest are the examples', () => {
  const letters = Array.from({ length: EXAMPLES_MAX + 2 }, () => heat('渡口'))
  const [problem] = findProblems(letters, [], 3)
  expect(problem?.what).toEqual(['暖气不热', '室温'])
  expect(problem?.examples.map((one) => one.itemId)).toEqual(
    letters
      .map((one) => one.itemId)
      .reverse()
      .slice(0, EXAMPLES_MAX),
  )
})

test('a higher bar leaves fewer', () => {
  const letters = [heat('渡口'), heat('渡口'), heat('渡口'), heat('渡口'), lamp('石桥'), lamp('石桥'), lamp('石桥')]
  expect(shown(letters, [], 4)).toEqual([['渡口', '暖气不热', 4, 0]])
})
