// What the API gives of 交接班: types only, as wire.ts has them for the rest.
import type { Handover, HandoverPart, HandoverRow } from '@huiying/domain/handover'
import type { Grade } from '@huiying/domain/word'

export type { HandoverPart }

export interface HandoverHead extends Handover {
  /** The login it is meant for; null: whoever comes on duty. */
  to: string | null
  /** Names of those who take over by the roster, where it is meant for nobody by name; empty: anybody on the desk. */
  asks: string[]
}

export interface HandoverLine extends HandoverRow {
  /** Of the case as it is now; null where there is none. */
  title: string | null
  grade: Grade | null
}

export interface HandoverSheet {
  /** Null: not handed over yet, but what would be. */
  head: HandoverHead | null
  asOfSeq: number
  lists: { part: HandoverPart; count: number; lines: HandoverLine[] }[]
  directives: string
  spoken: string
  now: number
}

/** What would be handed over now, and to whom it could be. */
export interface HandoverPresent extends HandoverSheet {
  takers: { login: string; name: string }[]
  /** The one that waits to be confirmed and would be replaced. */
  open: HandoverHead | null
  /** By the roster it is theirs to hand over; null: it is the person's own, or the roster does not know him. */
  turn: RosterName[] | null
  /** Open 专项件, which stand in no handover; null for who may not know of them. */
  restricted: number | null
}

/** Roster and accounts know each other by name alone. */
export interface RosterName {
  name: string
  /** For who is on the desk, empty for others. */
  phone: string
}

export interface HandoverMissed {
  at: number
  goes: RosterName[]
  /** Names. */
  comes: string[]
}

export interface HandoverPage {
  /** Waits to be confirmed: told on every screen of the desk. */
  open: HandoverHead | null
  /** The roster has changed and no handover of it is on record; null where it has none, or all is well. */
  missed: HandoverMissed | null
  /** The newest first. */
  heads: Handover[]
  now: number
}
