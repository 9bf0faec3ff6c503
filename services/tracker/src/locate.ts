// Whether an item is about this jurisdiction: local, unknown or elsewhere (§14-1, §14-14).
import type { Item, Verdict } from '@huiying/domain/item'
import type { Policy } from '@huiying/domain/policy'

export type Locality = 'local' | 'unknown' | 'elsewhere'

/**
 * Decides from the names the tagger found. A letter, or an item of a local source, that names no place is ours;
 * an unnamed place elsewhere stays unknown, which never silences a suspected 重大 (§14-14).
 */
export function locateItem(item: Item, verdict: Verdict, policy: Policy): { locality: Locality; reason: string } {
  const own = verdict.own[0]
  if (own !== undefined) return { locality: 'local', reason: `文中写到“${own}”` }
  if (verdict.place === 'abroad')
    return { locality: 'elsewhere', reason: `文中写到“${verdict.places[0]?.text ?? '国外'}”` }
  const outer = new Set(policy.jurisdiction.outer)
  const elsewhere = verdict.places.find((place) => !outer.has(place.text))
  const source = policy.sources.find((one) => one.id === item.source)
  const local = item.kind === 'letter' || source?.local === true
  if (elsewhere !== undefined && !local) return { locality: 'elsewhere', reason: `文中写到“${elsewhere.text}”` }
  if (elsewhere !== undefined && item.kind !== 'letter') {
    return { locality: 'elsewhere', reason: `本地来源，但文中写到“${elsewhere.text}”且未写本地地名` }
  }
  if (local) return { locality: 'local', reason: item.kind === 'letter' ? '来信未写外地地名' : '本地来源未写地名' }
  return { locality: 'unknown', reason: '文中未写地名' }
}
