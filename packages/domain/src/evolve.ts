// What an entry does to the state of a case. Rebuilding from entries and applying one by one give the same state.
import { absorb, comeBack, mergeAway, release } from './absorb.ts'
import { callFirstAfter } from './call-first.ts'
import type { Assignment, Case, Clock, Plan } from './case.ts'
import type { Body, Entry } from './entry.ts'
import { extensionsAfter } from './extension.ts'
import { resumePlan } from './plan.ts'
import { closedStatuses, type Status } from './word.ts'

/** Bumped when the same entries would give another state; projections are rebuilt before they are compared. */
export const EVOLVE_VERSION = 7

/** `entry.caseId` must be the case's (merge entries are written once for each case). Other acts leave it as it is. */
export const evolve = (state: Case | null, entry: Entry): Case | null => {
  const { body } = entry
  if (state === null) return body.act === 'case.opened' ? openCase(body, entry) : null
  const next = applyBody(state, body, entry)
  const status = statusOf(next)
  const callFirst = callFirstAfter(state, status, body)
  const extensions = extensionsAfter(state, entry)
  if (next === state && callFirst === state.callFirst && extensions === state.extensions) return state
  const version = state.version + 1
  const materialVersion = isMaterial(state, body) ? version : state.materialVersion
  return {
    ...next,
    version,
    materialVersion,
    status,
    ...(callFirst === undefined ? {} : { callFirst }),
    ...(extensions === undefined ? {} : { extensions }),
  }
}

const openCase = (body: Extract<Body, { act: 'case.opened' }>, entry: Entry): Case => {
  const letters = body.clocks.filter((clock) => clock.code === 'LET')
  return {
    id: body.id,
    number: body.number,
    book: entry.book,
    version: 1,
    materialVersion: 1,
    kind: body.kind,
    opinion: body.opinion,
    title: body.title,
    grade: body.grade,
    suspected: body.suspected,
    type: body.type,
    topics: body.topics,
    status: '待研判',
    openedAt: entry.at,
    judged: null,
    moments: body.moments,
    clocks: body.clocks.filter((clock) => clock.code !== 'LET'),
    plans: body.plans.filter((plan) => plan.owner.code !== 'LET' || plan.owner.kind !== 'clock'),
    // A letter that leaves for a case of its own may be answered already.
    letters: { total: letters.length, open: letters.filter((clock) => clock.state !== 'ended').length },
    items: 1,
    heat: 1,
    deaths: body.deaths,
    assignments: [],
    responses: [],
    conference: null,
    disposalEnded: false,
    earlier: null,
    rung: {},
    restricted: body.restricted,
    excluded: body.excluded,
    merged: { into: null, from: [], moved: [] },
    reappeared: false,
    closedAt: null,
    records: [],
    attachments: [],
    policy: body.policy,
  }
}

/** What a person must have seen before acting: not alerts and calls, nor reposts that say nothing new. */
const isMaterial = (state: Case, body: Body): boolean => {
  if (body.act === 'alert.fired' || body.act === 'alert.acknowledged' || body.act === 'attachment.added') return false
  if (body.act === 'call.made' || body.act === 'call.waived') return false
  if (body.act === 'items.reread') return body.suspected !== state.suspected || body.deaths !== state.deaths
  if (body.act !== 'items.joined') return true
  return body.suspected !== state.suspected || body.deaths !== state.deaths || body.reappeared !== state.reappeared
}

/** Closed ones stay until an entry opens them again; the rest follows from what is on record. */
const statusOf = (state: Case): Status => {
  if (closedStatuses.includes(state.status)) return state.status
  const answered = state.opinion ? hasAnswer(state) : state.letters.total > 0 && state.letters.open === 0
  if (answered) return '已回应待续'
  const lead = state.assignments.find((each) => each.part === '牵头' && each.ended === null)
  if (lead !== undefined) return lead.signed === null ? '待签收' : '办理中'
  return state.judged === null ? '待研判' : '办理中'
}

/** A 进展 or 结果 that counts; 受理告知 is only a first response (§14-3). */
export const hasAnswer = (state: Case): boolean =>
  state.responses.some((response) => response.statement !== '受理告知' && response.pending === null)

const applyBody = (state: Case, body: Body, entry: Entry): Case =>
  applyCase(state, body, entry) ?? applyClock(state, body) ?? applyWork(state, body, entry) ?? state

