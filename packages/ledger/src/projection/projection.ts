// What one turn holds of the projections: what it has read, what it has changed, and what is written before the commit.
import type { Assignment, Case, Clock, Plan } from '@huiying/domain/case'
import type { Publication } from '@huiying/domain/publication'
import type { Kysely, Selectable } from 'kysely'
import type { Schema } from '../schema.ts'

/** What a turn has read and changed; written by `flushProjection` before the commit. */
export interface Projection {
  db: Kysely<Schema>
  states: Map<string, Case>
  /** Cases this turn has opened: everything of theirs is in hand. */
  opened: Set<string>
  clocks: Map<string, Clock & { book: string }>
  plans: Map<string, Plan & { book: string }>
  dirty: {
    cases: Map<string, number>
    clocks: Set<string>
    plans: Set<string>
    assignments: Map<string, Assignment & { book: string }>
  }
  rows: { caseRows: Selectable<Schema['caseRow']>[]; lastRow: Map<string, string> }
  itemCase: Map<string, string[]>
  /** By item: of two entries in one flush the later counts. */
  itemLane: Map<string, string>
  /** Items that have been given a case or a lane, in all flushes of the turn. */
  placed: string[]
  alerts: Selectable<Schema['alert']>[]
  deliveries: Selectable<Schema['delivery']>[]
  calls: Selectable<Schema['call']>[]
  answers: Selectable<Schema['answerMail']>[]
  publications: Map<string, Publication & { book: string }>
  /** Few and small: run as they are at the end, in order. */
  updates: ((db: Kysely<Schema>) => Promise<unknown>)[]
}

export function openProjection(db: Kysely<Schema>): Projection {
  return {
    db,
    states: new Map(),
    opened: new Set(),
    clocks: new Map(),
    plans: new Map(),
    dirty: { cases: new Map(), clocks: new Set(), plans: new Set(), assignments: new Map() },
    rows: { caseRows: [], lastRow: new Map() },
    itemCase: new Map(),
    itemLane: new Map(),
    placed: [],
    alerts: [],
    deliveries: [],
    calls: [],
    answers: [],
    publications: new Map(),
    updates: [],
  }
}
