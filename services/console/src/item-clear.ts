// GET /api/quarantine, POST …/:id/clear: what is held back as 涉密, let go by two persons (§14-9); its text never shows.
import { clearingRoles } from '@huiying/domain/quarantine'
import { listPersons } from '@huiying/ledger/person/person'
import { clearItem, quarantinedItems } from '@huiying/ledger/quarantine'
import { z } from 'zod'
import { endpoint, RefusedError } from './endpoint.ts'
import { freeText } from './free-text.ts'
import type { HeldPage } from './wire.ts'

const HELD_MAX = 200
const REASON_CHARS_MIN = 4
const REASON_CHARS_MAX = 200
const statusOf: Record<string, number> = { missing: 404, forbidden: 403 }

export const showHeld = endpoint({
  async handle({ context, person }): Promise<HeldPage> {
    const { read } = context.ledger
    const held = await quarantinedItems(read, person.book, HELD_MAX)
    const names = new Map((await listPersons(read, person.book)).map(({ login, name }) => [login, name]))
    return {
      held: held.map(({ held: content, ...one }) => ({
        ...one,
        clearings: one.clearings.map((made) => ({ ...made, name: names.get(made.login) ?? made.login })),
        waitsFor:
          content === null ? [] : clearingRoles.filter((role) => !one.clearings.some((made) => made.role === role)),
      })),
    }
  },
})

export const clearHeld = endpoint({
  params: z.object({ id: z.string().max(120) }),
  body: z.object({
    commandId: z.string().regex(/^[A-Za-z0-9-]{16,80}$/),
    /** Of the version that was looked at. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    reason: freeText(REASON_CHARS_MAX).min(REASON_CHARS_MIN, '理由至少 4 个字，会写入台账'),
  }),
  async handle({ context, person, params, body, now }): Promise<{ released: boolean; waitsFor: string | null }> {
    const { login, roles, book } = person
    const clearance = { book, itemId: params.id, person: { login, roles }, ...body }
    const answer = await clearItem(context.ledger, clearance, now)
    if (!answer.ok) throw new RefusedError(statusOf[answer.code] ?? 409, answer.code, answer.message)
    return { released: answer.waitsFor === null, waitsFor: answer.waitsFor }
  },
})
