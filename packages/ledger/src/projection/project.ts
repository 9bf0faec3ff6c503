// The projections: tables made from entries alone, by the same code for an append and for the rebuild that verify
// compares.
import type { Case, Clock, Plan } from '@huiying/domain/case'
import type { DeliveryFact } from '@huiying/domain/delivery'
import type { Body, Entry } from '@huiying/domain/entry'
import { evolve } from '@huiying/domain/evolve'
import { letterAfter } from '@huiying/domain/letter'
import { resumePlan } from '@huiying/domain/plan'
import type { Selectable } from 'kysely'
import { noteAnswers } from '../answer/answer-row.ts'
import { noteCalls } from '../call-row.ts'
import { correctionRows, saveCorrections } from '../item/correction.ts'
import { saveModelEntry } from '../model.ts'
import { notePublications } from '../publication.ts'
import type { Schema } from '../schema.ts'
import type { Projection } from './projection.ts'
import { rowOf } from './row-of.ts'

/** Applies one entry; entries must come in seq order. Reads what it needs of cases not seen before. */
export async function projectEntry(into: Projection, entry: Entry): Promise<void> {
  const opens = entry.body.act === 'case.opened'
  const before = entry.caseId === null || opens ? null : await stateOf(into, entry.caseId)
  if (entry.caseId !== null) {
    const after = evolve(before, entry)
    if (after !== null && after !== before) noteCase(into, before, after, entry)
    if (after !== null) into.dirty.cases.set(entry.caseId, entry.seq)
  }
  noteItems(into, entry)
  const said = correctionRows(entry)
  if (said.length > 0) into.updates.push((db) => saveCorrections(db, said))
  const { body } = entry
  if (body.act === 'model.trained' || body.act === 'model.used')
    into.updates.push((db) => saveModelEntry(db, { ...entry, body }))
  await noteLetterClocks(into, entry)
  noteAlerts(into, entry)
  noteCalls(into, entry)
  noteAnswers(into, entry)
  await notePublications(into, entry)
}

export async function stateOf(into: Projection, caseId: string): Promise<Case | null> {
  const known = into.states.get(caseId)
  if (known !== undefined) return known
  const row = await into.db.selectFrom('caseState').select('state').where('id', '=', caseId).executeTakeFirst()
  if (row === undefined) return null
  const state = JSON.parse(row.state) as Case
  into.states.set(caseId, state)
  return state
}

function noteCase(into: Projection, before: Case | null, after: Case, entry: Entry): void {
  into.states.set(after.id, after)
  if (before === null) into.opened.add(after.id)
  for (const clock of after.clocks) {
    if (!before?.clocks.includes(clock)) noteClock(into, entry.book, clock)
  }
  for (const plan of after.plans) {
    if (!before?.plans.includes(plan)) notePlan(into, entry.book, plan)
  }
  for (const assignment of after.assignments) {
    if (!before?.assignments.includes(assignment)) {
      into.dirty.assignments.set(assignment.id, { ...assignment, book: entry.book })
    }
  }
  // Bodies of projections keep the key order of their making; verify compares them as values.
  const row = JSON.stringify(rowOf(after))
  if (before !== null && (into.rows.lastRow.get(after.id) ?? JSON.stringify(rowOf(before))) === row) return
  into.rows.lastRow.set(after.id, row)
  const lead = after.assignments.find((one) => one.part === '牵头' && one.ended === null)
  into.rows.caseRows.push({
    caseId: after.id,
    fromSeq: entry.seq,
    toSeq: null,
    book: entry.book,
    number: after.number,
    status: after.status,
    grade: after.grade,
    lead: lead?.unit ?? null,
    topics: after.topics.join(' '),
    restricted: after.restricted,
    openedAt: after.openedAt,
    row,
  })
}

function noteClock(into: Projection, book: string, clock: Clock): void {
  into.clocks.set(clock.id, { ...clock, book })
  into.dirty.clocks.add(clock.id)
}

function notePlan(into: Projection, book: string, plan: Plan): void {
  into.plans.set(plan.id, { ...plan, book })
  into.dirty.plans.add(plan.id)
}

function noteItems(into: Projection, { caseId, body }: Entry): void {
  const put = (map: Map<string, string[]>, key: string, ids: string[]) => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [...ids])
    else list.push(...ids)
  }
  if (body.act === 'case.opened') put(into.itemCase, body.id, [body.itemId])
  else if (body.act === 'items.joined') put(into.itemCase, caseId!, body.ids)
  else if (body.act === 'items.left') put(into.itemCase, body.to, body.ids)
  else if (body.act === 'items.filed') for (const id of body.ids) into.itemLane.set(id, body.lane)
}

