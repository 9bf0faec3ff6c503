// A case (案件) as its entries make it: bounded state; its items, letters' clocks and deliveries are rows of the ledger.
import type { Extension } from './extension.ts'
import type { Moment } from './item.ts'
import type { CaseRecord } from './record.ts'
import type {
  Basis,
  Channel,
  ClockCode,
  Grade,
  IncidentType,
  Lateness,
  RecipientRole,
  Statement,
  Status,
  Step,
} from './word.ts'

export interface Clock {
  id: string
  caseId: string
  code: ClockCode
  /** The letter a LET belongs to, else null. */
  itemId: string | null
  basis: Basis
  startAt: number
  dueAt: number
  /** When it was hung: the moment of the entry that started it. */
  openedAt: number
  /** 预挂: hung by the machine's suspicion; alerts go to the duty room only until a person has judged. */
  provisional: boolean
  /** When a person's judgement confirmed a provisional clock; null when never provisional or not yet. */
  confirmedAt: number | null
  /** 暂估: reckoned without the State Council's holiday notice (§14-16). */
  estimated: boolean
  /** 文号 and rule version it rests on, as shown to people. */
  rule: string
  /** What a person must know about its start, e.g. 「首发仅有日期，待核」; for PRM and DIR what was promised or directed. */
  notes: string[]
  /** Late already when it was hung: found late, hung late by an upgrade, or by a judgement that took too long. */
  lateAtStart: Exclude<Lateness, '超时'> | null
  /** running: alerts. carried: after a merge an earlier clock of its code alerts instead. ended: see `end`. */
  state: 'running' | 'carried' | 'ended'
  end: ClockEnd | null
  /** Of a LET: what the writer has been told so far. */
  letter?: LetterState
}

/** What became of a letter. 受理 stops nothing; the outcome is what stopped its LET. */
export interface LetterState {
  accepted: { at: number; by: string; told: string } | null
  outcome: '已答复' | '不予受理' | '误投告知' | null
  /** Of an answered letter: shown to the public, or why not (§14-20); null in answers recorded without it. */
  publicity: Publicity | null
  /** What the writer was told; left out until answered. */
  answer?: { at: number; by: string; channel: string; summary: string }
}

/** 公开, or 不公开 with the reason. */
export type Publicity = { open: true } | { open: false; reason: string }

/** A file of a case: its bytes lie sealed among the blobs under their SHA-256. */
export interface Attachment {
  sha256: string
  /** Masked: names of files hold names of people. */
  name: string
  /** By content, never by name. */
  type: string
  bytes: number
  /** Who handed it in on a unit's page, as he wrote his name there. */
  handedInBy?: string
  at: number
  by: string
}

export interface ClockEnd {
  /**
   * stopped by a response or answer; withdrawn 降级撤下; waived 经批准不召开; replaced by a row with a better start; cancelled
   * with the case.
   */
  how: 'stopped' | 'withdrawn' | 'waived' | 'replaced' | 'cancelled'
  /** Publication instant for `stopped`, else the instant of the act. */
  at: number
  /** null: in time, or neither (waived, replaced before due, cancelled before due). */
  late: Lateness | null
  reason: string
}

export interface Assignment {
  id: string
  caseId: string
  unit: string
  part: '牵头' | '协办'
  at: number
  by: string
  signed: { at: number; by: string; how: '链接' | '邮件' | '电话' | '登录' } | null
  ended: { at: number; how: '退回' | '改派' | '办结' | '撤销' | '并入'; reason: string } | null
}

export interface Response {
  id: string
  statement: Statement
  unit: string
  channel: string
  url: string | null
  screenshot: string | null
  publishedAt: number
  recordedAt: number
  by: string
  /** 补录: recorded more than 30 minutes after publication, with a screenshot. */
  backfilled: boolean
  /** 未审先发: published without the three reviews (三审); it stops the clock all the same (§14-4). */
  unreviewed: boolean
  /** Why it does not stop a clock until 审核 has confirmed it: 早于起算 or 非官方渠道; null when it counts at once. */
  pending: '早于起算' | '非官方渠道' | null
  /** 退回修改: it counts for nothing, and what is mended is recorded anew. */
  rejected?: { at: number; by: string; reason: string }
  summary: string
}

