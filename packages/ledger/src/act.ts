// Carries out one command: loads what decide needs under the lock, appends what it says, remembers the answer.
import { dayOf, HOUR_MS } from '@huiying/domain/beijing'
import type { CallFact } from '@huiying/domain/call'
import type { Case } from '@huiying/domain/case'
import type { Command, Context, RefusalCode } from '@huiying/domain/command'
import { localityOf } from '@huiying/domain/correction'
import { decide } from '@huiying/domain/decide'
import { countBells, tellingUnit } from '@huiying/domain/decide/reply'
import type { AlertFact, Entry } from '@huiying/domain/entry'
import { deriveId } from '@huiying/runtime/id'
import { replyBellsSince } from './alert.ts'
import { isWaiting } from './answer/answer-row.ts'
import { keepWords, sealWords } from './answer/answer-words.ts'
import { reachableLetters } from './answer/writer.ts'
import { moveFingerprints } from './candidate/fingerprint.ts'
import { caseEntries, nextNumber } from './case.ts'
import { sm3 } from './chain.ts'
import { countLetters, letterClock } from './clock.ts'
import { correctionsOf } from './item/correction.ts'
import { verdictRoot } from './item/verdict.ts'
import type { Ledger, Reader, Scope, Tx } from './ledger.ts'
import { policyOf } from './policy.ts'
import { stateOf } from './projection/project.ts'
import { listItems } from './queue-fact.ts'

export type Answer =
  | { ok: true; caseId: string; version: number; seqs: number[]; preview: string[] }
  | {
      ok: false
      code: RefusalCode
      message: string
      /** For `stale`: what happened since the version the person saw. */
      changed: Entry[]
    }

const CHANGED_MAX = 50

/** Does it once: the same commandId again gets the first answer. Refusals write nothing. */
export async function act(ledger: Ledger, caseId: string, command: Command, now: number): Promise<Answer> {
  const sealed = sealWords(ledger.sealer, command)
  return ledger.write((tx) => actInTurn(tx, caseId, command, sealed, now), await scopeOfCase(ledger.read, caseId))
}

/** A case never changes its book, so the book may be looked up before it is locked. */
async function scopeOfCase(read: Reader, caseId: string): Promise<Scope> {
  const row = await read.selectFrom('caseState').select('book').where('id', '=', caseId).executeTakeFirst()
  return row === undefined ? 'all' : { book: row.book }
}

/** The same inside a turn that does more. */
async function actInTurn(
  tx: Tx,
  caseId: string,
  command: Command,
  sealed: Buffer | null,
  now: number,
): Promise<Answer> {
  const before = await tx.db
    .selectFrom('command')
    .select('answer')
    .where('id', '=', command.commandId)
    .executeTakeFirst()
  if (before !== undefined) return JSON.parse(before.answer) as Answer
  const state = await stateOf(tx.projection, caseId)
  const context = await contextOf(tx.db, state, command, now)
  const decision = decide(command, state, sealed === null ? context : { ...context, typed: sm3(sealed) })
  if (!decision.ok) return refusalOf(tx.db, caseId, state, command, decision)
  const seqs: number[] = []
  if (decision.drafts.length > 0) {
    const entries = await tx.append(state!.book, now, command.actor, decision.drafts)
    seqs.push(...entries.map((entry) => entry.seq))
    for (const entry of entries) {
      if (sealed !== null) await keepWords(tx, entry, sealed)
      const { body } = entry
      if (body.act === 'items.left') await moveFingerprints(tx, state!.book, body.ids, body.to)
    }
  }
  const after = await stateOf(tx.projection, caseId)
  const answer: Answer = { ok: true, caseId, version: after!.version, seqs, preview: decision.preview }
  await tx.db
    .insertInto('command')
    .values({ id: command.commandId, at: now, answer: JSON.stringify(answer) })
    .execute()
  return answer
}

/** What `act` would do, in words for the person about to press the button; writes nothing. */
export async function previewAct(read: Reader, caseId: string, command: Command, now: number): Promise<Answer> {
  const row = await read.selectFrom('caseState').select('state').where('id', '=', caseId).executeTakeFirst()
  const state = row === undefined ? null : (JSON.parse(row.state) as Case)
  const decision = decide(command, state, await contextOf(read, state, command, now))
  if (!decision.ok) return refusalOf(read, caseId, state, command, decision)
  return { ok: true, caseId, version: state?.version ?? 0, seqs: [], preview: decision.preview }
}

