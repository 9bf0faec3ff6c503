// Verdicts on their way to the record: the root binds the very text that is kept, whoever has hashed it.
import type { Verdict } from '@huiying/domain/item'
import { canonicalJson } from '@huiying/runtime/json'
import { expect, test } from 'vitest'
import { sm3 } from '../chain.ts'
import { openKeptHashes } from './kept-hash.ts'
import { readTagged, taggedBody, verdictRoot } from './verdict.ts'

const text = canonicalJson({ itemId: 'item-1', deaths: 2, topics: [] })
const rootOf = (hash: string) => sm3(hash)
const read = (body: string, hashes = openKeptHashes()): Verdict => readTagged(body, hashes).verdict

test('the root is over the text as it came', () => {
  const { book, verdict } = readTagged(taggedBody('qinghe', text))
  expect([book, verdictRoot([verdict])]).toEqual(['qinghe', rootOf(sm3(text))])
})

test('what this program has hashed is not hashed again', () => {
  const hashes = openKeptHashes()
  hashes.keep('item-1', text, 'as it was said')
  expect(verdictRoot([read(taggedBody('qinghe', text), hashes)])).toBe(rootOf('as it was said'))
})

test('the hash of another reading of the item goes on no record', () => {
  const hashes = openKeptHashes()
  hashes.keep('item-1', text.replace('2', '3'), 'of another text')
  expect(verdictRoot([read(taggedBody('qinghe', text), hashes)])).toBe(rootOf(sm3(text)))
})

test('a message that is written in another order, or says a hash, is hashed here', () => {
  const hashes = openKeptHashes()
  hashes.keep('item-1', text, 'as it was said')
  const foreign = read(`{"hash":"made up","book":"qinghe","verdict":${text}}`, hashes)
  expect(verdictRoot([foreign])).toBe(rootOf(sm3(text)))
})