/**
 * The steps of a clock, an assignment or a case nobody has judged, frozen with the policy version. Times are absolute.
 * The plan rows of a case are what `evolve` leaves in `Case.plans`. Plans of LET clocks are rows only: they come with
 * case.opened, items.joined and plan.started, move by `alert.plan` of alert.fired, and end by plan.ended.
 */
export interface Plan {
  id: string
  caseId: string
  owner: { kind: 'clock' | 'assignment' | 'case'; id: string; code: ClockCode | null }
  steps: PlanStep[]
  /** Index of the next step, and its occurrence (0 unless it repeats). */
  position: number
  occurrence: number
  /** null: nothing is due (all fired, ended, or its clock is carried by a merge: clock.revived makes it due again). */
  nextStepAt: number | null
  ended: string | null
}

export interface PlanStep {
  step: Step
  at: number
  to: RecipientRole[]
  cc: RecipientRole[]
  /** Repeats after `at`: every so many minutes, or each working day at 9:00 ('daily'); at most `times` repeats. */
  repeat: { every: number | 'daily'; times: number } | null
  /** Opens a 电话督办 row beside the mails. */
  call: boolean
  /** Over which channels; left out: every one the contact has an address for. */
  channels?: Channel[]
}

export interface Case {
  id: string
  /** 年度流水 `YQ-2026-0001`, given under the book's lock. */
  number: string
  book: string
  /** Number of entries that made this state; a command states the one it has seen. */
  version: number
  /** The last version a person must have seen before acting: alerts, deliveries and plain reposts do not move it. */
  materialVersion: number
  kind: 'letter' | 'public'
  /** 政务舆情: a person has said so, or the machine hung provisional clocks. False for a letter with only LET. */
  opinion: boolean
  title: string
  grade: Grade | null
  suspected: boolean
  type: IncidentType | null
  topics: string[]
  status: Status
  openedAt: number
  judged: { at: number; by: string; reason: string } | null
  moments: { occurredAt: Moment | null; firstPublishedAt: Moment | null; detectedAt: Moment }
  /** All clocks but LET (letters are many; their clocks are rows, counted here). */
  clocks: Clock[]
  plans: Plan[]
  letters: { total: number; open: number }
  items: number
  heat: number
  /** Largest confirmed-or-claimed deaths seen, so that a later higher number rings again (§14-13). */
  deaths: number
  assignments: Assignment[]
  responses: Response[]
  conference: { startedAt: number; by: string } | null
  /** 处置结束: continued release is no longer asked for. */
  disposalEnded: boolean
  /** An earlier first publication came to light; a person is asked whether it counts (§14-5). */
  earlier: Moment | null
  /** Alerts of the case itself (owner `case:ID`) by step: how often and when last. */
  rung: { [step in Step]?: { times: number; lastAt: number } }
  /** 待甄别: suspected 检举控告, visible to 值班长 and 纪检 only; 检举控告: judged so. */
  restricted: '待甄别' | '检举控告' | null
  excluded: { units: string[]; contacts: string[] }
  /**
   * Alerts that said to telephone first (§6.7), the newest twenty; left out where none has. `from`: the case it rang
   * for before a merge.
   */
  callFirst?: {
    alertId: string
    from: string | null
    /** Its bell was acknowledged; of alerts of an earlier version also: the case was judged or given to a unit. */
    heard: boolean
    untilCalled?: true
    settled?: '已通' | '不必打电话'
  }[]
  /** `moved`: its clocks that went along into the other case and come back when the merge is undone. */
  merged: { into: string | null; from: string[]; moved: string[] }
  reappeared: boolean
  closedAt: number | null
  /** 会商, 三审, 移交 and the rest, in order; bounded by RECORDS_MAX. */
  records: CaseRecord[]
  attachments: Attachment[]
  /** 延期申请 of its units, in order; left out where none has asked. */
  extensions?: Extension[]
  policy: string
}
