// What the duty room must hear and do now: alerts that ring until acknowledged, and calls to make (§14-11).
import type { Case } from '@huiying/domain/case'
import { rings } from '@huiying/domain/unheard'
import { CALL_FIRST, UNIT_REPLY } from '@huiying/domain/word'
import { type AlertRow, ringingAlerts } from '@huiying/ledger/alert'
import { openCalls } from '@huiying/ledger/call'
import { readCase } from '@huiying/ledger/case'
import type { Reader } from '@huiying/ledger/ledger'
import type { Person } from '@huiying/ledger/person/person'
import { policyOf } from '@huiying/ledger/policy'
import { quarantinedItems } from '@huiying/ledger/quarantine'
import { hasRole, maySee } from './right.ts'
import type { QueuePage } from './wire.ts'

const RINGING_MAX = 20
const CALLS_MAX = 50
const HELD_MAX = 20
/** Rows looked at for those: hidden and quiet ones must not push out what rings. */
const LOOKED_AT_MAX = 2_000
const PAGE_ROWS = 200

export type Duty = Pick<QueuePage, 'ringing' | 'calls' | 'quarantined'>

/** What rings and whom to call, of the cases this person may see. */
export async function dutyOf(read: Reader, person: Person): Promise<Duty> {
  const look = visibleCases(read, person)
  const { policy } = await policyOf(read, person.book)
  const names = new Map(
    policy.units.flatMap((unit) => unit.contacts.map((one) => [one.id, `${unit.short} ${one.name}`])),
  )
  const calls: QueuePage['calls'] = []
  for (const call of await openCalls(read, person.book, LOOKED_AT_MAX)) {
    const state = await look(call.caseId)
    if (state !== null) calls.push({ ...call, number: state.number, name: names.get(call.contact) ?? call.contact })
    if (calls.length === CALLS_MAX) break
  }
  const held = hasRole(person, ['值班员', '值班长']) ? await quarantinedItems(read, person.book, HELD_MAX) : []
  const quarantined = held.map(({ itemId, at }) => ({ itemId, at }))
  return { ringing: await findRinging(read, person, look), calls, quarantined }
}

type Look = ReturnType<typeof visibleCases>
type Ringing = QueuePage['ringing'][number]

/**
 * A desk sees three of them, a wall one: what a life may hang on stands above what came after it, and what is only told
 * below all that asks for a hand.
 */
const rankOf = ({ cause, suspected }: Ringing): number =>
  cause === CALL_FIRST || suspected ? 0 : cause === UNIT_REPLY ? 2 : 1

async function findRinging(read: Reader, person: Person, look: Look): Promise<QueuePage['ringing']> {
  const ringing: Ringing[] = []
  let before: number | null = null
  for (let looked = 0; looked < LOOKED_AT_MAX; looked += PAGE_ROWS) {
    const alerts: AlertRow[] = await ringingAlerts(read, person.book, PAGE_ROWS, before)
    for (const alert of alerts) {
      const state = await look(alert.caseId)
      if (state === null || !rings(alert, state)) continue
      const { number, title, suspected } = state
      ringing.push({ ...alert, number, title, suspected })
    }
    const last = alerts.at(-1)
    if (last === undefined || alerts.length < PAGE_ROWS) break
    before = last.seq
  }
  return inOrder(ringing).slice(0, RINGING_MAX)
}

/** Of equal rank each case's newest stands before another's second: three bells of one fire hide nobody else's. */
function inOrder(ringing: Ringing[]): Ringing[] {
  const seen = new Map<string, number>()
  const placed = ringing.map((one) => {
    const key = `${rankOf(one)} ${one.caseId}`
    const nth = seen.get(key) ?? 0
    seen.set(key, nth + 1)
    return { one, rank: rankOf(one), nth }
  })
  return placed.toSorted((a, b) => a.rank - b.rank || a.nth - b.nth).map(({ one }) => one)
}

/** Reads each case once; null for what is not there or not for this person. */
function visibleCases(read: Reader, person: Person) {
  const states = new Map<string, Case | null>()
  return async (id: string | null): Promise<Case | null> => {
    if (id === null) return null
    const known = states.get(id)
    if (known !== undefined) return known
    const state = await readCase(read, id)
    const visible = state !== null && maySee(person, state) ? state : null
    states.set(id, visible)
    return visible
  }
}
