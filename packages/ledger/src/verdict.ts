// Verdicts as the tagger gave them, bound by the root in the entry of the turn that used them.
import type { Verdict } from '@huiying/domain/item'
import { canonicalJson } from '@huiying/runtime/json'
import { insertRows } from './batch.ts'
import { sm3 } from './chain.ts'
import type { Tx } from './ledger.ts'

/** SM3 over the canonical verdicts in order. */
export function verdictRoot(verdicts: Verdict[]): string {
  return sm3(verdicts.map((one) => sm3(canonicalJson(one))).join('\n'))
}

export async function saveVerdicts(tx: Tx, verdicts: Verdict[]): Promise<void> {
  const rows = verdicts.map((one) => ({ itemId: one.itemId, body: canonicalJson(one) }))
  await insertRows(tx.db, 'verdict', rows, { keys: ['itemId'], set: ['body'] })
}
