// Corrections (改标) as they stand: what people said of items, laid over whatever the machine reads.
import { applyCorrection, type Correction, type CorrectionField } from '@huiying/domain/correction'
import type { Entry } from '@huiying/domain/entry'
import type { Verdict } from '@huiying/domain/item'
import { canonicalJson } from '@huiying/runtime/json'
import type { Kysely, Selectable } from 'kysely'
import { insertRows, partsOf } from '../batch.ts'
import type { Reader } from '../ledger.ts'
import type { Schema } from '../schema.ts'

export interface Corrected {
  change: Correction
  /** Who said each field, when and why. */
  by: { field: CorrectionField; actor: string; at: number; reason: string }[]
}

/** Of those items that a person has corrected, by id. */
export async function correctionsOf(read: Reader, ids: string[]): Promise<Map<string, Corrected>> {
  const found = new Map<string, Corrected>()
  for (const part of partsOf(ids)) {
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

/** What an entry says of an item, a row for each field. */
export function correctionRows({ book, seq, at, actor, body }: Entry): Selectable<Schema['correction']>[] {
  if (body.act !== 'item.corrected') return []
  const said = { itemId: body.itemId, book, seq, at, actor, reason: body.reason }
  return Object.entries(body.change).map(([field, value]) => ({ ...said, field, value: canonicalJson(value) }))
}

/** Of each field the last word counts; what is not said stays as it was. */
export const saveCorrections = (db: Kysely<Schema>, rows: Selectable<Schema['correction']>[]): Promise<void> =>
  insertRows(db, 'correction', rows, { keys: ['itemId', 'field'], set: ['value', 'seq', 'at', 'actor', 'reason'] })
