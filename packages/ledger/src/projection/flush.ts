// Writes what a turn's projection has changed, in few statements, right before the commit.
import { waitsForCall } from '@huiying/domain/call-first'
import type { Case } from '@huiying/domain/case'
import { openExtensions } from '@huiying/domain/extension'
import { responseMark } from '@huiying/domain/response'
import { type Insertable, type Kysely, sql } from 'kysely'
import { insertRows, partsOf } from '../batch.ts'
import { markLetters } from '../misdirected.ts'
import type { Schema } from '../schema.ts'
import type { Projection } from './projection.ts'

const IDS_MAX = 5_000
const PAIRS_MAX = 1_000

/** After it the projection may be used on: what is written is no longer dirty. */
export async function flushProjection(into: Projection): Promise<void> {
  await flushClocks(into)
  await flushPlans(into)
  await flushAssignments(into)
  await flushCases(into)
  await flushRows(into)
  await flushItems(into)
  await insertRows(into.db, 'alert', into.alerts.splice(0))
  await insertRows(into.db, 'delivery', into.deliveries.splice(0))
  await insertRows(into.db, 'call', into.calls.splice(0))
  await insertRows(into.db, 'answerMail', into.answers.splice(0))
  await flushPublications(into)
  for (const update of into.updates.splice(0)) await update(into.db)
}

async function flushPublications(into: Projection): Promise<void> {
  const rows = [...into.publications.values()].map(({ book, ...page }) => ({
    id: page.id,
    book,
    caseId: page.caseId,
    nextAt: page.nextAt,
    broken: page.checked?.reachable === false ? 1 : 0,
    body: JSON.stringify(page),
  }))
  into.publications.clear()
  await insertRows(into.db, 'publication', rows, { keys: ['id'], set: ['nextAt', 'broken', 'body'] })
}

async function flushClocks(into: Projection): Promise<void> {
  const set = ['caseId', 'dueAt', 'state', 'stoppedAt', 'body', 'outcome']
  await insertRows(into.db, 'clock', clockRows(into), { keys: ['id'], set })
  const letters = [...into.dirty.clocks].flatMap((id) => into.clocks.get(id)!.itemId ?? [])
  await markLetters(into.db, letters)
  into.dirty.clocks.clear()
}

function* clockRows({ dirty, clocks }: Projection): Generator<Insertable<Schema['clock']>> {
  for (const id of dirty.clocks) {
    const { book, ...clock } = clocks.get(id)!
    yield {
      id,
      book,
      caseId: clock.caseId,
      itemId: clock.itemId,
      code: clock.code,
      basis: clock.basis,
      startAt: clock.startAt,
      dueAt: clock.dueAt,
      state: clock.state,
      stoppedAt: clock.end?.at ?? null,
      body: JSON.stringify(clock),
      outcome: clock.letter?.outcome ?? null,
    }
  }
}

async function flushPlans(into: Projection): Promise<void> {
  await insertRows(into.db, 'plan', planRows(into), { keys: ['id'], set: ['caseId', 'nextStepAt', 'body'] })
  into.dirty.plans.clear()
}

function* planRows({ dirty, plans }: Projection): Generator<Insertable<Schema['plan']>> {
  for (const id of dirty.plans) {
    const { book, ...plan } = plans.get(id)!
    yield {
      id,
      book,
      caseId: plan.caseId,
      ownerKind: plan.owner.kind,
      ownerId: plan.owner.id,
      nextStepAt: plan.nextStepAt,
      body: JSON.stringify(plan),
    }
  }
}

async function flushAssignments(into: Projection): Promise<void> {
  const rows = [...into.dirty.assignments.values()].map(({ book, ...one }) => ({
    id: one.id,
    book,
    caseId: one.caseId,
    unit: one.unit,
    part: one.part,
    at: one.at,
    signedAt: one.signed?.at ?? null,
    endedAt: one.ended?.at ?? null,
    body: JSON.stringify(one),
  }))
  into.dirty.assignments.clear()
  await insertRows(into.db, 'assignment', rows, { keys: ['id'], set: ['signedAt', 'endedAt', 'body'] })
}

