// The tracker's step: tagged items in; cases opened, joined or items filed, in one transaction under the book's lock.
import type { Case } from '@huiying/domain/case'
import type { Arrival, Context } from '@huiying/domain/command'
import { decide } from '@huiying/domain/decide'
import type { Draft } from '@huiying/domain/entry'
import { evolve } from '@huiying/domain/evolve'
import type { Item, Verdict } from '@huiying/domain/item'
import { mayJoin, routeArrival } from '@huiying/domain/route'
import type { Lane } from '@huiying/domain/word'
import {
  type Candidate,
  candidatesOf,
  candidatesSince,
  lastNumber,
  saveFingerprints,
  type Tracked,
  type TrackedCandidate,
} from '@huiying/ledger/candidate/fingerprint'
import { nextNumber, readCase } from '@huiying/ledger/case'
import { type Corrected, correctionsOf } from '@huiying/ledger/item/correction'
import { untrackedItems } from '@huiying/ledger/item/item-read'
import { saveVerdicts, verdictRoot } from '@huiying/ledger/item/verdict'
import type { Ledger, Tx } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { deriveId } from '@huiying/runtime/id'
import { SAME_WINDOW_MS } from '@huiying/text/same'
import { arrivalOf, updatedItems } from './arrival.ts'
import { type Match, matchCandidate } from './group.ts'
import { type Near, openNear } from './near.ts'
import { answeredDelivery } from './reply.ts'

export interface TrackedTurn {
  opened: string[]
  joined: string[]
  /** Cases with items that their source has updated. */
  reread: string[]
  filed: number
  /** Where each item went; caseId null: into a lane. */
  placed: { itemId: string; caseId: string | null }[]
  /** Replies to our mails; the caller takes them in after the turn. */
  replies: { item: Item; deliveryId: string }[]
  /** Known before, or not on record: a message seen again changes nothing. */
  skipped: number
}

/** Items decided in one transaction; more wait for the next. */
export const TURN_ITEMS_MAX = 500
const YEAR_OFFSET_MS = 8 * 60 * 60 * 1000

/**
 * Tracks the verdicts of one book. Looks for candidates outside the transaction; inside, looks again at what was
 * written since, so that two trackers never open two cases for one happening. Repeating a call changes nothing.
 */
export async function trackItems(ledger: Ledger, book: string, verdicts: Verdict[], now: number): Promise<TrackedTurn> {
  const last = await lastNumber(ledger.read, book)
  const fingerprints = verdicts.map((one) => one.fingerprint)
  const found = await candidatesOf(ledger, book, fingerprints, now - SAME_WINDOW_MS)
  const { saved, ...tracked } = await ledger.write(
    async (tx) => {
      const ids = verdicts.map((one) => one.itemId)
      const items = await untrackedItems(tx.db, ledger.fresh, ids)
      const updated = await updatedItems(
        tx.db,
        verdicts.filter((one) => !items.has(one.itemId)),
      )
      const turn = await openTurn(tx, book, last, found, now)
      turn.corrected = await correctionsOf(tx.db, ids)
      turn.tagged = new Map(verdicts.map((one) => [one.itemId, one]))
      for (const [index, verdict] of verdicts.entries()) {
        const row = items.get(verdict.itemId) ?? updated.get(verdict.itemId)
        if (row === undefined || turn.seen.has(verdict.itemId)) continue
        turn.seen.add(verdict.itemId)
        if (row.caseId !== null) await rereadItem(turn, row.item, row.caseId, verdict)
        else await placeItem(turn, row.item, row.backfill, verdict, found[index] ?? [])
      }
      return {
        saved: await finishTurn(turn),
        opened: turn.opened,
        joined: [...turn.joins.keys()],
        reread: [...turn.rereads.keys()],
        filed: turn.filed,
        placed: placedIn(turn),
        replies: turn.replies,
        skipped: verdicts.length - turn.seen.size,
      }
    },
    { book },
  )
  for (const candidate of saved) ledger.candidates.keep(book, candidate)
  return tracked
}

function placedIn({ tracked, files }: Turn): TrackedTurn['placed'] {
  const filed = [...files.values()].flatMap((file) => file.verdicts.map(({ itemId }) => ({ itemId, caseId: null })))
  return [...tracked.map(({ item, caseId }) => ({ itemId: item.id, caseId })), ...filed]
}

