// 交接班 (§6.2): what one officer on duty hands to the next, and why giving or taking it over is refused.
import { HOUR_MS } from './beijing.ts'
import type { Body } from './entry.ts'
import type { ClockCode } from './word.ts'

/** What a handover tells, in the order it is read at eight in the morning. */
export type HandoverPart =
  | '先打电话'
  | '已超时'
  | '两小时内到期'
  | '特别重大、重大'
  | '待研判'
  | '未签收'
  | '延期待答复'
  | '回应待审核'
  | '待续报'
  | '未送达、待打电话'
  | '疑似误投'
  | '待核信息'
  | '异常采集源'

/** One thing handed over, as it stood: of a case its number and no word of a letter. */
export interface HandoverRow {
  caseId: string | null
  number: string | null
  code: ClockCode | null
  dueAt: number | null
  /** Whom it waits for: a unit's or a contact's id; of a source its name and what is wrong with it. */
  about: string | null
}

export interface HandoverList {
  part: HandoverPart
  /** How many there were; more than there are rows when `rows` was cut. */
  count: number
  rows: HandoverRow[]
}

/** 临期: what is due so soon is handed over one by one (§6.2). */
export const SOON_MS = 2 * HOUR_MS

/** Rows kept of one part: what is more is a number, and stands in the queue. */
export const HANDOVER_ROWS_MAX = 100

/** What 交班 puts on record. */
export interface HandoverFact {
  id: string
  /** The login it is meant for; null: whoever comes on duty. */
  to: string | null
  /** The entry the lists are as of. */
  asOfSeq: number
  lists: HandoverList[]
  /** 领导批示未落实 and 口头交代事项: what no program knows, in the officer's words. */
  directives: string
  spoken: string
  /** The unconfirmed one whose place it takes, by the seq of its entry. */
  replaces: number | null
}

/** A handover as the entries about it leave it; `seq` of its own entry names it. */
export interface Handover {
  seq: number
  at: number
  by: string
  taken: { at: number; by: string } | null
  /** The newer one that took its place before anybody confirmed it. */
  replacedBy: number | null
}

type Decision<A extends Body['act']> = { ok: true; body: Extract<Body, { act: A }> } | { ok: false; message: string }

const refuse = (message: string) => ({ ok: false as const, message: `${message}。未作改动` })

/**
 * `newest`: the last one given, if any. `seen`: the unconfirmed one its writer saw, null when none; nobody writes over
 * one he has not seen.
 */
export const decideGiving = (
  order: Omit<HandoverFact, 'replaces'> & { seen: number | null },
  newest: Handover | null,
  by: string,
): Decision<'handover.given'> => {
  const { seen, ...told } = order
  if (told.to === by) return refuse('不能交给自己：请选接班人，或不指定，由接班人本人确认')
  const open = newest !== null && newest.taken === null ? newest.seq : null
  if (open !== seen) return refuse('您打开之后，有人交班或接班了：请看过现在的交接单再提交，填写的内容仍在')
  return { ok: true, body: { act: 'handover.given', v: 1, ...told, replaces: open } }
}

/** Two different people, once, and only what nothing newer has replaced. */
export const decideTaking = (found: Handover, by: string): Decision<'handover.taken'> => {
  if (found.taken !== null) return refuse('这张交接单已经确认过，不能再确认')
  if (found.replacedBy !== null) return refuse('这张交接单已被后来的一张取代，请打开最新的一张确认')
  if (found.by === by) return refuse('不能确认自己交的班：请接班人用本人的账号登录后确认')
  return { ok: true, body: { act: 'handover.taken', v: 1, given: found.seq } }
}
