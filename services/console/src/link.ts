// What a signed link opens: its contact, assignment and case, or why it is dead. Reading signs nothing.
import { saysCallFirst } from '@huiying/domain/call-first'
import type { Assignment, Case, Clock } from '@huiying/domain/case'
import type { Contact, Policy, Unit } from '@huiying/domain/policy'
import { familyOf } from '@huiying/ledger/act'
import { listBooks } from '@huiying/ledger/book'
import { readCase } from '@huiying/ledger/case'
import { nearestClock, nearestLetter } from '@huiying/ledger/clock'
import { demandOf } from '@huiying/ledger/demand'
import { type Erasure, erasuresOf } from '@huiying/ledger/item/erased'
import { type ItemView, itemsOfCase } from '@huiying/ledger/item/item-view'
import type { Reader } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { caseOfAssignment } from '@huiying/ledger/queue-fact'
import { readLink } from '@huiying/runtime/link'
import type { ConsoleContext } from './endpoint.ts'

/** What a page for a telephone can carry; the rest is read after logging in, or asked for by telephone. */
const ITEMS_MAX = 10

export interface OpenLink {
  state: Case
  assignment: Assignment
  /** What is due first, of the case or of a letter in it; null: nothing runs. */
  nearest: Clock | null
  unit: Unit
  contact: Contact
  policy: Policy
}

/** What stands on the page beside what the link opens. */
export interface ShownLink extends OpenLink {
  /** What the desk asked for when it gave the case to the unit. */
  demand: string
  /** Of the letters in the case the one to be answered first. */
  letter: Clock | null
  /** A life may hang on it (§6.7). */
  callFirst: boolean
  /** Its newest items, masked, oldest first; none of a 专项件. */
  items: ItemView[]
  /** By which rule texts of these are gone. */
  erased: Map<string, Erasure>
}

export interface DeadLink {
  status: 403 | 410
  title: string
  message: string
  phone: string | null
}

/** The duty room's telephone stands on every dead page: the last way that always works. */
export async function openLink(context: ConsoleContext, token: string, now: number): Promise<OpenLink | DeadLink> {
  const { ledger } = context
  const read = readLink(ledger.sealer.linkKey, token, now)
  if ('refused' in read) {
    const phone = await deskPhone(context)
    return read.refused === 'expired'
      ? dead(410, '链接已过期', '这条链接超过 14 天，已失效。未作任何登记。请回复原邮件“签收”，或致电值班室补发', phone)
      : dead(403, '链接无效', '链接不完整或被改动过。未作任何登记。请从邮件里重新完整复制，或致电值班室', phone)
  }
  const { contact: contactId, assignment: assignmentId } = read.claim
  const caseId = await caseOfAssignment(ledger.read, assignmentId)
  const state = caseId === null ? null : await readCase(ledger.read, caseId)
  const assignment = state?.assignments.find((one) => one.id === assignmentId)
  const phone = await deskPhone(context)
  if (state == null || assignment === undefined) {
    return dead(410, '链接已失效', '这次交办已并入其他案件或不在台账。未作登记，请致电值班室', phone)
  }
  const { policy } = await policyOf(ledger.read, state.book)
  const unit = policy.units.find((one) => one.id === assignment.unit)
  const contact = policy.units.flatMap((one) => one.contacts).find((one) => one.id === contactId)
  if (unit === undefined || contact === undefined || state.excluded.contacts.includes(contactId)) {
    return dead(410, '链接已失效', '您已不在这一单位的联络名册。未作登记，请致电值班室', phone)
  }
  if (assignment.ended !== null) {
    return dead(410, '链接已失效', `此件对${unit.name}的交办已${assignment.ended.how}，无需再办。未作登记`, phone)
  }
  if (state.status === '办结' || state.status === '已撤销' || state.status === '已并入') {
    return dead(410, '链接已失效', `此件已${state.status.replace('已', '')}，无需再办。未作登记`, phone)
  }
  const nearest = await nearestClock(ledger.read, state.id)
  return { state, assignment, nearest, unit, contact, policy }
}

export async function readShown(read: Reader, link: OpenLink): Promise<ShownLink> {
  const { state, assignment } = link
  const items = await shownItems(read, state)
  const gone = items.filter((one) => one.masked === null).map((one) => one.item.id)
  return {
    ...link,
    demand: await demandOf(read, state.id, assignment.id),
    letter: await nearestLetter(read, state.id),
    callFirst: saysCallFirst(state),
    items,
    erased: await erasuresOf(read, gone),
  }
}

async function shownItems(read: Reader, state: Case): Promise<ItemView[]> {
  if (state.restricted !== null) return []
  return (await itemsOfCase(read, await familyOf(read, state), ITEMS_MAX)).toReversed()
}

const dead = (status: 403 | 410, title: string, message: string, phone: string | null): DeadLink => ({
  status,
  title,
  message,
  phone,
})

async function deskPhone(context: ConsoleContext): Promise<string | null> {
  const [book] = await listBooks(context.ledger.read)
  if (book === undefined) return null
  const { policy } = await policyOf(context.ledger.read, book.id)
  return policy.units.find((unit) => unit.kind === '值班室')?.phone ?? null
}
