// What a person says of an item lies over what the machine says, field by field.
import { describe, expect, test } from 'vitest'
import { applyCorrection, type Correction, correctionProblem } from './correction.ts'
import { makeVerdict } from './decide/given.ts'
import type { Verdict } from './item.ts'

const evidence = [{ text: '停工', start: 0, end: 2 }]
const machine = makeVerdict({
  topics: [
    { id: 'realestate', score: 0.7, evidence },
    { id: 'wages', score: 0.6, evidence: [] },
  ],
  deaths: 12,
  injured: 3,
  grade: '重大',
  article: '国务院令第493号第三条',
  suspected: true,
})

describe('a correction', () => {
  const table: [why: string, change: Correction, expected: Partial<Verdict>][] = [
    [
      'of topics keeps the evidence of those that stay',
      { topics: ['realestate'] },
      { topics: [{ id: 'realestate', score: 1, evidence }] },
    ],
    ['of topics to none leaves none', { topics: [] }, { topics: [] }],
    [
      'of a topic the machine missed has no evidence',
      { topics: ['safety'] },
      { topics: [{ id: 'safety', score: 1, evidence: [] }] },
    ],
    [
      'of the number suggests another grade and takes the suspicion',
      { deaths: 2 },
      { deaths: 2, injured: 3, grade: '一般', suspected: false },
    ],
    ['that says there is no number is null, not 0', { deaths: null }, { deaths: null, suspected: false }],
    ['of the number may raise the suspicion', { deaths: 10 }, { deaths: 10, grade: '重大', suspected: true }],
    ['of hurt people alone suspects from fifty on', { deaths: 0, injured: 50 }, { grade: '一般', suspected: true }],
    ['of the place leaves the numbers alone', { place: '国外' }, { place: 'abroad', deaths: 12, suspected: true }],
    ['to 外地 is still in the country', { place: '外地' }, { place: 'home' }],
    ['of gov is only that', { gov: false }, { gov: false, topics: machine.topics }],
  ]
  test.each(table)('%s', (_why, change, expected) => {
    expect(applyCorrection(machine, change)).toMatchObject(expected)
  })

  const wrong: [change: Correction, word: string | null][] = [
    [{}, '没有改动'],
    [{ topics: ['a', 'b', 'c', 'd'] }, '最多 3 个'],
    [{ topics: ['nothing'] }, '没有这个主题'],
    [{ deaths: -1 }, '人数'],
    [{ deaths: 1.5 }, '人数'],
    [{ deaths: null }, null],
    [{ topics: [] }, null],
  ]
  test.each(wrong)('%o is answered %s', (change, word) => {
    const said = correctionProblem(change, ['a', 'b', 'c', 'd'])
    if (word === null) expect(said).toBe(null)
    else expect(said).toContain(word)
  })
})
