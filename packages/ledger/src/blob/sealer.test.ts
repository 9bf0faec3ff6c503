// Random bytes drawn many at once: each is given to one asker only. What is sealed opens as it was or not at all.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshBytes, openSealer } from './sealer.ts'

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

test('a changed byte anywhere is refused: of the number at its head, of the seal, of the text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-seal-'))
  const sealer = openSealer(join(folder, 'key'))
  rmSync(folder, { recursive: true, force: true })
  const text = '青河市渡口路停水三天，请尽快恢复。'
  const sealed = sealer.seal(Buffer.from(text))
  expect(sealer.open(sealed).toString()).toBe(text)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    expect(() => sealer.open(changed)).toThrow('密文已被改动')
  }
})
