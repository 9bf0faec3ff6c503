// POST /api/items/:id/correct: 改标 of an item that lies in a lane; those of a case are corrected by an order about it.
import { applyCorrection, type Correction, correctionProblem, localityOf } from '@huiying/domain/correction'
import type { Body, Draft } from '@huiying/domain/entry'
import { routeArrival } from '@huiying/domain/route'
import type { Lane } from '@huiying/domain/word'
import { verdictRoot } from '@huiying/ledger/item/verdict'
import { policyOf } from '@huiying/ledger/policy'
import { z } from 'zod'
import { endpoint, RefusedError } from './endpoint.ts'
import { freeText } from './free-text.ts'
import { checkFiled, findFiled } from './item-open.ts'
import { changeSchema } from './order.ts'

const REASON_CHARS_MAX = 400

export const correctItem = endpoint({
  params: z.object({ id: z.string().max(120) }),
  body: z.object({ change: changeSchema, reason: freeText(REASON_CHARS_MAX).min(2, '请写明理由') }),
  async handle({ context, person, params: { id }, body, now }): Promise<{ lane: string | null }> {
    const { ledger } = context
    const { row, verdict, tagged } = await findFiled(ledger, person, id)
    const change = body.change as Correction
    const { policy } = await policyOf(ledger.read, person.book)
    const wrong = correctionProblem(
      change,
      policy.topics.map((topic) => topic.id),
    )
    if (wrong !== null) throw new RefusedError(422, 'input', `${wrong}。未作改动`)
    const after = applyCorrection(verdict, change)
    const locality = localityOf(change) ?? localities[row.lane ?? ''] ?? 'unknown'
    const route = routeArrival({ item: row.item, verdict: after, locality, backfill: row.lane === '历史回填' })
    // Where the rules would open a case the item stays: whether it is one is for the person who reads it.
    const moves = (change.place !== undefined || change.gov !== undefined) && !route.open && route.lane !== row.lane
    const lane = moves ? route.lane : null
    const { reason } = body
    return ledger.write(async (tx) => {
      await checkFiled(tx, person, id)
      const { deaths, suspected } = after
      const said = { act: 'item.corrected', v: 1, itemId: id, change, deaths: deaths ?? 0, suspected, reason } as const
      const drafts: Draft[] = [{ caseId: null, body: said }]
      if (lane !== null) drafts.push({ caseId: null, body: filedAgain(lane, id, verdictRoot([tagged]), reason) })
      await tx.append(person.book, now, person.login, drafts)
      return { lane: lane ?? row.lane }
    })
  },
})

/** What the tracker had found when it filed the item there. */
const localities: Record<string, 'local' | 'elsewhere'> = { 待核信息: 'local', 外地关注: 'elsewhere' }

const filedAgain = (lane: Lane, id: string, root: string, reason: string): Body => ({
  act: 'items.filed',
  v: 1,
  lane,
  ids: [id],
  root,
  reason: `更正后：${reason}`,
})
