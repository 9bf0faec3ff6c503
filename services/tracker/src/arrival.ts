// What arrives: an item with its verdict as it counts, seen for the first time or updated by its source.
import type { Arrival } from '@huiying/domain/command'
import { localityOf } from '@huiying/domain/correction'
import type { Item, Verdict } from '@huiying/domain/item'
import type { Policy } from '@huiying/domain/policy'
import { type Corrected, correctedVerdict } from '@huiying/ledger/item/correction'
import { placedItems, type Waiting } from '@huiying/ledger/item/item-read'
import { fingerprintIn } from '@huiying/ledger/item/verdict'
import type { Reader } from '@huiying/ledger/ledger'
import { locateItem } from './locate.ts'

/** A person's word counts over the machine's, whichever model read the item. */
export function arrivalOf(
  policy: Policy,
  item: Item,
  tagged: Verdict,
  backfill: boolean,
  said: Corrected | undefined,
): Arrival {
  const verdict = correctedVerdict(tagged, said)
  const locality = (said && localityOf(said.change)) ?? locateItem(item, verdict, policy).locality
  const source = policy.sources.find((one) => one.id === item.source)
  return { item, verdict, locality, backfill, ...(source?.channel ? { channel: source.channel } : {}) }
}

/** Items placed before whose text is another now; a message that came twice, or another model, changes nothing. */
export async function updatedItems(read: Reader, verdicts: Verdict[]): Promise<Map<string, Waiting>> {
  const exact = new Map(verdicts.map((one) => [one.itemId, one.fingerprint.exact]))
  const placed = exact.size === 0 ? [] : await placedItems(read, [...exact.keys()])
  const other = placed.filter((row) => fingerprintIn(row.verdict).exact !== exact.get(row.item.id))
  return new Map(other.map((row) => [row.item.id, row]))
}
