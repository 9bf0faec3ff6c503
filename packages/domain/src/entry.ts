// The entries (台账记录): every fact the ledger can hold, one immutable line each. Versions ever written stay readable.
import type { AnswerFact, AnswerFailure } from './answer.ts'
import type { CallFact } from './call.ts'
import type { Assignment, Attachment, Case, Clock, ClockEnd, Plan, Publicity, Response } from './case.ts'
import type { Correction } from './correction.ts'
import type { DeliveryFact } from './delivery.ts'
import type { ExtensionBody } from './extension.ts'
import type { HandoverFact } from './handover.ts'
import type { Moment } from './item.ts'
import type { ModelFacts } from './model.ts'
import type { PublicationCheck } from './publication.ts'
import type { RecordKind, RecordValues } from './record.ts'
import type { RefusedFile } from './refused.ts'
import type { AlertCause, DeliveryState, Grade, IncidentType, Lane, Step } from './word.ts'

/** What decide returns: an entry before it has a place in the chain. */
export interface Draft<B extends Body = Body> {
  caseId: string | null
  body: B
}

/** An entry as recorded. `at` is recordedAt: max(now, the head's), so time never runs back. */
export interface Entry<B extends Body = Body> {
  book: string
  seq: number
  at: number
  /** A person's login, a contact's id, or `system`. */
  actor: string
  caseId: string | null
  body: B
}

