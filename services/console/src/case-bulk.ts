// POST /api/cases/act: one order for many cases, each decided by itself; what was refused is said case by case.
import type { Command } from '@huiying/domain/command'
import { act } from '@huiying/ledger/act'
import { z } from 'zod'
import { findCase } from './case-read.ts'
import { endpoint, notFound, RefusedError } from './endpoint.ts'
import { commandSchema, orderSchema } from './order.ts'
import { boundUnit, mayAct } from './right.ts'
import type { BulkAnswer } from './wire.ts'

const CASES_MAX = 200
/** Orders that mean the same for every case; one that names a clock, a letter or an assignment does not. */
const bulkOrders: readonly string[] = [
  'case.judge',
  'case.assign',
  'case.merge',
  'case.cancel',
  'note.add',
  'record.add',
]

export const actOnMany = endpoint({
  body: commandSchema.pick({ commandId: true }).extend({
    ids: z.array(z.string().min(1).max(120)).min(1).max(CASES_MAX),
    order: orderSchema,
  }),
  async handle({ context, person, body, now }): Promise<BulkAnswer> {
    const { ledger } = context
    const { ids, order, commandId } = body
    if (!bulkOrders.includes(order.do)) throw new RefusedError(422, 'input', '这一步不能成批办，请逐件办。未作改动')
    if (!mayAct(person, order.do) || boundUnit(person) !== null) {
      throw new RefusedError(403, 'role', `您的角色（${person.roles.join('、')}）不能成批做这一步。未作改动`)
    }
    if (order.do === 'case.merge') await findCase(ledger.read, person, order.into)
    const results: BulkAnswer['results'] = []
    for (const id of new Set(ids)) {
      const state = await findCase(ledger.read, person, id).catch(() => null)
      if (state === null) {
        results.push({ id, number: null, ok: false, message: notFound('案件').message })
        continue
      }
      const head = { commandId: `${person.login}:${commandId}:${state.id}`, actor: person.login, expectedVersion: null }
      const answer = await act(ledger, state.id, { ...head, ...order } as Command, now)
      results.push({ id, number: state.number, ok: answer.ok, message: answer.ok ? '' : answer.message })
    }
    if (results.every((one) => one.number === null)) throw notFound('案件')
    return { results }
  },
})