const judgedBy = (state: Case, entry: Entry, reason: string): Case['judged'] =>
  state.judged ?? { at: entry.at, by: entry.actor, reason }

/** Entries about the case as a whole; null when the entry is of another kind. */
const applyCase = (state: Case, body: Body, entry: Entry): Case | null => {
  switch (body.act) {
    case 'items.joined':
      return joinItems(state, body)
    case 'items.left':
      return leaveItems(state, body)
    case 'item.corrected':
    case 'items.reread':
      return { ...state, deaths: body.deaths, suspected: body.suspected }
    case 'case.judged': {
      const { grade, type, opinion, restricted, excluded } = body
      return { ...state, grade, type, opinion, restricted, excluded, judged: judgedBy(state, entry, body.reason) }
    }
    case 'case.regraded':
      return { ...state, grade: body.to, judged: judgedBy(state, entry, body.reason) }
    case 'case.converted': {
      const judged = judgedBy(state, entry, body.reason)
      return { ...state, opinion: true, grade: body.grade, type: body.type, judged }
    }
    case 'case.corrected':
      return { ...state, title: body.title ?? state.title, topics: body.topics ?? state.topics }
    case 'case.merged':
      return mergeAway(state, body.into)
    case 'case.absorbed':
      return absorb(state, body)
    case 'case.unmerged':
      return comeBack(state, body)
    case 'case.released':
      return release(state, body)
    case 'case.reopened':
      return { ...state, status: '办理中', reappeared: false, closedAt: null }
    case 'case.cancelled':
      return { ...state, status: '已撤销', judged: judgedBy(state, entry, body.reason) }
    case 'case.closed':
      return { ...state, status: '办结', closedAt: entry.at }
    case 'disposal.ended':
      return { ...state, disposalEnded: true }
    case 'moment.set': {
      const earlier = body.field === 'firstPublishedAt' ? null : state.earlier
      return { ...state, moments: { ...state.moments, [body.field]: body.to }, earlier }
    }
    case 'conference.held':
      return { ...state, conference: { startedAt: body.startedAt, by: entry.actor } }
    default:
      return null
  }
}

const joinItems = (state: Case, body: Extract<Body, { act: 'items.joined' }>): Case => {
  const letters = body.clocks.filter((clock) => clock.code === 'LET').length
  return {
    ...state,
    items: state.items + body.ids.length,
    heat: state.heat + body.heat,
    deaths: body.deaths,
    suspected: body.suspected,
    opinion: body.opinion,
    reappeared: body.reappeared,
    moments: body.moments,
    earlier: body.earlier,
    letters: { total: state.letters.total + letters, open: state.letters.open + letters },
    clocks: [...state.clocks, ...body.clocks.filter((clock) => clock.code !== 'LET')],
    plans: [...state.plans, ...body.plans.filter((plan) => plan.owner.code !== 'LET' || plan.owner.kind !== 'clock')],
  }
}

const leaveItems = (state: Case, body: Extract<Body, { act: 'items.left' }>): Case => {
  const gone = body.v === 2 ? body.letters : { total: 0, open: 0 }
  return {
    ...state,
    items: state.items - body.ids.length,
    heat: state.heat - body.ids.length,
    letters: { total: state.letters.total - gone.total, open: state.letters.open - gone.open },
  }
}

const withClock = (state: Case, id: string, change: (clock: Clock) => Clock): Case =>
  state.clocks.some((clock) => clock.id === id)
    ? { ...state, clocks: state.clocks.map((clock) => (clock.id === id ? change(clock) : clock)) }
    : state

const withPlans = (state: Case, ownerId: string, change: (plan: Plan) => Plan): Case =>
  state.plans.some((plan) => plan.owner.id === ownerId)
    ? { ...state, plans: state.plans.map((plan) => (plan.owner.id === ownerId ? change(plan) : plan)) }
    : state

const endPlan = (reason: string) => (plan: Plan) =>
  plan.ended === null ? { ...plan, ended: reason, nextStepAt: null } : plan

