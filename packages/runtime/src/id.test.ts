// Derived ids: the same for ever, whatever makes the hash.
import { expect, it } from 'vitest'
import { deriveId } from './id.ts'

it('gives the same id for the same parts for ever: ids on record are found again', () => {
  expect(deriveId('item', 'mailbox', '<a@mail.example>', 'abc')).toBe('item_4022c3fde724404f6530842a')
  expect(deriveId('case', '青河市', '😀')).toBe('case_3edcec9f2d671475e3375bc2')
})

it('puts the time it is given first, and takes over that of the thing it belongs to', () => {
  const at = Date.UTC(2026, 10, 20, 9, 30)
  const id = deriveId('case', at, 'item_1')
  expect(id).toMatch(/^case_1a1f84a95c0-[0-9a-f]{24}$/)
  expect(deriveId('clock', id, 'C48', '0').slice('clock_'.length)).toMatch(/^1a1f84a95c0-[0-9a-f]{24}$/)
  expect(deriveId('plan', deriveId('clock', id, 'C48', '0'))).toMatch(/^plan_1a1f84a95c0-/)
  expect(deriveId('alert', `case:${id}`, '新案', '0')).toMatch(/^alert_1a1f84a95c0-/)
  expect(deriveId('clock', 'case_3edcec9f2d671475e3375bc2', 'C48', '0')).toMatch(/^clock_[0-9a-f]{24}$/)
})

it('sorts by time whatever a letter says its time is', () => {
  const times = [-5, 0, 1, Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1) + 1, Date.UTC(9999, 0, 1)]
  const ids = times.map((at) => deriveId('clock', at, 'item_1'))
  expect(ids).toEqual([...ids].sort())
  expect(new Set(ids).size).toBe(times.length)
  expect(new Set(ids.map((id) => id.length)).size).toBe(1)
})

it('binds each part by its length: two ways to cut one text are two ids', () => {
  expect(deriveId('x', 'ab', 'c')).not.toBe(deriveId('x', 'a', 'bc'))
  expect(deriveId('x', '1', '1')).not.toBe(deriveId('x', '11'))
})
