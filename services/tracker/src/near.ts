// What an arriving item may be the same as: those found in the index and those of the turn itself, the likest first.
import type { Fingerprint } from '@huiying/domain/item'
import { type Candidate, keysOf } from '@huiying/ledger/candidate/fingerprint'
import { namesApart, namesOf } from '@huiying/text/same/apart'
import { CANDIDATES_MAX } from './group.ts'

/** Candidates whose places are held against one item's, at most: in a burst most share no more than a word or two. */
const LOOKS_MAX = 60

export interface Near {
  /** From now on it is found by its exact text and by its bands. */
  add(candidate: Candidate): void
  /** Whether one of this exact text in this case was added. */
  has(exact: string, caseId: string): boolean
  /**
   * Those of `found` and of what was added that may be the same: first what the index has found, in its order, for it
   * is few and was picked by the rarest keys; then of what was added most shared keys first, of equals the newest. What
   * names another place is not looked at further.
   */
  nearest(fingerprint: Fingerprint, found: Candidate[]): Candidate[]
}

export function openNear(): Near {
  const added: Candidate[] = []
  /** Of each added one: keys shared with the fingerprint being looked at; 0 between two. */
  const counts: number[] = []
  /** Numbers of what was added, the oldest first: what is picked from it needs no sorting. */
  const byTime: number[] = []
  /** Numbers of what was added, by key. */
  const byKey = new Map<string, number[]>()
  /** What was added by how many keys it shares with the fingerprint, the newest first. */
  const sharing = (fingerprint: Fingerprint): Candidate[][] => {
    for (const key of keysOf(fingerprint)) {
      const numbers = byKey.get(key)
      if (numbers !== undefined) for (const number of numbers) counts[number]!++
    }
    const groups: Candidate[][] = []
    for (let at = byTime.length - 1; at >= 0; at--) {
      const number = byTime[at]!
      const count = counts[number]!
      if (count === 0) continue
      groups[count] ??= []
      groups[count]!.push(added[number]!)
      counts[number] = 0
    }
    return groups
  }
  return {
    add(candidate) {
      const number = added.push(candidate) - 1
      counts.push(0)
      let place = number
      for (; place > 0 && added[byTime[place - 1]!]!.at > candidate.at; place--) byTime[place] = byTime[place - 1]!
      byTime[place] = number
      for (const key of keysOf(candidate.fingerprint)) {
        const numbers = byKey.get(key)
        if (numbers === undefined) byKey.set(key, [number])
        else if (numbers.length < CANDIDATES_MAX) numbers.push(number)
      }
    },
    has: (exact, caseId) => byKey.get(`=${exact}`)?.some((number) => added[number]!.caseId === caseId) === true,
    nearest(fingerprint, found) {
      const names = namesOf(fingerprint)
      const may: Candidate[] = []
      let looks = 0
      for (const group of [found, ...sharing(fingerprint).reverse()]) {
        for (const candidate of group ?? []) {
          if (may.length === CANDIDATES_MAX || looks++ === LOOKS_MAX) return may
          const isExact = candidate.fingerprint.exact === fingerprint.exact
          if (isExact || !namesApart(names, namesOf(candidate.fingerprint))) may.push(candidate)
        }
      }
      return may
    },
  }
}
