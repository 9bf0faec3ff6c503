// The page on which a response was published (回应链接): when it is looked at, and what the looks have found (§14-19).
import { HOUR_MS } from './beijing.ts'

const DAY_MS = 24 * HOUR_MS
/** Looked at daily for so long after the response was recorded, then monthly; what is broken more often. */
const DAILY_FOR_MS = 30 * DAY_MS
const MONTH_MS = 30 * DAY_MS
const BROKEN_EVERY_MS = 6 * HOUR_MS

export interface Publication {
  /** Of the response. */
  id: string
  caseId: string
  url: string
  recordedAt: number
  /** null: not looked at yet. */
  checked: PublicationCheck | null
  /** Times it was looked at. */
  checks: number
  /** SHA-256 of the first bytes that were kept: what was there when it was answered. */
  firstSha256: string | null
  nextAt: number
}

export interface PublicationCheck {
  at: number
  reachable: boolean
  /** Why not; empty when it is. */
  why: string
  /** Of the page, masked. */
  title: string
  /** Of the bytes kept among the blobs; null when there were none. */
  sha256: string | null
  bytes: number
}

export const openPublication = (response: { id: string; url: string; recordedAt: number }, caseId: string) => ({
  ...{ id: response.id, caseId, url: response.url, recordedAt: response.recordedAt },
  ...{ checked: null, checks: 0, firstSha256: null, nextAt: response.recordedAt },
})

export const checkedPublication = (page: Publication, checked: PublicationCheck): Publication => ({
  ...page,
  checked,
  checks: page.checks + 1,
  firstSha256: page.firstSha256 ?? checked.sha256,
  nextAt: nextCheckAt(page.recordedAt, checked),
})

/** Looked at on the collector's next turn. */
export const askedPublication = (page: Publication, at: number): Publication => ({
  ...page,
  nextAt: Math.min(page.nextAt, at),
})

export const nextCheckAt = (
  recordedAt: number,
  { at, reachable }: Pick<PublicationCheck, 'at' | 'reachable'>,
): number => at + (!reachable ? BROKEN_EVERY_MS : at - recordedAt < DAILY_FOR_MS ? DAY_MS : MONTH_MS)
