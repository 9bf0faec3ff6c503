// 涉密 (§14-9): what is held back is let go when 值班长 and 安全管理员, two persons, have each said so. Pure: no clock.
import type { RefusalCode } from './command.ts'
import type { Body } from './entry.ts'
import type { UserRole } from './word.ts'

export const clearingRoles = ['值班长', '安全管理员'] as const satisfies UserRole[]
export type ClearingRole = (typeof clearingRoles)[number]

export interface Clearing {
  login: string
  role: ClearingRole
  at: number
}

/** One version of an item, known by its hash: another version of the same item is held and cleared by itself. */
export interface HeldItem {
  itemId: string
  sha256: string
  /** When it was held back. */
  at: number
  /** The mark that was seen; never the text. */
  reason: string
  /** SHA-256 of the sealed blob that holds the item whole; null for what was held before such were kept. */
  held: string | null
  clearings: Clearing[]
}

export type ClearanceDecision =
  | { ok: true; bodies: Body[]; waitsFor: ClearingRole | null }
  | { ok: false; code: RefusalCode; message: string }

/** `held` null: there is none, or it has been let go. One person speaks once, for one role, whatever roles he has. */
export function decideClearance(
  held: HeldItem | null,
  person: { login: string; roles: readonly UserRole[] },
  reason: string,
): ClearanceDecision {
  if (held === null) return refuse('missing', '没有这件疑似涉密信息，或两人已解除隔离。未作改动，请刷新页面')
  if (held.held === null)
    return refuse('state', '这件在升级前隔离，内容不在可放行的封存中。仍在隔离，请由保密办调取原件后人工录入')
  const missing = clearingRoles.filter((role) => !held.clearings.some((one) => one.role === role))
  if (held.clearings.some((one) => one.login === person.login))
    return refuse('forbidden', `您已解除过一次，还须另一人（${missing.join('、')}）解除。仍在隔离`)
  const role = missing.find((one) => person.roles.includes(one))
  if (role === undefined) return refuse('forbidden', `解除隔离还须${missing.join('、')}本人操作。仍在隔离`)
  const { itemId, sha256 } = held
  const cleared: Body = { act: 'item.cleared', v: 1, itemId, sha256, role, reason }
  const first = held.clearings[0]
  if (first === undefined) return { ok: true, bodies: [cleared], waitsFor: missing.find((one) => one !== role)! }
  const released: Body = { act: 'item.released', v: 2, itemId, sha256, by: [first.login, person.login], reason }
  return { ok: true, bodies: [cleared, released], waitsFor: null }
}

const refuse = (code: RefusalCode, message: string): ClearanceDecision => ({ ok: false, code, message })
