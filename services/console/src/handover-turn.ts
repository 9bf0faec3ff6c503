// Whose turn it is by the roster: to hand over, for who looks, and to take over what was given to nobody by name.
import type { Handover } from '@huiying/domain/handover'
import type { Policy } from '@huiying/domain/policy'
import { handoverTakers, handoverTurn } from '@huiying/domain/shift'
import type { Reader } from '@huiying/ledger/ledger'
import { listPersons, type Person } from '@huiying/ledger/person/person'
import { policyOf } from '@huiying/ledger/policy'
import type { HandoverHead, RosterName } from './handover-wire.ts'
import { handoverGivers, hasRole } from './right.ts'

/** Contacts of the roster as they are told to this person. */
export function rosterNames(policy: Policy, ids: string[], person: Person): RosterName[] {
  const ringsUp = hasRole(person, handoverGivers)
  const contacts = policy.units.flatMap((unit) => unit.contacts).filter((one) => ids.includes(one.id))
  return contacts.map(({ name, phone = '' }) => ({ name, phone: ringsUp ? phone : '' }))
}

/**
 * Those he takes over from, and not who stays on duty in his own shift too. Null where it is his own turn, he has taken
 * over already, or the roster does not know him.
 */
export async function turnOfOthers(
  read: Reader,
  person: Person,
  newest: Handover | undefined,
  now: number,
): Promise<RosterName[] | null> {
  if (newest?.taken?.by === person.login) return null
  const { policy } = await policyOf(read, person.book)
  const contacts = policy.units.flatMap((unit) => unit.contacts).filter((one) => one.name === person.name)
  const isOwn = (ids: string[]) => contacts.some((one) => ids.includes(one.id))
  const besides = policy.roster.flatMap((shift) => (isOwn(shift.contacts) ? shift.contacts : []))
  const turn = handoverTurn(policy.roster, newest?.at ?? null, now)
  if (besides.length === 0 || isOwn(turn)) return null
  const others = turn.filter((one) => !besides.includes(one))
  return others.length === 0 ? null : rosterNames(policy, others, person)
}

/**
 * §6.2 has both sides confirm: who comes on duty is asked, not the whole desk. Only who can log in and is not he that
 * gave it; where the roster names none of them, everybody is asked, for it must be confirmed by somebody.
 */
export async function askedOf(
  read: Reader,
  book: string,
  { at, by, to }: Pick<HandoverHead, 'at' | 'by' | 'to'>,
  now: number,
): Promise<string[]> {
  if (to !== null) return []
  const { policy } = await policyOf(read, book)
  const ids = handoverTakers(policy.roster, at, now)
  const names = policy.units.flatMap((unit) => unit.contacts.flatMap(({ id, name }) => (ids.includes(id) ? name : [])))
  const persons = (await listPersons(read, book)).filter((one) => !one.disabled && hasRole(one, handoverGivers))
  const giver = persons.find((one) => one.login === by)?.name
  return [...new Set(names)].filter((name) => name !== giver && persons.some((one) => one.name === name))
}
