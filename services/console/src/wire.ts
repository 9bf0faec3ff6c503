// What the API gives the page: types only, so that page and server cannot drift apart.
import type { Assignment, Case, Clock, Plan } from '@huiying/domain/case'
import type { AlertFact, Body, Entry } from '@huiying/domain/entry'
import type { HeatAdvice } from '@huiying/domain/heat'
import type { Evidence, Item, Verdict } from '@huiying/domain/item'
import type { ModelFacts } from '@huiying/domain/model'
import type { Publication } from '@huiying/domain/publication'
import type { RecordField, RecordForm, RecordKind } from '@huiying/domain/record'
import type { Refusal } from '@huiying/domain/refusal'
import type { ResponseMark } from '@huiying/domain/response'
import type { Grade, IncidentType, Statement, Step, UserRole } from '@huiying/domain/word'
import type { AlertRow } from '@huiying/ledger/alert'
import type { CallRow } from '@huiying/ledger/call'
import type { DeliveryRow } from '@huiying/ledger/delivery'
import type { Corrected } from '@huiying/ledger/item/correction'
import type { Erasure } from '@huiying/ledger/item/erased'
import type { RowAt } from '@huiying/ledger/projection/row'
import type { AnswerLine } from './letter-wire.ts'

export type {
  AlertFact,
  AlertRow,
  Assignment,
  Body,
  CallRow,
  Case,
  Clock,
  DeliveryRow,
  Entry,
  Evidence,
  Grade,
  IncidentType,
  Item,
  Plan,
  Publication,
  RecordField,
  RecordForm,
  RecordKind,
  Refusal,
  RowAt,
  Statement,
  Step,
  UserRole,
  Verdict,
}

export const laneNames = ['全部', '待研判', '待签收', '临期', '超时', '已回应待续'] as const
export type LaneName = (typeof laneNames)[number]

export interface Me {
  /** Red on every screen until it is dealt with. */
  warning: string | null
  login: string
  name: string
  roles: UserRole[]
  unit: string | null
  book: { id: string; name: string; mark: '演示' | '演练' | null }
  /** Server's time when this was answered; countdowns run on it. */
  now: number
  /** What this person may do, by the `do` of an order. */
  acts: string[]
  /** False while PUBLIC_URL is unset: links in mails reach this machine only. */
  linksReachOut: boolean
}

/** One row of the queue: all that a person needs to choose what to do next. */
export interface QueueLine {
  id: string
  number: string
  title: string
  kind: Case['kind']
  status: Case['status']
  grade: Grade | null
  suspected: boolean
  type: IncidentType | null
  topics: string[]
  judged: boolean
  restricted: Case['restricted']
  reappeared: boolean
  /** It says to telephone first and nobody has looked at it yet. */
  callFirst: boolean
  /** A response was recorded that stops no deadline: it waits for 审核, or was sent back to be mended. */
  response: ResponseMark | null
  /** The unit in charge has told the desk what it found and did. */
  reported: boolean
  /** A unit asks for more time and the desk has not answered. */
  asks: boolean
  /** The unit in charge has given it back and no other has it. */
  returned: boolean
  lead: string | null
  /** Of the lead unit; null when nobody has been given the case. */
  signed: { at: number; by: string } | false | null
  /** The nearest running deadline, and the highest ladder step it has reached. */
  due: { code: string; at: number; startAt: number; estimated: boolean; step: '黄' | '橙' | '红' | null } | null
  /** When the ladder of that deadline goes on, so that the page colours the row at that instant by itself. */
  marks: { step: Step; at: number }[]
  items: number
  heat: number
  platforms: number
  arrivals: number[]
  openedAt: number
  seq: number
}

export interface QueuePage {
  cases: QueueLine[]
  /** Of a search: that the index is behind the ledger, or away. */
  notice: string | null
  counts: { [lane in LaneName]: number } & { 待核信息: number }
  /** Of a search: what no queue holds: closed cases, and items in no case (历史回填 among them). Null: no search. */
  elsewhere: { closed: number; items: number } | null
  now: number
  next: number | null
  /** Rings until acknowledged. */
  ringing: (AlertRow & { number: string; title: string; suspected: boolean })[]
  calls: (CallRow & { number: string | null; name: string })[]
  /** 疑似涉密: held back, of which no more is shown than that they are there (§14-9). */
  quarantined: { itemId: string; at: number }[]
}

/** 疑似涉密 as those see it who may let it go: no word of its text. */
export interface HeldPage {
  held: {
    itemId: string
    sha256: string
    at: number
    reason: string
    /** `name`: an administrator has no directory to look it up in. */
    clearings: { login: string; name: string; role: string; at: number }[]
    /** Whose word is missing; empty when its content is not here to be let go. */
    waitsFor: string[]
  }[]
}

/** What became of an order for many cases; `number` is null for what is not there or not for this person. */
export interface BulkAnswer {
  results: { id: string; number: string | null; ok: boolean; message: string }[]
}

