// 放任发酵 (§14-13): heat that doubles within two hours while nothing authoritative has been said rings 值班长.
import { heatAt, talkOf } from '@huiying/domain/heat'
import { act } from '@huiying/ledger/act'
import { readCase } from '@huiying/ledger/case'
import { heatOfCase, itemsAt, warmingCases } from '@huiying/ledger/item/heat'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { deriveId } from '@huiying/runtime/id'

/** Looked at so often; the window is two hours, so a minute later is early enough. */
export const HEAT_LOOK_MS = 60_000
const CASES_MAX = 500

/** Rings every case that ferments at `now`; returns how many. A case rests for a window after it has rung. */
export async function ringFermenting(ledger: Ledger, book: string, now: number): Promise<number> {
  const { policy } = await policyOf(ledger.read, book)
  const { doublingMinutes, atLeast } = policy.heat
  const since = now - doublingMinutes * 60_000
  let rung = 0
  for (const caseId of await warmingCases(ledger.read, since, atLeast, CASES_MAX)) {
    const [before, after] = [await heatOf(ledger, caseId, since), await heatOf(ledger, caseId, now)]
    if (before === 0 || after < before * 2 || after - before < atLeast) continue
    const state = await readCase(ledger.read, caseId)
    if (state === null || state.book !== book) continue
    const commandId = deriveId('cmd', 'heat', caseId, String(state.version), String(after))
    const order = { do: 'heat.ring', before, after } as const
    const answer = await act(ledger, caseId, { commandId, actor: 'system', expectedVersion: null, ...order }, now)
    if (answer.ok && answer.seqs.length > 0) rung++
  }
  return rung
}

async function heatOf(ledger: Ledger, caseId: string, at: number): Promise<number> {
  const readings = await heatOfCase(ledger.read, caseId)
  return (await itemsAt(ledger.read, caseId, at)) + heatAt(readings, at, talkOf)
}
