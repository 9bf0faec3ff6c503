// An item (信息): one letter, article or post as the collector recorded it, and the tagger's verdict on it.
import type { Grade, IncidentType } from './word.ts'

/** A first reading takes what is known to be older than this as history, 历史回填 (§14-6). */
export const BACKFILL_AGE_MS = 24 * 60 * 60 * 1000

export type ItemKind = 'letter' | 'article' | 'post'
export type Precision = 'second' | 'minute' | 'hour' | 'day'

/** An instant with the evidence it rests on: who said so, how exactly, and whether a person has checked it (§14-5). */
export interface Moment {
  /** UTC milliseconds. With precision `day` it is the start of that Beijing day and can start no clock. */
  at: number
  precision: Precision
  /** `item:ID` (with offsets into its text), `source:ID`, or a person's login. */
  saidBy: string
  where?: { start: number; end: number }
  verified: boolean
}

export interface Item {
  id: string
  book: string
  source: string
  kind: ItemKind
  /** The source's own id as written (guid, Message-ID), else null. */
  ownId: string | null
  revision: number
  /** Masked title. */
  title: string
  url: string | null
  /** Masked author or account as shown; never resolved to a person. */
  author: string | null
  platform: string
  /** First publication as the source states it; null when unknown (never "now"). */
  publishedAt: number | null
  publishedPrecision: Precision | null
  /** Letters: topmost Received, else Date, else the fetch (§14-6). Others: the fetch. */
  receivedAt: number
  fetchedAt: number
  /** SHA-256 of the raw bytes, hex; the blob's name. */
  sha256: string
  flags: string[]
  /** Ids of the book's own units and contacts named in the text, matched before masking (exclusion of 检举控告). */
  mentions: { units: string[]; contacts: string[] }
}

export interface Evidence {
  text: string
  start: number
  end: number
}

/** What the tagger says of one item; offsets are into the masked text, which has the length of the clear one. */
export interface Verdict {
  itemId: string
  topics: { id: string; score: number; evidence: Evidence[] }[]
  gov: boolean
  incident: boolean
  type: IncidentType | null
  deaths: number | null
  serious: number | null
  injured: number | null
  missing: number | null
  grade: Grade | null
  /** 文号 and article the suggested grade rests on. */
  article: string | null
  suspected: boolean
  place: 'home' | 'abroad' | 'none'
  /** Place names of the gazetteer found in the text; the tracker holds them against the book's own jurisdiction. */
  places: Evidence[]
  /** Names of the book's own places and units found in the text. */
  own: string[]
  report: boolean
  /** What a suspected 检举控告 rests on; left out where it is not one, and by taggers before this word. */
  told?: Evidence
  early: string[]
  misdirected: string | null
  version: string
  /** For grouping: `exact` folds reposts, `bands` find candidates in the index, the rest decides. */
  fingerprint: Fingerprint
}

export interface Fingerprint {
  /** Of the reading; fingerprints of different versions are compared by `exact` alone. */
  version: number
  /** Hash of the text's letters and digits: equal for exact reposts. */
  exact: string
  /** Keys in the index of candidates. */
  bands: string[]
  /** The masked text's first letters and digits. */
  letters: string
  /** How many of them are its title or first sentence. */
  title: number
  /** Estates, schools, firms, villages, roads. */
  places: string[]
  /** The finest places of its beginning, as name/kind, `*` for what is covered. Texts read earlier lack it. */
  spots?: string[]
  /** Provinces, prefectures, counties, countries. */
  areas: string[]
  /** Numbers with their unit. */
  numbers: string[]
}