export interface ItemLine {
  item: Item
  /** Why its text is gone, who ordered it and when; null while it is there. */
  erased: Erasure | null
  /** What was guessed, mended or left of it, in words. */
  notes: string[]
  masked: string | null
  /** As it counts: with what people have corrected. */
  verdict: Verdict | null
  corrected: Corrected['by']
  caseId: string | null
  number: string | null
  lane: string | null
}

export interface CasePage {
  case: Case
  /** As in its line of the queue. */
  callFirst: boolean
  response: ResponseMark | null
  /** Letters' deadlines stand here beside the case's own. */
  clocks: (Clock & { marks: { step: Step; at: number }[] })[]
  /** What each of its letters is called, by item id. */
  titles: { [itemId: string]: string }
  entries: Entry[]
  alerts: AlertRow[]
  deliveries: DeliveryRow[]
  calls: CallRow[]
  /** Mails to the writers of its letters. */
  answers: AnswerLine[]
  /** The letters whose writers can be answered by mail. */
  reachable: string[]
  /** Pages its responses were published on, as last looked at. */
  publications: Publication[]
  suggestion: Suggestion
  others: { id: string; number: string; title: string; status: string }[]
  now: number
}

/** What a reply says and lacks, before it is recorded: hints with evidence, never a verdict (§8.2). */
export interface ReplyAdvice {
  statement: Statement
  substance: '实质' | '一般' | '空话'
  /** What would make it 实质 and stands nowhere in it. */
  lacks: string[]
  /** It would not be recorded as it stands. */
  refused: 'Q3' | 'Q13' | null
  hints: { code: string; name: string; ask: string; evidence: { text: string; of: 'reply' | 'letter' }[] }[]
  /**
   * The letter it was held against, masked, with the places it leaves out; `cut`: not all of it is here. Null where it
   * leaves nothing out.
   */
  letter: { text: string; missed: { start: number; end: number }[]; cut: boolean } | null
  promises: { text: string; due: string | null }[]
}

/** What the machine proposes, each with its reason; a person decides. */
export interface Suggestion {
  /** What early words in its newest items ask to be done before anything else. */
  early: { code: string; action: string }[]
  /** Raises the level of attention, never the grade (§14-13). */
  heat: HeatAdvice | null
  grade: Grade | null
  article: string | null
  type: IncidentType | null
  units: { id: string; short: string; reason: string }[]
}

export interface Directory {
  units: {
    id: string
    name: string
    short: string
    kind: string
    /** Of the duty room or the office; null where there is none or it is not told to this person. */
    phone: string | null
    contacts: { id: string; name: string; roles: string[]; phone: string | null }[]
  }[]
  /** Who works in this book: entries name logins, people read names. */
  persons: { login: string; name: string }[]
  topics: { id: string; name: string }[]
  sources: { id: string; name: string; platform: string; kind: string; on: boolean }[]
  basis: string
  version: string
  /** What each kind of record asks for. */
  recordForms: readonly RecordForm[]
  /** What each early word asks to be done first. */
  earlySteps: { [code: string]: string }
  /** Why a letter may be refused, with the words to the writer. */
  refusals: readonly Refusal[]
  rules: { code: string; name: string; minutes: number; basis: string }[]
}

export interface LedgerPage {
  rows: RowAt[]
  total: number
  next: string | null
  seal: { seq: number; hash: string; at: number }
  /** The entry this page is as of; null: the newest. */
  asOf: { seq: number; at: number } | null
  /** What whoever searches must know: the index is behind, or away. */
  notice: string | null
}

export interface AccountPage {
  /** `unit` by its name: who keeps accounts reads no list of units. */
  accounts: { login: string; name: string; roles: UserRole[]; unit: string | null; disabled: boolean }[]
}

export interface StatusLine {
  part: string
  state: '正常' | '注意' | '异常'
  since: number | null
  what: string
  mend: string | null
}
export interface StatusPage {
  lines: StatusLine[]
  parked: { id: string; topic: string; key: string; reason: string; at: number }[]
  now: number
}

/** Topic models, the shipped one first; `before`: the one that was in use before the present one. */
export interface ModelPage {
  models: {
    id: string
    /** When it was made; null for the one shipped with the program. */
    at: number | null
    inUse: boolean
    /** False: made on the model of another version of the program, and of no use any more. */
    fits: boolean
    /** With the one in use when it was made; null for the shipped one. */
    compared: Pick<ModelFacts, 'corrected' | 'stood' | 'figures' | 'changed'> | null
  }[]
  before: string | null
}

export type Preview =
  | { ok: true; version: number; preview: string[] }
  | { ok: false; code: string; message: string; changed: Entry[] }

/** Open cases that may tell of the same happening, the likest first; a person decides whether they are merged. */
export interface AlikePage {
  cases: {
    id: string
    number: string
    title: string
    status: Case['status']
    openedAt: number
    items: number
    /** That both tell of one happening, 0 to 1. */
    score: number
  }[]
}
