// Fingerprints kept read: the same object for the same text, and never one of a verdict that has changed since.
import { expect, test } from 'vitest'
import {
  FINGERPRINTS_MAX,
  fingerprintIn,
  forgetFingerprints,
  keepFingerprint,
  readTagged,
  taggedBody,
} from './verdict.ts'

const textOf = (exact: string): string => JSON.stringify({ fingerprint: { version: 2, exact, bands: [], letters: '' } })

test('a verdict that stands unchanged gives the same object again', () => {
  expect(fingerprintIn('item-1', textOf('a'))).toBe(fingerprintIn('item-1', textOf('a')))
})

test('a verdict written anew gives its own fingerprint', () => {
  fingerprintIn('item-2', textOf('a'))
  expect(fingerprintIn('item-2', textOf('b')).exact).toBe('b')
})

test('what a turn saves is found by the next without reading it again', () => {
  const { verdict } = readTagged(taggedBody('qinghe', `{"fingerprint":{"exact":"a"},"itemId":"item-3"}`))
  keepFingerprint(verdict)
  expect(fingerprintIn('item-3', `{"fingerprint":{"exact":"a"},"itemId":"item-3"}`)).toBe(verdict.fingerprint)
})

test('what is erased is not kept', () => {
  const before = fingerprintIn('item-4', textOf('a'))
  forgetFingerprints(['item-4'])
  expect(fingerprintIn('item-4', textOf('a'))).not.toBe(before)
})

test('no more are kept than the bound says, those used last', () => {
  const [first, used] = [fingerprintIn('first', textOf('a')), fingerprintIn('used', textOf('a'))]
  for (let index = 2; index < FINGERPRINTS_MAX; index++) fingerprintIn(`filler-${index}`, textOf('a'))
  fingerprintIn('used', textOf('a'))
  fingerprintIn('last', textOf('a'))
  expect(fingerprintIn('used', textOf('a'))).toBe(used)
  expect(fingerprintIn('first', textOf('a'))).not.toBe(first)
})
