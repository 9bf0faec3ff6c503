// Mails to writers (回信): one row for ever for one answer, sent at least once under a numbered lease as deliveries are.
import { type AnswerFact, answerText, recordAnswer, whyNotSent } from '@huiying/domain/answer'
import type { Case, Clock } from '@huiying/domain/case'
import type { Body } from '@huiying/domain/entry'
import { letterClock } from '../clock.ts'
import { leaseOf, settleLease, takeLease } from '../delivery.ts'
import type { Ledger, Reader, Tx } from '../ledger.ts'
import { stateOf } from '../projection/project.ts'
import { failedCall, openWaitingCall, withdrawWaitingCall } from './answer-call.ts'
import { typedWords } from './answer-words.ts'
import { writerOf } from './writer.ts'

export interface ClaimedAnswer {
  answer: AnswerFact
  /** Where the letter is worked on now. */
  case: Case
  /** Null: erased meanwhile, nothing can be sent. */
  address: string | null
  /** As typed, for the mail alone; null: erased meanwhile, or not what was bound. */
  words: string | null
  /** Masked. */
  title: string
  /** The letter's own Message-ID as written. */
  ownId: string | null
  /** Why it is not to be sent any more; null: send it. */
  why: string | null
  /** Its deadline as it stands; null: it has none any more. */
  letter: Clock | null
  queuedAt: number
  lease: number
  attempts: number
  /** A sending began earlier whose end is not on record. */
  unsure: boolean
}

/** Takes waiting answers nobody holds, oldest first. */
export async function claimAnswers(
  ledger: Ledger,
  options: { now: number; leaseMs: number; limit: number },
): Promise<{ id: string; lease: number }[]> {
  if ((await claimable(ledger.read, options)).length === 0) return []
  return ledger.write(async (tx) => {
    if (!(await tx.hold('claim of answers'))) return []
    const claimed: { id: string; lease: number }[] = []
    for (const id of await claimable(tx.db, options)) claimed.push({ id, lease: await takeLease(tx, id, options) })
    return claimed
  }, 'none')
}