async function flushCases(into: Projection): Promise<void> {
  const dueAt = await nearestDue(into, [...into.dirty.cases.keys()])
  const set = [
    'version',
    'seq',
    'state',
    'status',
    'grade',
    'restricted',
    'dueAt',
    'lead',
    'title',
    'opinion',
    'items',
    'heat',
    'callFirst',
    'inReview',
    'asksMore',
  ]
  await insertRows(into.db, 'caseState', caseRows(into, dueAt), { keys: ['id'], set })
  into.dirty.cases.clear()
}

function* caseRows(
  { dirty, states }: Projection,
  dueAt: Map<string, number>,
): Generator<Insertable<Schema['caseState']>> {
  for (const [id, seq] of dirty.cases) {
    const state = states.get(id)!
    yield {
      id,
      book: state.book,
      number: state.number,
      version: state.version,
      seq,
      state: JSON.stringify(state),
      status: state.status,
      grade: state.grade,
      restricted: state.restricted,
      openedAt: state.openedAt,
      dueAt: dueAt.get(id) ?? null,
      lead: leadOf(state),
      title: state.title,
      opinion: state.opinion ? 1 : 0,
      items: state.items,
      heat: state.heat,
      callFirst: waitsForCall(state) ? 1 : 0,
      inReview: responseMark(state) === '回应待审核' ? 1 : 0,
      asksMore: openExtensions(state).length > 0 ? 1 : 0,
    }
  }
}

const leadOf = (state: Case): string | null =>
  state.assignments.find((one) => one.part === '牵头' && one.ended === null)?.unit ?? null

/** Clock rows are flushed before, so one read gives the nearest deadline of each touched case, letters' included. */
async function nearestDue(into: Projection, given: string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  const { opened } = into
  for (const clock of into.clocks.values()) {
    if (clock.state !== 'running' || !opened.has(clock.caseId)) continue
    found.set(clock.caseId, Math.min(clock.dueAt, found.get(clock.caseId) ?? clock.dueAt))
  }
  const ids = given.filter((id) => !opened.has(id))
  for (const part of partsOf(ids, IDS_MAX)) {
    const rows = await into.db
      .selectFrom('clock')
      .select(['caseId', (eb) => eb.fn.min('dueAt').as('dueAt')])
      .where('caseId', 'in', part)
      .where('state', '=', 'running')
      .groupBy('caseId')
      .execute()
    for (const row of rows) found.set(row.caseId, Number(row.dueAt))
  }
  return found
}

/** Exported so that a test can read its plan. */
export const closeVersion = (db: Kysely<Schema>, caseId: string, toSeq: number) =>
  db.updateTable('caseRow').set({ toSeq }).where('caseId', '=', caseId).where('toSeq', 'is', null)

/** One version of a case's row is open at a time; a new one closes the one before at its own seq. */
async function flushRows(into: Projection): Promise<void> {
  const rows = into.rows.caseRows.splice(0)
  const last = new Map<string, (typeof rows)[number]>()
  for (const row of rows) {
    const before = last.get(row.caseId)
    if (before !== undefined) before.toSeq = row.fromSeq
    else if (into.states.get(row.caseId)!.version > 1) {
      await closeVersion(into.db, row.caseId, row.fromSeq).execute()
    }
    last.set(row.caseId, row)
  }
  into.rows.lastRow.clear()
  await insertRows(into.db, 'caseRow', rows)
}

/** Many items to many cases in few statements: one update from a list of pairs. */
async function flushItems(into: Projection): Promise<void> {
  into.placed.push(...into.itemLane.keys(), ...[...into.itemCase.values()].flat())
  // Lanes first: an item that a person made a case of was filed before, never after.
  const lanes = Map.groupBy(into.itemLane, ([, lane]) => lane)
  for (const [lane, filed] of lanes) {
    for (const part of partsOf(filed, PAIRS_MAX)) {
      const ids = part.map(([id]) => id)
      await into.db.updateTable('item').set({ lane }).where('id', 'in', ids).execute()
    }
  }
  const pairs = [...into.itemCase].flatMap(([caseId, ids]) => ids.map((id) => [id, caseId] as const))
  for (const part of partsOf(pairs, PAIRS_MAX)) {
    const values = part.map(([id, caseId]) => sql`(${id}, ${caseId})`)
    await sql`with placed (id, "toCase") as (values ${sql.join(values)})
      update item set "caseId" = placed."toCase", lane = null from placed where item.id = placed.id`.execute(into.db)
  }
  into.itemCase.clear()
  into.itemLane.clear()
}
