// Halving finds as many as counting does, at every length and place.
import { expect, test } from 'vitest'
import { countFirst } from './halving.ts'

test('as many as hold, none and all among them', () => {
  for (let length = 0; length < 20; length++)
    for (let held = 0; held <= length; held++) expect(countFirst(length, (index) => index < held)).toBe(held)
})