async function refusalOf(
  read: Reader,
  caseId: string,
  state: Case | null,
  command: Command,
  decision: { code: RefusalCode; message: string },
): Promise<Answer> {
  const { code, message } = decision
  if (code !== 'stale' || state === null) return { ok: false, code, message, changed: [] }
  const entries = await caseEntries(read, caseId, 0, Number.MAX_SAFE_INTEGER)
  return {
    ok: false,
    code,
    message,
    changed: entries.slice(-Math.min(CHANGED_MAX, state.version - (command.expectedVersion ?? 0))),
  }
}

async function contextOf(db: Reader, state: Case | null, command: Command, now: number): Promise<Context> {
  if (state === null) throw new Error('no such case')
  const { policy, hash } = await policyOf(db, state.book)
  const context: Context = { policy, policyHash: hash, now, makeId: deriveId }
  if ('itemId' in command) {
    const letter = await letterClock(db, command.itemId)
    if (letter !== null) context.letter = { ...letter, writer: await writerFacts(db, command.itemId) }
  }
  if (command.do === 'item.correct' || command.do === 'item.split') {
    const item = await itemContext(db, state, command.itemId)
    if (item !== null) context.item = item
    context.nextNumber = await nextNumber(db, state.book, Number(dayOf(now).slice(0, 4)))
  }
  if (command.do === 'case.merge' || command.do === 'case.unmerge') {
    const id = command.do === 'case.merge' ? command.into : state.merged.into
    const row =
      id === null ? undefined : await db.selectFrom('caseState').select('state').where('id', '=', id).executeTakeFirst()
    if (row !== undefined) context.other = JSON.parse(row.state) as Case
    if (command.do === 'case.unmerge') context.letters = await countLetters(db, await familyOf(db, state))
  }
  const unit = tellingUnit(command)
  if (unit !== null) {
    const rung = await replyBellsSince(db, state.book, now - HOUR_MS)
    context.replyBells = countBells(rung, unit, state.id, now)
  }
  if (command.do === 'call.record') {
    const found = await db
      .selectFrom('call')
      .select(['body', 'alertId'])
      .where('id', '=', command.id)
      .executeTakeFirst()
    if (found !== undefined) {
      const alert =
        found.alertId === null
          ? undefined
          : await db.selectFrom('alert').select('body').where('id', '=', found.alertId).executeTakeFirst()
      context.call = {
        call: JSON.parse(found.body) as CallFact,
        alert: alert === undefined ? null : (JSON.parse(alert.body) as AlertFact),
      }
    }
  }
  return context
}

const writerFacts = async (db: Reader, itemId: string) => ({
  reachable: (await reachableLetters(db, [itemId])).has(itemId),
  waiting: await isWaiting(db, itemId),
})

/** Others of the case that are looked through for the number of deaths, the newest. */
const BESIDE_MAX = 2_000

async function itemContext(db: Reader, state: Case, itemId: string): Promise<Context['item'] | null> {
  const family = await familyOf(db, state)
  const filter = { book: state.book, restricted: true, caseIds: family }
  const [row] = await listItems(db, { ...filter, id: itemId }, 1, null)
  if (row === undefined || row.verdict === null || row.tagged === null) return null
  const { item, verdict, tagged } = row
  // The number of the case is another item's unless this one gives it.
  const others = verdict.deaths === state.deaths ? await listItems(db, filter, BESIDE_MAX, null) : []
  const counts = others.filter((one) => one.item.id !== itemId).map((one) => one.verdict?.deaths ?? 0)
  const [opened] = await caseEntries(db, state.id, 0, 1)
  const said = (await correctionsOf(db, [itemId])).get(itemId)
  return {
    arrival: { item, verdict, locality: (said && localityOf(said.change)) ?? 'local', backfill: false },
    verdictRoot: verdictRoot([tagged]),
    opens: opened?.body.act === 'case.opened' && opened.body.itemId === itemId,
    deathsBeside: verdict.deaths === state.deaths ? Math.max(0, ...counts) : state.deaths,
  }
}

/** The case and those merged into it, however deep: their letters and items go where it goes. */
export async function familyOf(db: Reader, state: Case): Promise<string[]> {
  const ids = [state.id]
  for (const id of state.merged.from) {
    const row = await db.selectFrom('caseState').select('state').where('id', '=', id).executeTakeFirst()
    if (row !== undefined) ids.push(...(await familyOf(db, JSON.parse(row.state) as Case)))
  }
  return ids
}