/** Entries about one clock or plan. LET clocks are not in the state: they pass through unchanged. */
const applyClock = (state: Case, body: Body): Case | null => {
  switch (body.act) {
    case 'clock.started':
      return body.clock.code === 'LET' ? state : { ...state, clocks: [...state.clocks, body.clock] }
    case 'clock.ended': {
      const ended = withClock(state, body.clockId, (clock) => ({ ...clock, state: 'ended', end: body.end }))
      return withPlans(ended, body.clockId, endPlan(body.end.reason))
    }
    case 'clock.confirmed':
      return withClock(state, body.clockId, (clock) => ({
        ...clock,
        provisional: false,
        confirmedAt: body.confirmedAt,
      }))
    case 'clock.carried': {
      const carried = withClock(state, body.clockId, (clock) => ({ ...clock, state: 'carried' }))
      return withPlans(carried, body.clockId, (plan) => ({ ...plan, nextStepAt: null }))
    }
    case 'clock.revived': {
      const revived = withClock(state, body.clockId, (clock) => ({ ...clock, state: 'running', end: null }))
      return withPlans(revived, body.clockId, (plan) => resumePlan({ ...plan, ended: null }))
    }
    case 'clock.extended':
      return withClock(state, body.clockId, (clock) => ({ ...clock, dueAt: body.dueAt, estimated: body.estimated }))
    case 'plan.started':
      return body.plan.owner.kind === 'clock' && body.plan.owner.code === 'LET'
        ? state
        : { ...state, plans: [...state.plans, body.plan] }
    case 'plan.ended':
      return {
        ...state,
        plans: state.plans.map((plan) => (plan.id === body.planId ? endPlan(body.reason)(plan) : plan)),
      }
    case 'alert.fired':
      return applyAlert(state, body)
    default:
      return null
  }
}

const applyAlert = (state: Case, { alert }: Extract<Body, { act: 'alert.fired' }>): Case => {
  const { plan } = alert
  if (plan !== null && state.plans.some((each) => each.id === plan.id)) {
    return { ...state, plans: state.plans.map((each) => (each.id === plan.id ? { ...each, ...plan } : each)) }
  }
  if (alert.owner !== `case:${state.id}`) return state
  const times = (state.rung[alert.step]?.times ?? 0) + 1
  return { ...state, rung: { ...state.rung, [alert.step]: { times, lastAt: alert.firedAt } } }
}

const withAssignment = (state: Case, id: string, change: (assignment: Assignment) => Assignment): Case => ({
  ...state,
  assignments: state.assignments.map((each) => (each.id === id ? change(each) : each)),
})

/** Entries about work: assignments, responses, letters. */
const applyWork = (state: Case, body: Body, entry: Entry): Case | null => {
  switch (body.act) {
    case 'case.assigned':
      return { ...state, assignments: [...state.assignments, body.assignment] }
    case 'assignment.signed': {
      const signed = { at: entry.at, by: body.by, how: body.how }
      return withAssignment(state, body.id, (each) => ({ ...each, signed }))
    }
    case 'assignment.ended': {
      const ended = { at: entry.at, how: body.how, reason: body.reason }
      const next = withAssignment(state, body.id, (each) => ({ ...each, ended }))
      return withPlans(next, body.id, endPlan(`${body.how}：${body.reason}`))
    }
    case 'record.added': {
      const { id, kind, values } = body
      return { ...state, records: [...state.records, { id, kind, values, at: entry.at, by: entry.actor }] }
    }
    case 'attachment.added': {
      const { act: _act, v: _v, ...file } = body
      const attachment = { ...file, at: entry.at, by: entry.actor }
      return { ...state, attachments: [...state.attachments, attachment] }
    }
    case 'response.recorded':
      return { ...state, responses: [...state.responses, body.response] }
    case 'response.confirmed':
      return {
        ...state,
        responses: state.responses.map((each) => (each.id === body.id ? { ...each, pending: null } : each)),
      }
    case 'response.rejected': {
      const rejected = { at: entry.at, by: entry.actor, reason: body.reason }
      const responses = state.responses.map((each) => (each.id === body.id ? { ...each, rejected } : each))
      return { ...state, responses }
    }
    case 'letter.answered':
    case 'letter.refused':
    case 'letter.redirected':
      return { ...state, letters: { ...state.letters, open: Math.max(0, state.letters.open - 1) } }
    case 'answer.failed':
      return body.reopens ? { ...state, letters: { ...state.letters, open: state.letters.open + 1 } } : state
    default:
      return null
  }
}
