// The commands people and the machine give about a case, and the answer `decide` gives them.
import type { CallFact } from './call.ts'
import type { Attachment, Case, Clock, Plan, Publicity } from './case.ts'
import type { MakeId } from './clock.ts'
import type { Correction } from './correction.ts'
import type { AlertFact, Draft } from './entry.ts'
import type { Item, Moment, Verdict } from './item.ts'
import type { Policy } from './policy.ts'
import type { RecordKind, RecordValues } from './record.ts'
import type { Grade, IncidentType, Statement } from './word.ts'

export interface CommandHead {
  /** A repeat of the same id gets the first answer (the ledger keeps it). */
  commandId: string
  /** A login, a contact's id, or `system`. */
  actor: string
  /** The `version` the person has seen; null for the machine. Refused when older than the case's materialVersion. */
  expectedVersion: number | null
  /** What the mail to a letter's writer says word for word, where the order holds it covered; in no entry. */
  typed?: string
}

/** An item as the tracker brings it. `locality`: the named place against the book's jurisdiction (§14-14). */
export interface Arrival {
  item: Item
  verdict: Verdict
  locality: 'local' | 'unknown' | 'elsewhere'
  /** First read of a feed or table (§14-6); letters never are. */
  backfill: boolean
  occurredAt?: Moment | null
  /** Mailbox channel and letter type for the LET rule; the rule `*` catches the rest. */
  channel?: string
  letterType?: string
}

export type Order =
  | { do: 'case.open'; arrival: Arrival; verdictRoot: string }
  /** At most 500 a command; folded reposts are among them and count as heat. */
  /** `why`: of the least sure of them, without a word of their texts. */
  | { do: 'items.join'; arrivals: Arrival[]; verdictRoot: string; why?: string }
  /** Items of the case whose source has updated them, with what is read now. */
  | { do: 'items.reread'; arrivals: Arrival[]; verdictRoot: string }
  | {
      do: 'case.judge'
      /** 确认 for the first judgement and for every regrade; 撤销 withdraws (public) or leaves a plain letter (letter). */
      verdict: '确认' | '撤销'
      /** null leaves the grade as it is: a letter that is no 政务舆情. */
      grade: Grade | null
      type: IncidentType | null
      reason: string
      /** null leaves it as it is; '否' clears 待甄别. */
      restricted?: '检举控告' | '否' | null
      excluded?: Case['excluded']
      /** Asked when the first publication was more than 72 hours before detection (§14-6). */
      lateFind?: '新一轮传播' | '迟发现'
    }
  | { do: 'case.convert'; grade: Grade; reason: string }
  | { do: 'case.correct'; title: string | null; topics: string[] | null; reason: string }
  /** 改标 of one of its items; context.item says what the machine has read. */
  | { do: 'item.correct'; itemId: string; change: Correction; reason: string }
  /** 不是同一事件: the item leaves for a case of its own; context.item, nextNumber, letter. */
  | { do: 'item.split'; itemId: string; reason: string }
  | { do: 'case.assign'; unit: string; part: '牵头' | '协办'; reason: string }
  /** `heard`: the desk records what it was told by telephone, so it needs no bell to learn of it. */
  | { do: 'assignment.return'; id: string; reason: string; heard?: boolean }
  /** `id`: of the assignment; `by`: who asks for the unit. It moves no deadline. */
  | { do: 'extension.ask'; id: string; until: number; reason: string; by: string }
  /** Granted only where the deadline has been moved already: 延期答复 of a letter, or a new 上级交办. */
  | { do: 'extension.settle'; id: string; granted: boolean; reason: string }
  | { do: 'assignment.reassign'; id: string; unit: string; reason: string }
  | { do: 'assignment.sign'; id: string; by: string; how: '链接' | '邮件' | '电话' | '登录' }
  | {
      do: 'response.record'
      statement: Statement
      unit: string
      /** Platform and account as people write it, e.g. 政府网站, 微信公众号“青河发布”. */
      channel: string
      url: string | null
      screenshot: string | null
      publishedAt: number
      reviewed: boolean
      summary: string
      promises?: { text: string; due: string | null }[]
    }
  | { do: 'response.confirm'; id: string; reason: string }
  /** 退回修改: `reason` says what is to be mended. */
  | { do: 'response.reject'; id: string; reason: string }
  /** The page of this response is to be looked at now. */
  | { do: 'publication.check'; id: string }
  | { do: 'conference.hold'; startedAt: number; speakers: string; reason: string }
  | { do: 'conference.waive'; leader: string; approvedAt: number; docNo: string; reason: string }
  /** 受理: the writer is told that the letter is taken up; its LET goes on. */
  | { do: 'letter.accept'; itemId: string; told: string; mail?: boolean }
  | {
      do: 'letter.answer'
      itemId: string
      channel: string
      answeredAt: number
      summary: string
      /** Asked of people; the machine's own tests may leave it out. */
      publicity?: Publicity
      /** As of all four: it goes to the writer as a mail, and is on record as told once it has gone. */
      mail?: boolean
    }
  | { do: 'letter.refuse'; itemId: string; code: string; told: string; mail?: boolean }
  | { do: 'letter.redirect'; itemId: string; kind: string; to: string; told: string; mail?: boolean }
  | { do: 'letter.extend'; itemId: string; total: number; approver: string; told: string; reason: string }
  /** After a holiday notice was imported: reckon an estimated due again (§14-16). */
  | { do: 'letter.recount'; itemId: string }
  | { do: 'directive.add'; dueAt: number; source: string; evidence: string; replaces: string | null; reason: string }
  | { do: 'directive.answer'; clockId: string; answeredAt: number; note: string }
  | { do: 'report.make'; code: 'RPT-P' | 'RPT-W'; to: string; madeAt: number; note: string }
  | { do: 'promise.add'; text: string; due: string | null; reason: string }
  | { do: 'promise.keep'; clockId: string; keptAt: number; note: string }
  | { do: 'disposal.end'; reason: string }
  /** State: the case that goes under; context.other: the one that goes on. */
  | { do: 'case.merge'; into: string; reason: string }
  /** State: the case that comes back; context.other: the one it was merged into. */
  | { do: 'case.unmerge'; reason: string }
  | { do: 'case.reopen'; reason: string }
  | { do: 'case.cancel'; reason: string }
  | { do: 'case.close'; reason: string }
  | { do: 'moment.set'; field: keyof Case['moments']; to: Moment; reason: string }
  /** 放任发酵: the tracker counted the heat two hours ago and now (§14-13). */
  | { do: 'heat.ring'; before: number; after: number }
  | { do: 'call.record'; id: string; result: '已通' | '未接' | '改拨'; note: string }
  /** 先打电话: what became of it. */
  | { do: 'call.make'; result: '已通' | '未接'; note: string }
  | { do: 'call.waive'; reason: string }
  | { do: 'alert.acknowledge'; alertId: string }
  | { do: 'note.add'; kind: string; text: string }
  /**
   * What came back to one of our mails, masked; `unit`: of whom the mail went to; `isStranger`: from another address;
   * `letterId`, `files`: the letter it came in, and how many files hang on that. The machine's alone.
   */
  | { do: 'reply.tell'; unit: string; text: string; isStranger?: boolean; letterId?: string; files?: number }
  /** `unit`: it came from a unit's own page and rings as its reply by mail does. */
  | { do: 'record.add'; kind: RecordKind; values: RecordValues; unit?: string }
  /** The bytes are among the blobs already. */
  | ({ do: 'attachment.add'; unit?: string } & Omit<Attachment, 'at' | 'by'>)

