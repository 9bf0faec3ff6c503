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
  at: number
  /** Numbers of its bands; of what was added none, for it stands in the lists of its keys. */
  bands: number[]
  /** Of what was added: keys shared with the fingerprint being looked at; 0 between two. */
  count: number
}

export function openNear(): Near {
  const keys = openKeys()
  /** By the number of a key. */
  const added: Counted[][] = []
  /** All that was added, the oldest first: what is picked from it needs no sorting. */
  const byTime: Counted[] = []
  const read = new Map<Candidate, Counted>()
  const countedOf = (candidate: Candidate): Counted => {
    const known = read.get(candidate)
    if (known !== undefined) return known
    const { at, fingerprint } = candidate
    const bands = fingerprint.bands.map(keys.numberOf)
    const one = { candidate, names: namesOf(fingerprint), at, bands, count: 0 }
    read.set(candidate, one)
    return one
  }
  /** By how many keys they share with the fingerprint, the newest first. */
  const sharing = (fingerprint: Fingerprint, found: Candidate[]): Counted[][] => {
    const groups: Counted[][] = []
    for (const key of keys.ask(keysOf(fingerprint))) for (const one of added[key] ?? []) one.count++
    for (let at = byTime.length - 1; at >= 0; at--) {
      const one = byTime[at]!
      if (one.count === 0) continue
      groups[one.count] ??= []
      groups[one.count]!.push(one)
      one.count = 0
    }
    // An item is among what was added or in what was found, and never in both.
    for (const candidate of found) {
      const one = countedOf(candidate)
      let count = 0
      for (const key of one.bands) if (keys.isAsked(key)) count++
      groups[count] ??= []
      putByTime(groups[count]!, one, -1)
    }
    return groups
  }
  return {
    add(candidate) {
      const { at, fingerprint } = candidate
      const one = { candidate, names: namesOf(fingerprint), at, bands: [], count: 0 }
      putByTime(byTime, one, 1)
      for (const key of keys.ask(keysOf(fingerprint))) {
        added[key] ??= []
        const list = added[key]
        if (list.length < CANDIDATES_MAX) list.push(one)
      }
    },
    has: (exact, caseId) =>
      added[keys.numberOf(`=${exact}`)]?.some(({ candidate }) => candidate.caseId === caseId) === true,
    nearest: (fingerprint, found) => pickMay(fingerprint, sharing(fingerprint, found)),
  }
}

/** Puts it where its time comes, before the end of the list; `direction` 1: the oldest first, -1: the newest. */
function putByTime(list: Counted[], one: Counted, direction: 1 | -1): void {
  let at = list.length
  for (; at > 0 && (list[at - 1]!.at - one.at) * direction > 0; at--) list[at] = list[at - 1]!
  list[at] = one
}

/** Numbers keys as they come, and knows which of them were asked for last. */
function openKeys() {
  const numbers = new Map<string, number>()
  const askedIn: number[] = []
  let asking = 0
  const numberOf = (key: string): number => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, askedIn.length)
    return askedIn.push(0) - 1
  }
  return {
    numberOf,
    isAsked: (key: number): boolean => askedIn[key] === asking,
    /** Each once. */
    ask(keys: string[]): number[] {
      asking++
      const asked: number[] = []
      for (const key of keys) {
        const number = numberOf(key)
        if (askedIn[number] !== asking) asked.push(number)
        askedIn[number] = asking
      }
      return asked
    },
  }
}

/** `groups`: by how many keys they share. */
function pickMay(fingerprint: Fingerprint, groups: Counted[][]): Candidate[] {
  const may: Candidate[] = []
  const names = namesOf(fingerprint)
  let looks = 0
  for (let count = groups.length - 1; count >= 0; count--) {
    for (const { candidate, names: others } of groups[count] ?? []) {
      if (may.length === CANDIDATES_MAX || looks++ === LOOKS_MAX) return may
      const isExact = candidate.fingerprint.exact === fingerprint.exact
      if (isExact || !namesApart(names, others)) may.push(candidate)
    }
  }
  return may
}
