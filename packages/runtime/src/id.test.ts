// Derived ids: the same for ever, whatever makes the hash.
import { expect, it } from 'vitest'
import { deriveId } from './id.ts'

it('gives the same id for the same parts for ever: ids on record are found again', () => {
  expect(deriveId('item', 'mailbox', '<a@mail.example>', 'abc')).toBe('item_4022c3fde724404f6530842a')
  expect(deriveId('case', '青河市', '😀')).toBe('case_3edcec9f2d671475e3375bc2')
})

it('binds each part by its length: two ways to cut one text are two ids', () => {
  expect(deriveId('x', 'ab', 'c')).not.toBe(deriveId('x', 'a', 'bc'))
  expect(deriveId('x', '1', '1')).not.toBe(deriveId('x', '11'))
})
