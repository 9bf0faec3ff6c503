// What an entry does to the state of a case. Rebuilding from entries and applying one by one give the same state.
import type { Case } from './case.ts'
import type { Entry } from './entry.ts'

/** Bumped when the same entries would give another state; projections are rebuilt before they are compared. */
export const EVOLVE_VERSION = 1

/** `entry.caseId` must be the case's (merge entries are written once for each case). Other acts leave it as it is. */
export const evolve = (state: Case | null, _entry: Entry): Case | null => state
