// 班次: who is on duty by the roster, and when that last changed, after which a handover must be on record (§6.2).
import { DAY_MS, dayOf, HOUR_MS, instantOf, MINUTE_MS, minuteOfDay, readInstant } from './beijing.ts'
import type { Policy } from './policy.ts'

type Shift = Policy['roster'][number]

/** Contacts whose shift it is; none where there is no roster. */
export const onDutyAt = (roster: Policy['roster'], now: number): string[] =>
  roster.filter((shift) => isOn(shift, now)).flatMap((shift) => shift.contacts)

const isDaily = ({ from }: Shift): boolean => /^\d{2}:\d{2}$/.test(from)
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

const isOn = (shift: Shift, now: number): boolean => {
  if (isDaily(shift)) {
    const minute = minuteOfDay(now)
    const [from, to] = [minutesOf(shift.from), minutesOf(shift.to)]
    return from < to ? minute >= from && minute < to : minute >= from || minute < to
  }
  const from = readInstant(shift.from)
  const to = readInstant(shift.to)
  return 'at' in from && 'at' in to && now >= from.at && now < to.at
}

/** When a shift began last; null for a dated one that did not begin within the last day. */
const beginningOf = (shift: Shift, now: number): number | null => {
  if (!isDaily(shift)) {
    const from = readInstant(shift.from)
    return 'at' in from && from.at <= now && from.at > now - DAY_MS ? from.at : null
  }
  const today = instantOf(dayOf(now), minutesOf(shift.from))
  return today <= now ? today : today - DAY_MS
}

/** A handover may be given so long before the roster's hour, and is asked for so long after it. */
const EARLY_MS = 2 * HOUR_MS
const GRACE_MS = 30 * MINUTE_MS
/** Who hands over may stay on the roster so long beside who has come. */
const OVERLAP_MS = HOUR_MS

/** A change of the roster of which no handover is on record. */
export interface MissedHandover {
  at: number
  /** Contacts who were to hand over, and who came in their place. */
  goes: string[]
  comes: string[]
}

/**
 * The last change of shift without a handover on record, or null: by this roster alone, of the last day, and only where
 * somebody goes whom another follows. `newestAt`: when one was given last.
 */
export const missedHandover = (
  roster: Policy['roster'],
  newestAt: number | null,
  now: number,
): MissedHandover | null => {
  const begun = new Set(roster.flatMap((shift) => beginningOf(shift, now - GRACE_MS) ?? []))
  const changes = [...begun].flatMap((at) => changeAt(roster, at) ?? []).toSorted((a, b) => a.at - b.at)
  const last = changes.at(-1) ?? null
  return last !== null && newestAt !== null && newestAt >= last.at - EARLY_MS ? null : last
}

/** Who was to hand over and has not is awaited so long after the roster's hour; then it is who is on duty. */
const LATE_MS = 2 * HOUR_MS

/** Contacts whose turn it is to hand over: who goes, until it is on record, else who is on duty. */
export const handoverTurn = (roster: Policy['roster'], newestAt: number | null, now: number): string[] => {
  // The grace is for the reminder: from the very hour it is he who goes that hands over.
  const missed = missedHandover(roster, newestAt, now + GRACE_MS)
  return onDutyAt(roster, missed === null || now > missed.at + LATE_MS ? now : missed.at - 1)
}

/**
 * Contacts whom a handover that names nobody is meant for: who came on about when it was given or since, or comes soon;
 * else who is on duty. None where there is no roster.
 */
export const handoverTakers = (roster: Policy['roster'], givenAt: number, now: number): string[] => {
  const begun = new Set(roster.flatMap((shift) => beginningOf(shift, now + EARLY_MS) ?? []))
  const near = [...begun].filter((at) => at > givenAt - LATE_MS)
  const comes = near.flatMap((at) => changeAt(roster, at)?.comes ?? [])
  return [...new Set(comes.length > 0 ? comes : onDutyAt(roster, now))]
}

const changeAt = (roster: Policy['roster'], at: number): MissedHandover | null => {
  const [before, after, later] = [at - 1, at, at + OVERLAP_MS].map((time) => onDutyAt(roster, time))
  const goes = before!.filter((one) => !later!.includes(one))
  const comes = after!.filter((one) => !before!.includes(one))
  return goes.length > 0 && comes.length > 0 ? { at, goes, comes } : null
}
