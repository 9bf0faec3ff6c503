// The scheduler's turn: fires the steps that are due, one case a transaction, reading what is due and not what is open.
import type { Plan } from '@huiying/domain/case'
import type { DuePlan } from '@huiying/domain/command'
import { fireDue } from '@huiying/domain/decide'
import type { AlertFact } from '@huiying/domain/entry'
import { caseNow, readCase } from '@huiying/ledger/case'
import { clockById } from '@huiying/ledger/clock'
import type { Ledger, Tx } from '@huiying/ledger/ledger'
import { dueCases, duePlansOf } from '@huiying/ledger/plan'
import { policyOf } from '@huiying/ledger/policy'
import { deriveId } from '@huiying/runtime/id'

/** Cases handled in one turn; the next tick takes the rest, the most overdue first. */
const TURN_CASES_MAX = 200

/**
 * Fires what is due at `now`; returns how many alerts were recorded, and tells how late each was. Several schedulers
 * may turn at once: one takes a case, the others pass it over and go on with the next.
 */
export async function fireDueSteps(ledger: Ledger, now: number, onFired?: (lateMs: number) => void): Promise<number> {
  let alerts = 0
  for (const caseId of await dueCases(ledger.read, now, TURN_CASES_MAX)) {
    const late = await ledger.write((tx) => fireCase(tx, caseId, now), 'none')
    for (const ms of late) onFired?.(ms)
    alerts += late.length
  }
  return alerts
}

/** How late each alert was that it fired, in milliseconds. */
async function fireCase(tx: Tx, caseId: string, now: number): Promise<number[]> {
  const late: number[] = []
  if (!(await tx.hold(`steps of ${caseId}`))) return late
  // Before waiting for the book: another scheduler may have fired it since the look at what is due.
  if ((await duePlansOf(tx.db, caseId, now)).length === 0) return late
  const found = await readCase(tx.db, caseId)
  if (found !== null) await tx.lock(found.book)
  // fireDue fires one alert for each ladder; what is still due after it (a repeat reached meanwhile) goes round again.
  for (;;) {
    // Plans of a merged case fire in the one it belongs to now: that one's unit in charge is told.
    const state = await caseNow(tx.db, caseId)
    const plans = await duePlansOf(tx.db, caseId, now)
    if (state === null || plans.length === 0) return late
    const due: DuePlan[] = []
    for (const plan of plans) {
      const owner = plan.owner.kind === 'clock' ? await clockById(tx.db, plan.owner.id) : null
      due.push({ plan, clock: owner })
    }
    const { policy, hash } = await policyOf(tx.db, state.book)
    const drafts = fireDue(state, due, { policy, policyHash: hash, now, makeId: deriveId })
    if (drafts.length === 0) throw new Error(`plans ${plans.map((plan) => plan.id)} are due but nothing fires`)
    await tx.append(state.book, now, 'system', drafts)
    for (const { body } of drafts) if (body.act === 'alert.fired') late.push(latenessOf(body.alert, plans, now))
  }
}

function latenessOf({ plan }: AlertFact, plans: Plan[], now: number): number {
  const dueAt = plans.find((one) => one.id === plan?.id)?.nextStepAt ?? now
  return Math.max(0, now - dueAt)
}
