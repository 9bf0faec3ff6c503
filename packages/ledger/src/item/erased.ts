// Why the text of an item is gone: the rule it was erased by, who ordered it, and when.
import { partsOf } from '../batch.ts'
import { readEntryText } from '../chain.ts'
import type { Reader } from '../ledger.ts'

export interface Erasure {
  /** As it was given: 文号, or a local rule of keeping. */
  rule: string
  by: string
  at: number
}

/** Ids looked for in one query. */
const PART_MAX = 50

/** Of those of these items that were erased; the last where one was erased twice. */
export async function erasuresOf(read: Reader, ids: string[]): Promise<Map<string, Erasure>> {
  const found = new Map<string, Erasure>()
  for (const part of partsOf(ids, PART_MAX)) {
    const rows = await read
      .selectFrom('entry')
      .select('body')
      .where('act', '=', 'content.erased')
      .where((eb) => eb.or(part.map((id) => eb('body', 'like', `%"${id}"%`))))
      .orderBy('seq')
      .execute()
    for (const row of rows) {
      const { actor, at, body } = readEntryText(row.body)
      if (body.act !== 'content.erased') continue
      for (const id of body.ids) if (part.includes(id)) found.set(id, { rule: body.rule, by: actor, at })
    }
  }
  return found
}
