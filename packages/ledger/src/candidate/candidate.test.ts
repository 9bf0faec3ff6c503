// Candidates kept read: the same object from turn to turn, and nothing of what is erased.
import { expect, test } from 'vitest'
import { CANDIDATES_KEPT_MAX, openKeptCandidates } from './candidate.ts'

const candidateOf = (number: number) => ({
  number,
  itemId: `item-${number}`,
  caseId: 'case-1',
  at: number,
  fingerprint: { version: 2, exact: '', bands: [], letters: '', title: 0, places: [], areas: [], numbers: [] },
})

test('a number of one book is not that of another', () => {
  const kept = openKeptCandidates()
  kept.keep('qinghe', candidateOf(1))
  expect([kept.get('qinghe', 1)?.itemId, kept.get('liulin', 1)]).toEqual(['item-1', null])
})

test('what is erased is not kept', () => {
  const kept = openKeptCandidates()
  for (const number of [1, 2]) kept.keep('qinghe', candidateOf(number))
  kept.forget(['item-1'])
  expect([kept.get('qinghe', 1), kept.get('qinghe', 2)?.itemId]).toEqual([null, 'item-2'])
})

test('no more are kept than the bound says, those used last', () => {
  const kept = openKeptCandidates()
  for (let number = 1; number <= CANDIDATES_KEPT_MAX; number++) kept.keep('qinghe', candidateOf(number))
  kept.keep('qinghe', candidateOf(1))
  kept.keep('qinghe', candidateOf(CANDIDATES_KEPT_MAX + 1))
  expect([kept.get('qinghe', 1)?.number, kept.get('qinghe', 2)]).toEqual([1, null])
})
