// POST /api/cases/:id/act and …/preview: one order of a person about a case, done once, or told why not.

import type { Case } from '@huiying/domain/case'
import type { Command } from '@huiying/domain/command'
import { act, previewAct } from '@huiying/ledger/act'
import type { z } from 'zod'
import { caseParams, findCase } from './case-read.ts'
import type { Asked } from './endpoint.ts'
import { endpoint, RefusedError } from './endpoint.ts'
import { commandSchema } from './order.ts'
import { unfitnessOf } from './reply-check.ts'
import { boundUnit, mayAct } from './right.ts'
import { coverWords } from './told-words.ts'

const statusOf = { stale: 409, missing: 404, state: 409, input: 422, forbidden: 403 } as const

export const actOnCase = endpoint({
  params: caseParams,
  body: commandSchema,
  async handle(asked) {
    const { state, command } = await prepare(asked)
    const answer = await act(asked.context.ledger, state.id, command, asked.now)
    if (!answer.ok) {
      const { code, message, changed } = answer
      throw new RefusedError(statusOf[code], code, message, { changed })
    }
    return answer
  },
})

/** The same without doing it: who will be told, which deadlines start; refusals come as `ok: false`. */
export const previewOnCase = endpoint({
  params: caseParams,
  body: commandSchema,
  async handle(asked) {
    const { state, command } = await prepare(asked)
    return previewAct(asked.context.ledger.read, state.id, command, asked.now)
  },
})

async function prepare(
  asked: Asked<unknown, z.infer<typeof commandSchema>, { id: string }>,
): Promise<{ state: Case; command: Command }> {
  const { context, person, body, params } = asked
  const state = await findCase(context.ledger.read, person, params.id)
  const { order, commandId, expectedVersion } = body
  if (!mayAct(person, order.do)) {
    throw new RefusedError(403, 'role', `您的角色（${person.roles.join('、')}）不能做这一步。未作改动`)
  }
  if (order.do === 'case.merge') await findCase(context.ledger.read, person, order.into)
  const unfit = unfitnessOf(order)
  if (unfit !== null) throw new RefusedError(422, unfit.code, unfit.message)
  const unit = boundUnit(person)
  if (unit !== null) checkOwn(state, order, unit)
  // The same id from another person is another command: nobody gets an answer that was not his.
  const head = { commandId: `${person.login}:${commandId}`, expectedVersion, actor: person.login }
  const { order: covered, ...typed } = await coverWords(context.ledger, state, order)
  const command = { ...covered, ...head, ...typed }
  if (command.do === 'assignment.return' && unit === null) return { state, command: { ...command, heard: true } }
  return { state, command: command as Command }
}

/** A unit acts on its own assignment and speaks for itself. */
function checkOwn(state: Case, order: z.infer<typeof commandSchema>['order'], unit: string): void {
  const own =
    order.do === 'assignment.sign' || order.do === 'assignment.return' || order.do === 'extension.ask'
      ? state.assignments.some((one) => one.id === order.id && one.unit === unit)
      : order.do === 'response.record'
        ? order.unit === unit
        : true
  if (!own) throw new RefusedError(403, 'forbidden', '这不是交办给您单位的。未作改动')
}
