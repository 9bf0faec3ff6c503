// Hashes kept of verdicts: given once, for the very text that was hashed, and nothing of what is erased.
import { expect, test } from 'vitest'
import { HASHES_KEPT_MAX, openKeptHashes } from './kept-hash.ts'

test('a hash is given for the text it is of, once', () => {
  const kept = openKeptHashes()
  kept.keep('item-1', '{"a":1}', 'hash of 1')
  expect([kept.take('item-1', '{"a":1}'), kept.take('item-1', '{"a":1}')]).toEqual(['hash of 1', null])
})

test('another text of the same item has another hash: of two readings the later is kept', () => {
  const kept = openKeptHashes()
  kept.keep('item-1', '{"a":1}', 'hash of 1')
  expect([kept.take('item-1', '{"a":2}'), kept.take('item-2', '{"a":1}')]).toEqual([null, null])
  kept.keep('item-1', '{"a":2}', 'hash of 2')
  expect([kept.take('item-1', '{"a":1}'), kept.take('item-1', '{"a":2}')]).toEqual([null, 'hash of 2'])
})

test('what is erased is not kept', () => {
  const kept = openKeptHashes()
  for (const id of ['item-1', 'item-2']) kept.keep(id, id, `hash of ${id}`)
  kept.forget(['item-1'])
  expect([kept.take('item-1', 'item-1'), kept.take('item-2', 'item-2')]).toEqual([null, 'hash of item-2'])
})

test('no more are kept than the bound says, the latest', () => {
  const kept = openKeptHashes()
  for (let at = 0; at <= HASHES_KEPT_MAX; at++) kept.keep(`item-${at}`, 'text', `hash ${at}`)
  expect([kept.take('item-0', 'text'), kept.take('item-1', 'text')]).toEqual([null, 'hash 1'])
})