async function claimable(db: Reader, { now, limit }: { now: number; limit: number }): Promise<string[]> {
  const rows = await db
    .selectFrom('answerMail')
    .leftJoin('deliveryLease', 'deliveryLease.deliveryId', 'answerMail.id')
    .select('answerMail.id')
    .where('answerMail.state', '=', 'waiting')
    .where((eb) => eb.or([eb('deliveryLease.until', 'is', null), eb('deliveryLease.until', '<=', now)]))
    .where((eb) => eb.or([eb('deliveryLease.nextAt', 'is', null), eb('deliveryLease.nextAt', '<=', now)]))
    .orderBy('answerMail.changedAt')
    .orderBy('answerMail.id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/**
 * Right before the sending: reads everything again, notes that it begins and holds it until `until`. Null when there is
 * nothing to do.
 */
export async function beginAnswer(
  ledger: Ledger,
  id: string,
  lease: number,
  until: number,
): Promise<ClaimedAnswer | null> {
  return ledger.write(async (tx) => {
    const row = await lockAnswer(tx, id)
    const held = await leaseOf(tx, id)
    if (held?.lease !== lease || row.state !== 'waiting') return null
    await tx.db.updateTable('deliveryLease').set({ begun: 1, until }).where('deliveryId', '=', id).execute()
    const answer = JSON.parse(row.body) as AnswerFact
    const { title, ownId } = await tx.db
      .selectFrom('item')
      .select(['title', 'ownId'])
      .where('id', '=', answer.itemId)
      .executeTakeFirstOrThrow()
    const letter = await letterNow(tx, answer)
    const typed = await typedWords(tx.db, ledger.sealer, answer)
    return {
      answer,
      letter,
      queuedAt: row.changedAt,
      case: await caseNow(tx, row.caseId),
      address: await writerOf(tx.db, ledger.sealer, answer.itemId),
      words: typed === undefined ? answerText(answer.says) : typed,
      title,
      ownId,
      why: whyNotSent(answer, letter),
      lease,
      attempts: held.attempts,
      unsure: held.begun === 1,
    }
  }, 'none')
}

export interface AnswerSettlement {
  id: string
  lease: number
  outcome: 'sent' | 'retry' | 'failed' | 'cancelled'
  messageId: string
  /** Never with an address. Of a `retry`: what a person is called about, once; empty: nobody yet. */
  reason: string
  nextAt?: number
  unsure: boolean
}

/** Records the end of a sending: sent, with what was told; or failed, which rings. False: not ours any more. */
export async function settleAnswer(ledger: Ledger, settlement: AnswerSettlement, now: number): Promise<boolean> {
  return ledger.write(async (tx) => {
    const { id, lease, outcome, reason } = settlement
    const row = await lockAnswer(tx, id)
    const held = await leaseOf(tx, id)
    if (held?.lease !== lease || row.state !== 'waiting') return false
    const attempts = held.attempts + 1
    await settleLease(tx, id, attempts, settlement.nextAt ?? 0)
    const { id: caseId } = await caseNow(tx, row.caseId)
    const place = { id, book: row.book, caseId }
    if (outcome === 'retry') {
      if (reason !== '') await openWaitingCall(tx, place, reason, now)
      return true
    }
    await withdrawWaitingCall(tx, place, outcome === 'sent' ? '回信已寄出' : reason, now)
    const append = (actor: string, bodies: Body[]) =>
      tx.append(
        row.book,
        now,
        actor,
        bodies.map((body) => ({ caseId, body })),
      )
    if (outcome === 'sent') {
      const answer = JSON.parse(row.body) as AnswerFact
      const { messageId, unsure: again } = settlement
      await append('system', [{ act: 'answer.sent', v: 1, id, messageId, attempts, again }])
      const told = recordAnswer(answer, await letterNow(tx, answer), now)
      if (told.length > 0) await append(answer.by, told)
      return true
    }
    const failed: Body = { act: 'answer.failed', v: 1, id, state: outcome, attempts, reopens: false, reason }
    await append('system', outcome === 'failed' ? [failed, failedCall(id, reason)] : [failed])
    return true
  }, 'none')
}

/**
 * A sent answer came back: the writer has not been told, so a letter it had settled waits again with its old deadline,
 * and the desk is rung. A report read twice changes nothing.
 */
export async function bounceAnswer(tx: Tx, { id, reason }: { id: string; reason: string }, now: number): Promise<void> {
  const row = await lockAnswer(tx, id)
  if (row.state !== 'sent') return
  const answer = JSON.parse(row.body) as AnswerFact
  const state = await caseNow(tx, row.caseId)
  const letter = await letterNow(tx, answer)
  const settled = answer.says.act !== 'letter.accepted' && letter?.state === 'ended'
  const reopens = settled && state.status !== '办结' && state.status !== '已撤销'
  const { attempts } = row
  const bodies: Body[] = [{ act: 'answer.failed', v: 1, id, state: 'bounced', attempts, reopens, reason }]
  if (reopens) bodies.push({ act: 'clock.revived', v: 1, clockId: letter.id, reason: '回信被退回，来信人未收到答复' })
  bodies.push(failedCall(id, reason))
  const drafts = bodies.map((body) => ({ caseId: state.id, body }))
  await tx.append(row.book, now, 'system', drafts)
}

async function lockAnswer(tx: Tx, id: string) {
  const query = tx.db.selectFrom('answerMail').selectAll().where('id', '=', id)
  await tx.lock((await query.executeTakeFirstOrThrow()).book)
  return query.executeTakeFirstOrThrow()
}

const letterNow = async (tx: Tx, { itemId }: AnswerFact): Promise<Clock | null> =>
  (await letterClock(tx.db, itemId))?.clock ?? null

/** The case the answer was given in, or what it was merged into since. */
async function caseNow(tx: Tx, id: string): Promise<Case> {
  const state = await stateOf(tx.projection, id)
  if (state === null) throw new Error(`there is no case ${id}`)
  return state.merged.into === null ? state : caseNow(tx, state.merged.into)
}