interface Turn {
  tx: Tx
  book: string
  now: number
  context: Context
  /** Written between the look outside and the lock, and what this turn adds. */
  fresh: Near
  states: Map<string, Case>
  opens: Draft[]
  joins: Map<string, { arrivals: Arrival[]; least: Match }>
  files: Map<string, { lane: Lane; reason: string; verdicts: Verdict[] }>
  rereads: Map<string, Arrival[]>
  /** What people have said of these items, and what the tagger gave: roots bind that. */
  corrected: Map<string, Corrected>
  tagged: Map<string, Verdict>
  tracked: Tracked[]
  opened: string[]
  replies: { item: Item; deliveryId: string }[]
  filed: number
  number: number
  seen: Set<string>
}

async function openTurn(tx: Tx, book: string, last: number, found: Candidate[][], now: number): Promise<Turn> {
  const { policy, hash } = await policyOf(tx.db, book)
  const year = new Date(now + YEAR_OFFSET_MS).getUTCFullYear()
  const known = new Set(found.flat().map((one) => one.itemId))
  const since = (await candidatesSince(tx.db, book, last)).filter((one) => !known.has(one.itemId))
  const turn: Turn = {
    tx,
    book,
    now,
    context: { policy, policyHash: hash, now, makeId: deriveId },
    fresh: openNear(),
    states: new Map(),
    opens: [],
    joins: new Map(),
    files: new Map(),
    rereads: new Map(),
    corrected: new Map(),
    tagged: new Map(),
    tracked: [],
    opened: [],
    replies: [],
    filed: 0,
    number: await nextNumber(tx.db, book, year),
    seen: new Set(),
  }
  for (const one of since) turn.fresh.add(one)
  return turn
}

async function placeItem(
  turn: Turn,
  item: Item,
  backfill: boolean,
  verdict: Verdict,
  found: Candidate[],
): Promise<void> {
  const arrival = arrivalOf(turn.context.policy, item, verdict, backfill, turn.corrected.get(item.id))
  const at = item.publishedAt ?? item.receivedAt
  const match = mayJoin(arrival) ? await findCase(turn, arrival.verdict, at, found) : null
  if (match !== null) return joinCase(turn, arrival, match)
  const route = routeArrival(arrival)
  if (route.open) return openCase(turn, arrival)
  const key = `${route.lane}\n${route.reason}`
  const file = turn.files.get(key) ?? { lane: route.lane, reason: route.reason, verdicts: [] }
  const deliveryId = answeredDelivery(item)
  if (deliveryId !== null) turn.replies.push({ item, deliveryId })
  file.verdicts.push(verdict)
  turn.files.set(key, file)
  turn.filed++
}

/** The source has updated what lies in a case: the case learns what it says now; it stays where it is. */
async function rereadItem(turn: Turn, item: Item, caseId: string, verdict: Verdict): Promise<void> {
  const state = await stateOf(turn, caseId)
  if (state === null) throw new Error(`case ${caseId} of ${item.id} is not on record`)
  const arrivals = turn.rereads.get(state.id) ?? []
  arrivals.push(arrivalOf(turn.context.policy, item, verdict, false, turn.corrected.get(item.id)))
  turn.rereads.set(state.id, arrivals)
  turn.tracked.push({ item, verdict, caseId: state.id, again: true })
}

async function findCase(turn: Turn, verdict: Verdict, at: number, found: Candidate[]): Promise<Match | null> {
  const open: Candidate[] = []
  for (const one of turn.fresh.nearest(verdict.fingerprint, found)) {
    const state = await stateOf(turn, one.caseId)
    if (state === null) continue
    // A suspected 检举控告 never shares a case with what others may read (§14-8).
    if ((state.restricted !== null) !== verdict.report) continue
    open.push({ ...one, caseId: state.id })
  }
  return matchCandidate(verdict.fingerprint, at, open)
}

/** The case an item of `caseId` would join today: where it was merged into, if it was. */
async function stateOf(turn: Turn, caseId: string): Promise<Case | null> {
  let id = caseId
  for (;;) {
    const state: Case | null = turn.states.get(id) ?? (await readCase(turn.tx.db, id))
    if (state === null) return null
    turn.states.set(id, state)
    if (state.merged.into === null) return state
    id = state.merged.into
  }
}