export type Body =
  | { act: 'book.opened'; v: 1; name: string; sample: boolean; drill: boolean }
  | { act: 'policy.adopted'; v: 1; hash: string; text: string; reason: string }
  | {
      act: 'items.received'
      v: 1
      source: string
      count: number
      /** SM3 over the lines `id SHA-256 contentHash` in order; binds the rows this batch wrote. */
      root: string
      cursor: string | null
      backfill: boolean
    }
  /** What a source counted of items it had brought before; `root` binds the rows. */
  | { act: 'heat.read'; v: 1; source: string; count: number; root: string }
  | { act: 'item.quarantined'; v: 1; itemId: string; sha256: string; reason: string }
  /** A letter too large to be read whole: `bytes` is its own size. */
  | { act: 'item.cut'; v: 1; itemId: string; source: string; bytes: number; reason: string }
  /** What lay in the mailbox folder and is no letter. */
  | { act: 'file.refused'; v: 1; source: string; file: RefusedFile; reason: string }
  /** `id`: of the file as it lay there, said once; `name`: masked. */
  | { act: 'file.refused'; v: 2; id: string; source: string; name: string; file: RefusedFile; reason: string }
  /** `held`: SHA-256 of the sealed blob that holds the item as it would have gone on record. */
  | { act: 'item.quarantined'; v: 2; itemId: string; sha256: string; held: string; reason: string }
  /** One of the two persons says that it is not classified (§14-9). */
  | { act: 'item.cleared'; v: 1; itemId: string; sha256: string; role: '值班长' | '安全管理员'; reason: string }
  | { act: 'item.released'; v: 1; itemId: string; by: [string, string]; reason: string }
  | { act: 'item.released'; v: 2; itemId: string; sha256: string; by: [string, string]; reason: string }
  | { act: 'items.filed'; v: 1; lane: Lane; ids: string[]; root: string; reason: string }
  | { act: 'source.failed'; v: 1; source: string; reason: string }
  /** Nothing new for longer than its own rhythm allows. */
  | { act: 'source.silent'; v: 1; source: string; lastAt: number; reason: string }
  | { act: 'source.recovered'; v: 1; source: string }
  /** 渠道自测: a marked letter went to the mailbox, came back, or did not in time. */
  | { act: 'channel.tested'; v: 1; source: string }
  | { act: 'channel.returned'; v: 1; source: string; tookMs: number }
  | { act: 'channel.failed'; v: 1; source: string; sentAt: number; reason: string }
  | { act: 'content.viewed'; v: 1; itemId: string; reason: string }
  /** One attachment of a letter, by its number in it, from 1. */
  | { act: 'content.viewed'; v: 2; itemId: string; attachment: number; reason: string }
  | { act: 'content.erased'; v: 1; ids: string[]; rule: string }
  | {
      act: 'case.opened'
      v: 1
      id: string
      number: string
      kind: Case['kind']
      opinion: boolean
      title: string
      itemId: string
      grade: Grade | null
      suspected: boolean
      type: IncidentType | null
      topics: string[]
      moments: Case['moments']
      restricted: Case['restricted']
      excluded: Case['excluded']
      clocks: Clock[]
      plans: Plan[]
      deaths: number
      policy: string
      reason: string
      verdictRoot: string
    }
  | {
      act: 'items.joined'
      v: 1
      ids: string[]
      /** LET clocks of the letters among them, with their plans. */
      clocks: Clock[]
      plans: Plan[]
      /** Added by these items (folded reposts count). */
      heat: number
      /** What the case has after them. */
      deaths: number
      suspected: boolean
      opinion: boolean
      reappeared: boolean
      moments: Case['moments']
      earlier: Moment | null
      verdictRoot: string
      reason: string
    }
  | { act: 'items.left'; v: 1; ids: string[]; to: string; reason: string }
  /** A person found that they tell of another happening; letters take their LET along. */
  | { act: 'items.left'; v: 2; ids: string[]; to: string; letters: Case['letters']; reason: string }
  /** An item of the case was updated by its source and read again; its earlier revisions stay on record. */
  | {
      act: 'items.reread'
      v: 1
      ids: string[]
      deaths: number
      suspected: boolean
      verdictRoot: string
      reason: string
    }
  /** 改标: what a person says instead of the machine. With a case: what it has after it, as in items.joined. */
  | {
      act: 'item.corrected'
      v: 1
      itemId: string
      change: Correction
      deaths: number
      suspected: boolean
      reason: string
    }
  | {
      act: 'case.judged'
      v: 1
      grade: Grade | null
      type: IncidentType | null
      opinion: boolean
      restricted: Case['restricted']
      excluded: Case['excluded']
      reason: string
    }
  | { act: 'case.regraded'; v: 1; from: Grade | null; to: Grade; reason: string }
  | { act: 'case.corrected'; v: 1; title: string | null; topics: string[] | null; reason: string }
  | { act: 'case.converted'; v: 1; grade: Grade; type: IncidentType | null; reason: string }
  | { act: 'case.merged'; v: 1; into: string; reason: string }
  | {
      act: 'case.absorbed'
      v: 1
      from: string
      items: number
      heat: number
      letters: Case['letters']
      deaths: number
      suspected: boolean
      clocks: Clock[]
      plans: Plan[]
      reason: string
    }
  | {
      act: 'case.unmerged'
      v: 1
      from: string
      /** As they stood in the other case; clock.revived entries follow. */
      clocks: Clock[]
      plans: Plan[]
      letters: Case['letters']
      reason: string
    }
  | {
      act: 'case.released'
      v: 1
      id: string
      items: number
      heat: number
      letters: Case['letters']
      clocks: string[]
      plans: string[]
      reason: string
    }
  | { act: 'case.reopened'; v: 1; reason: string }
  | { act: 'case.cancelled'; v: 1; reason: string }
  | { act: 'case.closed'; v: 1; reason: string }
  | { act: 'disposal.ended'; v: 1; reason: string }
  | { act: 'moment.set'; v: 1; field: keyof Case['moments']; from: Moment | null; to: Moment; reason: string }
  | { act: 'clock.started'; v: 1; clock: Clock; reason: string }
  | { act: 'clock.ended'; v: 1; clockId: string; end: ClockEnd; by: string | null }
  | { act: 'clock.confirmed'; v: 1; clockId: string; confirmedAt: number }
  | { act: 'clock.carried'; v: 1; clockId: string; reason: string }
  | { act: 'clock.revived'; v: 1; clockId: string; reason: string }
  | { act: 'clock.extended'; v: 1; clockId: string; dueAt: number; estimated: boolean; reason: string }
  | { act: 'plan.started'; v: 1; plan: Plan; reason: string }
  | { act: 'plan.ended'; v: 1; planId: string; reason: string }
  | { act: 'case.assigned'; v: 1; assignment: Assignment; reason: string }
  | { act: 'assignment.signed'; v: 1; id: string; by: string; how: '链接' | '邮件' | '电话' | '登录' }
  | { act: 'assignment.ended'; v: 1; id: string; how: NonNullable<Assignment['ended']>['how']; reason: string }
  | ExtensionBody
  | { act: 'response.recorded'; v: 1; response: Response }
  | { act: 'response.confirmed'; v: 1; id: string; reason: string }
  | { act: 'response.rejected'; v: 1; id: string; reason: string }
  /** A person wants it looked at now. */
  | { act: 'publication.asked'; v: 1; id: string }
  /** The page of a response was looked at; `sha256` names its bytes among the blobs. */
  | ({ act: 'publication.checked'; v: 1; id: string; url: string } & Omit<PublicationCheck, 'at'>)
  | { act: 'conference.held'; v: 1; startedAt: number; speakers: string; reason: string }
  | { act: 'conference.waived'; v: 1; leader: string; approvedAt: number; docNo: string; reason: string }
  | { act: 'letter.accepted'; v: 1; itemId: string; told: string }
  | ({ act: 'letter.answered'; v: 1 } & Answered)
  | ({ act: 'letter.answered'; v: 2; publicity: Publicity } & Answered)
  | { act: 'letter.refused'; v: 1; itemId: string; code: string; told: string }
  | { act: 'letter.redirected'; v: 1; itemId: string; kind: string; to: string; told: string }
  | { act: 'answer.queued'; v: 1; answer: AnswerFact }
  | { act: 'answer.queued'; v: 2; answer: AnswerFact & { typed: string } }
  | { act: 'answer.sent'; v: 1; id: string; messageId: string; attempts: number; again: boolean }
  | ({ act: 'answer.failed'; v: 1; id: string } & AnswerFailure)
  | { act: 'report.made'; v: 1; code: 'RPT-P' | 'RPT-W'; to: string; madeAt: number; note: string }
  | { act: 'note.added'; v: 1; kind: string; text: string; letterId?: string; files?: number }
  | { act: 'record.added'; v: 1; id: string; kind: RecordKind; values: RecordValues }
  | ({ act: 'attachment.added'; v: 1 } & Omit<Attachment, 'at' | 'by'>)
  | {
      act: 'rows.exported'
      v: 1
      what: 'csv' | 'xlsx' | 'audit' | 'problems'
      version: 'internal' | 'masked'
      asOfSeq: number
      filter: { [name: string]: string | number }
    }
  /** Version 1 had no cause; `readBody` gives it what its words say. */
  | { act: 'alert.fired'; v: 2; alert: AlertFact; deliveries: DeliveryFact[]; calls: CallFact[] }
  | {
      act: 'delivery.changed'
      v: 1
      id: string
      state: DeliveryState
      messageId: string | null
      attempts: number
      reason: string
    }
  | { act: 'delivery.duplicated'; v: 1; id: string; messageId: string; reason: string }
  | { act: 'call.opened'; v: 1; call: CallFact }
  | { act: 'call.recorded'; v: 1; id: string; result: '已通' | '未接' | '改拨'; note: string }
  /** What it was to tell has been told or settled without it. */
  | { act: 'call.withdrawn'; v: 1; id: string; reason: string }
  /** A person telephoned where a life may hang on the case (§6.7), 未接 settling nothing; or why nobody need. */
  | { act: 'call.made'; v: 1; result: '已通' | '未接'; note: string }
  | { act: 'call.waived'; v: 1; reason: string }
  | { act: 'alert.acknowledged'; v: 1; alertId: string }
  /** Nobody acknowledged what rings: deliveries more of the same alert. */
  | { act: 'alert.passed'; v: 1; alertId: string; deliveries: DeliveryFact[] }
  /** A local model was made from corrections; its bytes lie among the blobs. It is used only when a person says so. */
  | ({ act: 'model.trained'; v: 1 } & ModelFacts)
  /** From here on taggers read with it; `shipped` is the program's own. */
  | { act: 'model.used'; v: 1; id: string; before: string; reason: string }
  /** 交班: frozen as it was told; it takes the place of one that nobody has confirmed yet. */
  | ({ act: 'handover.given'; v: 1 } & HandoverFact)
  /** 接班: the actor has read it and is on duty now; `given` is the seq of the entry it confirms. */
  | { act: 'handover.taken'; v: 1; given: number }
  | { act: 'parked'; v: 1; id: string; topic: string; reason: string }
  | { act: 'unparked'; v: 1; id: string }
  | { act: 'seal.made'; v: 1; seq: number; hash: string }
  | { act: 'person.changed'; v: 1; login: string; roles: string[]; unit: string | null; what: string }
  | { act: 'person.entered'; v: 1; login: string; ok: boolean; reason: string }

type Answered = { itemId: string; channel: string; answeredAt: number; summary: string }

export interface AlertFact {
  id: string
  /** The plan it belongs to; `case:ID` for 新案, 疑似升级 and 放任发酵; the refused alert's id for 无地址. */
  owner: string
  /** Where its plan stands after it; null when it belongs to none. Copied as it is by evolve and by plan rows. */
  plan: { id: string; position: number; occurrence: number; nextStepAt: number | null } | null
  clockId: string | null
  code: string | null
  step: Step
  occurrence: number
  firedAt: number
  dueAt: number | null
  /** Fired after its time because the program was away. */
  late: boolean
  skipped: Step[]
  /** What it tells where the step alone does not say it. */
  cause: AlertCause | null
  /** The case it rang for before a merge brought it here. */
  from?: string
  /** It marks its case until a person says what became of it; alerts of 先打电话 before this word do not say it. */
  untilCalled?: true
  /** Of 单位回复: whose, by its id. */
  unit?: string
  reason: string
}
