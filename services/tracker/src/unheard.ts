// What rings and nobody has acknowledged in five minutes goes to 值班长 by mail as well (§14-11).
import { passUnheard, UNHEARD_AFTER_MS } from '@huiying/domain/unheard'
import { alertById, ringingAlerts } from '@huiying/ledger/alert'
import { readCase } from '@huiying/ledger/case'
import { deliveriesOfAlert } from '@huiying/ledger/delivery'
import type { Ledger, Tx } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { deriveId } from '@huiying/runtime/id'

/** Older than this is no alarm any more: it stands on the screen and in the next handover. */
const LOOK_BACK_MS = 12 * 60 * 60_000
const PAGE_ROWS = 200
const PAGES_MAX = 10

/** Passes on what is unheard at `now`; returns how many alerts. Each goes on once, however many schedulers turn. */
export async function passUnheardAlerts(ledger: Ledger, book: string, now: number): Promise<number> {
  let passed = 0
  let before: number | null = null
  for (let page = 0; page < PAGES_MAX; page++) {
    const alerts = await ringingAlerts(ledger.read, book, PAGE_ROWS, before)
    for (const alert of alerts) {
      if (now - alert.firedAt < UNHEARD_AFTER_MS || now - alert.firedAt > LOOK_BACK_MS) continue
      if (await isPassed(ledger, alert.id)) continue
      passed += await ledger.write((tx) => passInTurn(tx, alert.id, book, now), { book })
    }
    const last = alerts.at(-1)
    if (last === undefined || alerts.length < PAGE_ROWS || now - last.firedAt > LOOK_BACK_MS) break
    before = last.seq
  }
  return passed
}

/** Cheap, before the book is locked: most of what rings has been told to 值班长 already. */
async function isPassed(ledger: Ledger, alertId: string): Promise<boolean> {
  return (await deliveriesOfAlert(ledger.read, alertId)).some((one) => one.role === '值班长')
}

/** Looked at again under the lock: acknowledged or passed on meanwhile, nothing is written. */
async function passInTurn(tx: Tx, alertId: string, book: string, now: number): Promise<number> {
  const alert = await alertById(tx.db, alertId)
  if (alert === null || alert.acknowledged !== null) return 0
  const state = await readCase(tx.db, alert.caseId)
  if (state === null) return 0
  const told = await deliveriesOfAlert(tx.db, alertId)
  const { policy, hash } = await policyOf(tx.db, book)
  const context = { policy, policyHash: hash, now, makeId: deriveId }
  const byMail = new Set(told.filter((one) => one.channel === 'mail').map((one) => one.to))
  const drafts = passUnheard(state, alert, byMail, context)
  if (drafts.length > 0) await tx.append(book, now, 'system', drafts)
  return drafts.length
}