/** Clocks and plans of letters stand outside the bounded case state; their rows change by the same entries. */
async function noteLetterClocks(into: Projection, entry: Entry): Promise<void> {
  const { book, body } = entry
  if (letterAfter(undefined, entry) !== null && 'itemId' in body) {
    const clock = await letterOf(into, body.itemId)
    if (clock !== null) noteClock(into, book, { ...clock, letter: letterAfter(clock.letter, entry)! })
    return
  }
  if (body.act === 'case.opened' || body.act === 'items.joined') {
    for (const clock of body.clocks) if (clock.code === 'LET') noteClock(into, book, clock)
    for (const plan of body.plans) if (isLetterPlan(plan)) notePlan(into, book, plan)
    return
  }
  if (body.act === 'clock.started' && body.clock.code === 'LET') noteClock(into, book, body.clock)
  if (body.act === 'plan.started' && isLetterPlan(body.plan)) notePlan(into, book, body.plan)
  const clockId = clockIdOf(body)
  if (clockId !== null) {
    const clock = await clockOf(into, clockId)
    if (clock?.code === 'LET') await changeLetterClock(into, book, clock, body)
  }
  if (body.act === 'plan.ended' || (body.act === 'alert.fired' && body.alert.plan !== null)) {
    const id = body.act === 'plan.ended' ? body.planId : body.alert.plan!.id
    const plan = await planOf(into, id)
    if (plan === null || !isLetterPlan(plan)) return
    const change = body.act === 'plan.ended' ? { ended: body.reason, nextStepAt: null } : body.alert.plan!
    notePlan(into, book, { ...plan, ...change })
  }
}

function clockIdOf(body: Body): string | null {
  if (body.act === 'clock.ended' || body.act === 'clock.extended') return body.clockId
  return body.act === 'clock.carried' || body.act === 'clock.revived' ? body.clockId : null
}

async function changeLetterClock(into: Projection, book: string, clock: Clock, body: Body): Promise<void> {
  if (body.act === 'clock.extended') {
    noteClock(into, book, { ...clock, dueAt: body.dueAt, estimated: body.estimated })
    return
  }
  if (body.act === 'clock.revived') {
    // The writer was not told after all: what had settled the letter no longer stands.
    const letter = { accepted: clock.letter?.accepted ?? null, outcome: null, publicity: null }
    noteClock(into, book, { ...clock, state: 'running', end: null, letter })
    for (const plan of await plansOf(into, clock.id)) notePlan(into, book, resumePlan({ ...plan, ended: null }))
    return
  }
  if (body.act !== 'clock.ended') return
  noteClock(into, book, { ...clock, state: 'ended', end: body.end })
  for (const plan of await plansOf(into, clock.id)) {
    if (plan.ended === null) notePlan(into, book, { ...plan, ended: body.end.reason, nextStepAt: null })
  }
}

async function plansOf(into: Projection, clockId: string): Promise<Plan[]> {
  const rows = await into.db.selectFrom('plan').select('id').where('ownerId', '=', clockId).execute()
  const held = [...into.plans.values()].filter((one) => one.owner.id === clockId).map((one) => one.id)
  const ids = new Set([...rows.map((row) => row.id), ...held])
  return (await Promise.all([...ids].map((id) => planOf(into, id)))).filter((plan) => plan !== null)
}

const isLetterPlan = (plan: Plan): boolean => plan.owner.kind === 'clock' && plan.owner.code === 'LET'

/** The LET of a letter that still runs; its answer comes right before its end. */
async function letterOf(into: Projection, itemId: string): Promise<Clock | null> {
  const rows = await into.db.selectFrom('clock').select('id').where('itemId', '=', itemId).execute()
  const held = [...into.clocks.values()].filter((clock) => clock.itemId === itemId).map((clock) => clock.id)
  for (const id of new Set([...held, ...rows.map((row) => row.id)])) {
    const clock = await clockOf(into, id)
    if (clock !== null && clock.code === 'LET' && clock.state !== 'ended') return clock
  }
  return null
}

async function clockOf(into: Projection, id: string): Promise<Clock | null> {
  const known = into.clocks.get(id)
  if (known !== undefined) return known
  const row = await into.db.selectFrom('clock').select('body').where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.body) as Clock)
}

async function planOf(into: Projection, id: string): Promise<Plan | null> {
  const known = into.plans.get(id)
  if (known !== undefined) return known
  const row = await into.db.selectFrom('plan').select('body').where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.body) as Plan)
}

function noteAlerts(into: Projection, entry: Entry): void {
  const { body, book, seq } = entry
  if (body.act === 'alert.fired') {
    const { alert } = body
    into.alerts.push({
      id: alert.id,
      book,
      caseId: entry.caseId!,
      owner: alert.owner,
      clockId: alert.clockId,
      code: alert.code,
      step: alert.step,
      occurrence: alert.occurrence,
      firedAt: alert.firedAt,
      late: alert.late ? 1 : 0,
      seq,
      acknowledged: null,
      body: JSON.stringify(alert),
    })
    for (const fact of body.deliveries) into.deliveries.push(deliveryRow(entry, fact))
  } else if (body.act === 'alert.passed') {
    for (const fact of body.deliveries) into.deliveries.push(deliveryRow(entry, fact))
  } else if (body.act === 'delivery.changed') {
    const { id, state, messageId, attempts } = body
    into.updates.push((db) =>
      db
        .updateTable('delivery')
        .set({ state, messageId, attempts, changedAt: entry.at })
        .where('id', '=', id)
        .execute(),
    )
  } else if (body.act === 'alert.acknowledged') {
    const { alertId } = body
    into.updates.push((db) =>
      db.updateTable('alert').set({ acknowledged: entry.actor }).where('id', '=', alertId).execute(),
    )
  }
}

function deliveryRow({ book, caseId, at }: Entry, fact: DeliveryFact): Selectable<Schema['delivery']> {
  const { id, alertId, channel, to: contact } = fact
  const unsent = { state: 'pending', messageId: null, attempts: 0, changedAt: at }
  return { id, book, caseId: caseId!, alertId, channel, contact, ...unsent, body: JSON.stringify(fact) }
}
