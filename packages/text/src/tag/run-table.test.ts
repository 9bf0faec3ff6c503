// The table gives back every run that it was made of, with its row and weights, and knows no other.
import { openRandom } from '@huiying/runtime/random'
import { expect, test } from 'vitest'
import { ROW } from './model-file.ts'
import { ENTRY, openRunTable, QUAD_BYTES, ROW_AT } from './run-table.ts'

const SEED = 1_129
const random = openRandom(SEED)
const anyHash = () => Math.floor(random() * 2 ** 32) >>> 0
const hashes = Uint32Array.from(new Set([1, 2 ** 32 - 1, 2 ** 31, ...Array.from({ length: 5_000 }, anyHash)]))
const rows = Int8Array.from({ length: hashes.length * ROW }, () => Math.floor(random() * 256) - 128)
const table = openRunTable(hashes, rows)

test('every run of the model is found, in the row of the file', () => {
  expect(Array.from(hashes, table.find)).toEqual(Array.from(hashes.keys()))
})

test('beside the hash of a run lies its row', () => {
  const bytes = new Int8Array(table.entries.buffer)
  hashes.forEach((hash, row) => {
    expect((table.entries[row * ENTRY] as number) >>> 0).toBe(hash)
    const at = (row * ENTRY + ROW_AT) * QUAD_BYTES
    expect(bytes.slice(at, at + ROW)).toEqual(rows.slice(row * ROW, (row + 1) * ROW))
  })
})

test('a run that the model does not know has no row, also where it shares all that is looked at first', () => {
  const known = new Set(hashes)
  const near = Array.from(hashes, (hash) => (hash ^ 1) >>> 0)
  const others = [0, ...near, ...Array.from({ length: 5_000 }, anyHash)].filter((hash) => !known.has(hash))
  expect(others.filter((hash) => table.find(hash) !== -1)).toEqual([])
})

test('a model of a single run is a table too', () => {
  const one = openRunTable(Uint32Array.of(7), new Int8Array(ROW).fill(3))
  expect([one.find(7), one.find(8), one.find(0)]).toEqual([0, -1, -1])
})