function openCase(turn: Turn, arrival: Arrival): void {
  const order = { do: 'case.open', arrival, verdictRoot: rootOf(turn, [arrival]) } as const
  const command = {
    commandId: deriveId('cmd', 'open', arrival.item.id),
    actor: 'system',
    expectedVersion: null,
    ...order,
  }
  const decision = decide(command, null, { ...turn.context, nextNumber: turn.number })
  if (!decision.ok) throw new Error(`不能立案（${arrival.item.id}）：${decision.message}`)
  const opened = decision.drafts.find((draft) => draft.body.act === 'case.opened')
  if (opened?.caseId == null) throw new Error(`case.open gave no case for ${arrival.item.id}`)
  turn.number++
  turn.opens.push(...decision.drafts)
  turn.opened.push(opened.caseId)
  remember(turn, arrival, opened.caseId)
  turn.states.set(opened.caseId, openedState(turn, decision.drafts))
}

function openedState(turn: Turn, drafts: Draft[]): Case {
  let state: Case | null = null
  for (const { caseId, body } of drafts) {
    state = evolve(state, { book: turn.book, seq: 0, at: turn.now, actor: 'system', caseId, body })
  }
  if (state === null) throw new Error('case.open drafts made no case')
  return state
}

function joinCase(turn: Turn, arrival: Arrival, match: Match): void {
  const join = turn.joins.get(match.caseId) ?? { arrivals: [], least: match }
  join.arrivals.push(arrival)
  if (match.score < join.least.score) join.least = match
  turn.joins.set(match.caseId, join)
  remember(turn, arrival, match.caseId)
}

function remember(turn: Turn, arrival: Arrival, caseId: string): void {
  const { item } = arrival
  const verdict = taggedOf(turn, arrival)
  turn.tracked.push({ item, verdict, caseId })
  const at = item.publishedAt ?? item.receivedAt
  const { fingerprint } = verdict
  // Ten thousand reposts of one text need one candidate, not ten thousand.
  if (!turn.fresh.has(fingerprint.exact, caseId)) turn.fresh.add({ itemId: item.id, caseId, at, fingerprint })
}

function taggedOf(turn: Turn, { item }: Arrival): Verdict {
  const verdict = turn.tagged.get(item.id)
  if (verdict === undefined) throw new Error(`${item.id} came without a verdict`)
  return verdict
}

const rootOf = (turn: Turn, arrivals: Arrival[]): string => verdictRoot(arrivals.map((one) => taggedOf(turn, one)))

type Addition = { do: 'items.join'; arrivals: Arrival[]; why: string } | { do: 'items.reread'; arrivals: Arrival[] }

async function addToCase(turn: Turn, caseId: string, addition: Addition): Promise<void> {
  const { tx, book, now, context } = turn
  const state = await readCase(tx.db, caseId)
  if (state === null) throw new Error(`case ${caseId} vanished under the lock`)
  const { arrivals } = addition
  const commandId = deriveId('cmd', addition.do, ...arrivals.map((arrival) => arrival.item.id))
  const head = { commandId, actor: 'system', expectedVersion: null }
  const decision = decide({ ...head, ...addition, verdictRoot: rootOf(turn, arrivals) }, state, context)
  if (!decision.ok) throw new Error(`不能并入案件 ${state.number}：${decision.message}`)
  await tx.append(book, now, 'system', decision.drafts)
}

/** Writes what the turn has decided; gives the candidates it leaves for the next. */
async function finishTurn(turn: Turn): Promise<TrackedCandidate[]> {
  const { tx, book, now } = turn
  if (turn.opens.length > 0) await tx.append(book, now, 'system', turn.opens)
  for (const [caseId, { arrivals, least }] of turn.joins) {
    await addToCase(turn, caseId, { do: 'items.join', arrivals, why: least.reason })
  }
  for (const [caseId, arrivals] of turn.rereads) await addToCase(turn, caseId, { do: 'items.reread', arrivals })
  const filed: Draft[] = [...turn.files.values()].map((file) => ({
    caseId: null,
    body: {
      act: 'items.filed',
      v: 1,
      lane: file.lane,
      ids: file.verdicts.map((one) => one.itemId),
      root: verdictRoot(file.verdicts),
      reason: file.reason,
    },
  }))
  if (filed.length > 0) await tx.append(book, now, 'system', filed)
  const verdicts = [
    ...turn.tracked.map((one) => one.verdict),
    ...[...turn.files.values()].flatMap((file) => file.verdicts),
  ]
  await saveVerdicts(tx, verdicts)
  return saveFingerprints(tx, book, turn.tracked)
}
