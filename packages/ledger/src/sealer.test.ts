// Random bytes drawn many at once: each is given to one asker only.
import { expect, test } from 'vitest'
import { freshBytes } from './sealer.ts'

const DRAWS = 2_000
const IV_BYTES = 16
const LARGE_BYTES = 10_000

test('no two draws are the same or share bytes, within a pool and across its end', () => {
  const drawn = Array.from({ length: DRAWS }, () => freshBytes(IV_BYTES))
  const asDrawn = drawn.map((one) => one.toString('hex'))
  expect(new Set(asDrawn).size).toBe(DRAWS)
  for (const one of drawn) one.fill(0)
  const later = freshBytes(IV_BYTES)
  expect(later.equals(Buffer.alloc(IV_BYTES))).toBe(false)
})

test('more than a pool holds comes whole', () => {
  const large = freshBytes(LARGE_BYTES)
  expect(large).toHaveLength(LARGE_BYTES)
  expect(new Set(large).size).toBe(256)
})
