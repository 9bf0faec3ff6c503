// Corrections (改标) as they stand: what people said of items, laid over whatever the machine reads.
import { applyCorrection, type Correction, type CorrectionField } from '@huiying/domain/correction'
import type { Verdict } from '@huiying/domain/item'
import type { Reader } from './ledger.ts'

/** Ids in one `in (…)`; more are read in parts. */
const IDS_MAX = 1_000

export interface Corrected {
  change: Correction
  /** Who said each field, when and why. */
  by: { field: CorrectionField; actor: string; at: number; reason: string }[]
}

/** Of those items that a person has corrected, by id. */
export async function correctionsOf(read: Reader, ids: string[]): Promise<Map<string, Corrected>> {
  const found = new Map<string, Corrected>()
  for (let from = 0; from < ids.length; from += IDS_MAX) {
    const part = ids.slice(from, from + IDS_MAX)
    const rows = await read.selectFrom('correction').selectAll().where('itemId', 'in', part).orderBy('field').execute()
    for (const { itemId, field, value, actor, at, reason } of rows) {
      const one = found.get(itemId) ?? { change: {}, by: [] }
      one.change = { ...one.change, [field]: JSON.parse(value) }
      one.by.push({ field: field as CorrectionField, actor, at, reason })
      found.set(itemId, one)
    }
  }
  return found
}

/** The verdict as it counts: the person's word over the machine's. */
export function correctedVerdict(verdict: Verdict, corrected: Corrected | undefined): Verdict {
  return corrected === undefined ? verdict : applyCorrection(verdict, corrected.change)
}
