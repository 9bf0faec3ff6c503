// §14-9 as a table: who lets go of what is held back, after whom.
import { expect, test } from 'vitest'
import { type Clearing, type ClearingRole, decideClearance, type HeldItem } from './quarantine.ts'
import type { UserRole } from './word.ts'

const by = (login: string, role: ClearingRole): Clearing => ({ login, role, at: 2 })
const heldItem = (clearings: Clearing[], held: string | null = 'h'): HeldItem => {
  return { itemId: 'i', sha256: 's', at: 1, reason: '疑似涉密：带“机密”标识', held, clearings }
}
const lead: UserRole[] = ['值班长']
const security: UserRole[] = ['安全管理员']

interface Row {
  why: string
  held: HeldItem | null
  login: string
  roles: UserRole[]
  /** The acts written, or the code of the refusal. */
  want: string[] | string
  waitsFor?: ClearingRole | null
}

const rows: Row[] = [
  {
    why: 'the first of the two lets nothing go',
    ...{ held: heldItem([]), login: 'li', roles: lead, want: ['item.cleared'], waitsFor: '安全管理员' },
  },
  {
    why: 'either may be the first',
    ...{ held: heldItem([]), login: 'an', roles: security, want: ['item.cleared'], waitsFor: '值班长' },
  },
  {
    why: 'the second, of the other role, lets it go',
    ...{ held: heldItem([by('li', '值班长')]), login: 'an', roles: security },
    ...{ want: ['item.cleared', 'item.released'], waitsFor: null },
  },
  {
    why: 'two 值班长 are one voice',
    ...{ held: heldItem([by('li', '值班长')]), login: 'wu', roles: lead, want: 'forbidden' },
  },
  {
    why: 'one person with both roles is one person',
    ...{ held: heldItem([by('li', '值班长')]), login: 'li', roles: [...lead, ...security], want: 'forbidden' },
  },
  {
    why: 'who has both roles speaks for the one that is missing',
    ...{ held: heldItem([by('an', '安全管理员')]), login: 'li', roles: [...lead, ...security] },
    ...{ want: ['item.cleared', 'item.released'], waitsFor: null },
  },
  { why: 'a 值班员 may not', ...{ held: heldItem([]), login: 'wang', roles: ['值班员'], want: 'forbidden' } },
  { why: 'a 系统管理员 may not', ...{ held: heldItem([]), login: 'xi', roles: ['系统管理员'], want: 'forbidden' } },
  { why: 'what has been let go is gone', ...{ held: null, login: 'li', roles: lead, want: 'missing' } },
  {
    why: 'what was held before its content was kept stays held',
    ...{ held: heldItem([], null), login: 'li', roles: lead, want: 'state' },
  },
]

test.each(rows)('$why', ({ held, login, roles, want, waitsFor }) => {
  const decision = decideClearance(held, { login, roles }, '核对无密级')
  if (!decision.ok) return expect(decision.code).toBe(want)
  expect(decision.bodies.map((body) => body.act)).toEqual(want)
  expect(decision.waitsFor).toBe(waitsFor)
})

test('the entry that lets it go names both, the first first', () => {
  const decision = decideClearance(heldItem([by('li', '值班长')]), { login: 'an', roles: security }, '核对无密级')
  expect(decision).toMatchObject({ ok: true, bodies: [{}, { act: 'item.released', v: 2, by: ['li', 'an'] }] })
})