export type Command = CommandHead & Order

/** What is known of a letter's writer without his address. */
export interface Writer {
  /** The letter came by mail from an address that can be answered, and it is not erased. */
  reachable: boolean
  /** A mail to him waits to be sent. */
  waiting: boolean
}

export interface Context {
  /** SM3 of the command's `typed` as sealed. */
  typed?: string
  policy: Policy
  /** Hash of the policy version; a case keeps it. */
  policyHash: string
  now: number
  /** Pure (SM3 in runtime). */
  makeId: MakeId
  /** The year's next running number, for case.open (`YQ-2026-0001` from 1). */
  nextNumber?: number
  /** The letter a letter.* command is about: its LET clock and plan. */
  letter?: { clock: Clock; plan: Plan | null; writer?: Writer }
  /** item.correct and item.split: the item as corrections so far leave it, and what the rest of its case says. */
  item?: {
    arrival: Arrival
    /** Root of the verdict as the tagger gave it. */
    verdictRoot: string
    /** The case began with it: its topics are the case's. */
    opens: boolean
    /** The largest number of deaths the other items give. */
    deathsBeside: number
  }
  /** The other case of a merge or un-merge. */
  other?: Case
  /** case.unmerge: the letters of the case coming back, as many and as open as they are now. */
  letters?: Case['letters']
  /** What a call.record is about, to stop the repeats of 超时 (§14-10). */
  call?: { call: CallFact; alert: AlertFact | null }
  /** What rings as a unit's reply: how often this unit has rung within the last hour, for this case and for all. */
  replyBells?: { ofCase: number; ofUnit: number }
}

export type RefusalCode = 'stale' | 'missing' | 'state' | 'input' | 'forbidden'

export type Decision =
  | {
      ok: true
      drafts: Draft[] /** What a person is shown before it is done: who will be told, new deadlines. */
      preview: string[]
    }
  | { ok: false; code: RefusalCode; message: string }

/** A plan that is due, with the clock it belongs to (LET clocks are not in the case). */
export interface DuePlan {
  plan: Plan
  clock: Clock | null
}
