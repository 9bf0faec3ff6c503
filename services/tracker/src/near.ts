// What an arriving item may be the same as: what the index found, and what this turn and others have written since.
import type { Fingerprint } from '@huiying/domain/item'
import type { Candidate } from '@huiying/ledger/fingerprint'
import { standApart } from '@huiying/text/apart'
import { CANDIDATES_MAX } from './group.ts'

/** By exact text and by band. */
export type Fresh = Map<string, Candidate[]>

/** Candidates whose places are held against one item's, at most. */
const LOOKS_MAX = 100

export function addFresh(fresh: Fresh, candidate: Candidate): void {
  for (const key of [candidate.fingerprint.exact, ...candidate.fingerprint.bands]) {
    const list = fresh.get(key)
    if (list === undefined) fresh.set(key, [candidate])
    else if (list.length < CANDIDATES_MAX) list.push(candidate)
  }
}

/** What may be the same, those that share most keys first; what names another place is not looked at further. */
export function nearest(fresh: Fresh, fingerprint: Fingerprint, found: Candidate[]): Candidate[] {
  // An item is one object in what is fresh or in what was found, and never in both.
  const near = new Map<Candidate, number>()
  const keys = new Set([fingerprint.exact, ...fingerprint.bands])
  for (const key of keys) for (const one of fresh.get(key) ?? []) near.set(one, (near.get(one) ?? 0) + 1)
  for (const one of found) {
    let count = 0
    for (const key of one.fingerprint.bands) if (keys.has(key)) count++
    near.set(one, count)
  }
  const order = [...near].sort(([a, countA], [b, countB]) => countB - countA || b.at - a.at)
  const may: Candidate[] = []
  for (const [one] of order.slice(0, LOOKS_MAX)) {
    if (one.fingerprint.exact !== fingerprint.exact && standApart(fingerprint, one.fingerprint)) continue
    may.push(one)
    if (may.length === CANDIDATES_MAX) break
  }
  return may
}
