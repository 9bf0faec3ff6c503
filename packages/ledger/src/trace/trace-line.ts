// One step of an item's way through the services, as a trace tells it.

export const traceSteps = [
  'received',
  'read',
  'recorded',
  'tagged',
  'grouped',
  'alerted',
  'delivered',
  'indexed',
] as const

export interface TraceLine {
  itemId: string
  step: (typeof traceSteps)[number]
  /** `missing`: not yet, or late; `parked`, `held`: a person is waited for; `none`: nothing is to come of it. */
  state: 'done' | 'missing' | 'parked' | 'held' | 'failed' | 'none'
  /** UTC milliseconds; null where nothing has happened or the ledger knows no time. */
  at: number | null
  /** The entry it stands in; null where it is in none. */
  seq: number | null
  caseId: string | null
  what: string
}
