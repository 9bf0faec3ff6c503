// What an arriving item may be the same as: those found in the index and those of the turn itself, the likest first.
import type { Fingerprint } from '@huiying/domain/item'
import { type Candidate, keysOf } from '@huiying/ledger/fingerprint'
import { type Names, namesApart, namesOf } from '@huiying/text/same/apart'
import { CANDIDATES_MAX } from './group.ts'

/** Candidates whose places are held against one item's, at most. */
const LOOKS_MAX = 100

export interface Near {
  /** From now on it is found by its exact text and by its bands. */
  add(candidate: Candidate): void
  /** Whether one of this exact text in this case was added. */
  has(exact: string, caseId: string): boolean
  /**
   * Those of `found` and of what was added that may be the same, most shared keys first, then the newest; what names
   * another place is not looked at further.
   */
  nearest(fingerprint: Fingerprint, found: Candidate[]): Candidate[]
}

interface Counted {
  candidate: Candidate
  names: Names
  /** Keys shared with the fingerprint just looked at; 0 between two. */
  count: number
}

export function openNear(): Near {
  const added = new Map<string, Counted[]>()
  const sharing = (keys: Set<string>, found: Candidate[]): Counted[] => {
    const near: Counted[] = []
    for (const key of keys) {
      for (const one of added.get(key) ?? []) {
        if (one.count === 0) near.push(one)
        one.count++
      }
    }
    // An item is among what was added or in what was found, and never in both.
    for (const candidate of found) {
      const { fingerprint } = candidate
      near.push({ candidate, names: namesOf(fingerprint), count: countShared(fingerprint, keys) })
    }
    return near
  }
  return {
    add(candidate) {
      const one = { candidate, names: namesOf(candidate.fingerprint), count: 0 }
      for (const key of new Set(keysOf(candidate.fingerprint))) {
        const list = added.get(key)
        if (list === undefined) added.set(key, [one])
        else if (list.length < CANDIDATES_MAX) list.push(one)
      }
    },
    has: (exact, caseId) => added.get(`=${exact}`)?.some(({ candidate }) => candidate.caseId === caseId) === true,
    nearest(fingerprint, found) {
      const near = sharing(new Set(keysOf(fingerprint)), found)
      const may = pickMay(fingerprint, near)
      for (const one of near) one.count = 0
      return may
    },
  }
}

function countShared({ bands }: Fingerprint, keys: Set<string>): number {
  let count = 0
  for (const key of bands) if (keys.has(key)) count++
  return count
}

function pickMay(fingerprint: Fingerprint, near: Counted[]): Candidate[] {
  const may: Candidate[] = []
  const names = namesOf(fingerprint)
  let looks = 0
  for (const group of byShared(near)) {
    group.sort((a, b) => b.candidate.at - a.candidate.at)
    for (const { candidate, names: others } of group) {
      if (may.length === CANDIDATES_MAX || looks++ === LOOKS_MAX) return may
      const isExact = candidate.fingerprint.exact === fingerprint.exact
      if (isExact || !namesApart(names, others)) may.push(candidate)
    }
  }
  return may
}

/** In groups of equals, most shared first: only the first groups are worth putting in order. */
function byShared(near: Counted[]): Counted[][] {
  const groups: Counted[][] = []
  for (const one of near) {
    groups[one.count] ??= []
    groups[one.count]!.push(one)
  }
  return groups.reverse().filter((group) => group !== undefined)
}
