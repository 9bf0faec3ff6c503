// Who a step means now: roles become persons when it fires, by the unit in charge, the roster and deputies (§14-10).
import type { Case, Clock, PlanStep } from './case.ts'
import type { Contact, Policy, Unit } from './policy.ts'
import { onDutyAt } from './shift.ts'
import type { RecipientRole } from './word.ts'

export interface Recipient {
  contact: Contact
  unit: Unit
  role: RecipientRole
  part: '主送' | '抄送'
  /** Set when the unit is told because the case was given to it. */
  assignmentId: string | null
}

export interface Resolved {
  recipients: Recipient[]
  /** What was left out or moved up, in words; part of the alert's reason. */
  why: string[]
}

export interface About {
  clock: Clock | null
  /** The assignment whose plan fires; null: the one in charge. */
  assignmentId: string | null
  /** A repeat of 超时: duty desk and 联络员 only. */
  repeat: boolean
}

const unitRoles: RecipientRole[] = ['联络员', '科长', '分管领导', '主要负责人']
const dutyRoles: RecipientRole[] = ['值班员', '值班长', '带班领导', '网信办分管', '本级政府分管负责人']
const rosterRoles: ReadonlySet<RecipientRole> = new Set(['值班员', '值班长', '带班领导'])
const CHAIN_MAX = 4

/**
 * Persons with an address a step means now, each once (主送 before 抄送). 待甄别: nobody, until a person has judged.
 * 检举控告: the discipline channel only; who is complained of is taken out everywhere and the next level up put in (§14-8).
 * A provisional clock never reaches a unit or a leader (§14-1). Nobody in charge yet: the duty desk.
 */
export const resolveRecipients = (
  step: Pick<PlanStep, 'step' | 'to' | 'cc'>,
  state: Case,
  about: About,
  policy: Policy,
  now: number,
): Resolved => {
  if (state.restricted === '待甄别') return { recipients: [], why: ['待甄别：在值班长或纪检判断前不外发'] }
  const lead = leadOf(state, about, policy)
  const { to, cc } = rolesOf(step, state, about, lead !== null)
  const search: Search = { state, policy, now, lead, why: [], found: new Map() }
  for (const role of to) addRole(search, role, '主送')
  for (const role of cc) addRole(search, role, '抄送')
  if (lead !== null && !about.clock?.provisional) addParent(search, step)
  return { recipients: [...search.found.values()], why: search.why }
}

interface Search {
  state: Case
  policy: Policy
  now: number
  lead: { unit: Unit; assignmentId: string } | null
  why: string[]
  found: Map<string, Recipient>
}

const leadOf = (state: Case, about: About, policy: Policy): Search['lead'] => {
  const assignment =
    about.assignmentId === null
      ? state.assignments.find((each) => each.part === '牵头' && each.ended === null)
      : state.assignments.find((each) => each.id === about.assignmentId)
  const unit = policy.units.find((each) => each.id === assignment?.unit)
  return assignment && unit ? { unit, assignmentId: assignment.id } : null
}

const rolesOf = (step: Pick<PlanStep, 'step' | 'to' | 'cc'>, state: Case, about: About, led: boolean) => {
  if (state.restricted === '检举控告') {
    return { to: led ? step.to.filter((role) => unitRoles.includes(role)) : (['纪检'] as RecipientRole[]), cc: [] }
  }
  if (about.clock?.provisional) return { to: dutyRoles.slice(0, 2), cc: [] }
  if (about.repeat) {
    const unit = led && step.to.includes('联络员')
    return { to: (unit ? ['值班员', '联络员'] : ['值班员']) as RecipientRole[], cc: [] }
  }
  if (led || !step.to.some((role) => unitRoles.includes(role))) return { to: step.to, cc: step.cc }
  const others = step.to.filter((role) => !unitRoles.includes(role))
  return { to: [...new Set([...dutyRoles.slice(0, 2), ...others])], cc: step.cc }
}

const addRole = (search: Search, role: RecipientRole, part: Recipient['part']): void => {
  const unitBound = unitRoles.includes(role)
  let unit: Unit | null = unitBound ? (search.lead?.unit ?? null) : null
  let asked: RecipientRole | null = role
  for (let level = 0; level < CHAIN_MAX * 2 && asked !== null; level += 1) {
    const holders = holdersOf(search, asked, unit)
    const allowed = holders.filter((each) => !isExcluded(search, each.contact, each.unit))
    for (const each of allowed) addPerson(search, each.contact, each.unit, role, part)
    if (allowed.length > 0 || holders.length === 0) break
    search.why.push(`${asked}被反映，已剔除，上移一级`)
    ;({ role: asked, unit } = levelUp(search, asked, unit))
  }
}

/** Within the unit to the next role; past it to the parent unit; past that to the desk. Others along the duty line. */
const levelUp = (
  search: Search,
  role: RecipientRole,
  unit: Unit | null,
): { role: RecipientRole | null; unit: Unit | null } => {
  if (unit !== null) {
    const next = unitRoles[unitRoles.indexOf(role) + 1]
    if (next !== undefined && !search.state.excluded.units.includes(unit.id)) return { role: next, unit }
    const parent = search.policy.units.find((each) => each.id === unit.parent)
    return parent ? { role: '联络员', unit: parent } : { role: '值班长', unit: null }
  }
  const next = dutyRoles[dutyRoles.indexOf(role) + 1]
  return { role: next ?? null, unit: null }
}

interface Holder {
  contact: Contact
  unit: Unit
}

const holdersOf = (search: Search, role: RecipientRole, unit: Unit | null): Holder[] => {
  if (unit !== null) return contactsOf([unit], role)
  const all = contactsOf(search.policy.units, role)
  if (!rosterRoles.has(role)) return all
  const onDuty = onDutyAt(search.policy.roster, search.now)
  const now = all.filter((each) => onDuty.includes(each.contact.id))
  return now.length > 0 ? now : all
}

const contactsOf = (units: Unit[], role: RecipientRole): Holder[] =>
  units.flatMap((unit) =>
    unit.contacts.filter((each) => each.roles.includes(role)).map((contact) => ({ contact, unit })),
  )

const isExcluded = (search: Search, contact: Contact, unit: Unit): boolean =>
  search.state.excluded.units.includes(unit.id) || search.state.excluded.contacts.includes(contact.id)

const addPerson = (
  search: Search,
  contact: Contact,
  unit: Unit,
  role: RecipientRole,
  part: Recipient['part'],
): void => {
  const person = deputyOf(search, { contact, unit })
  if (person === null || search.found.has(person.contact.id)) return
  if (person.contact.id !== contact.id) search.why.push(`${contact.name}由${person.contact.name}代理`)
  const { mail, phone, webhook } = person.contact
  if (!mail && !phone && !webhook) {
    search.why.push(`${person.unit.short}${role}无地址`)
    return
  }
  const assignmentId = unitRoles.includes(role) ? (search.lead?.assignmentId ?? null) : null
  search.found.set(person.contact.id, { ...person, role, part, assignmentId })
}

/** Follows 代理人 a few links; a deputy who is complained of does not act. */
const deputyOf = (search: Search, holder: Holder): Holder | null => {
  let person = holder
  for (let link = 0; link < CHAIN_MAX && person.contact.deputy !== undefined; link += 1) {
    const { deputy } = person.contact
    const unit = search.policy.units.find((each) => each.contacts.some((contact) => contact.id === deputy))
    const contact = unit?.contacts.find((each) => each.id === deputy)
    if (!unit || !contact || isExcluded(search, contact, unit)) break
    person = { contact, unit }
  }
  return person
}

/** 垂直管理: the step from 橙 on also goes to the unit above (§2.7). */
const addParent = (search: Search, step: Pick<PlanStep, 'step'>): void => {
  const unit = search.lead?.unit
  if (!unit?.vertical || search.state.restricted !== null || !['橙', '红', '超时'].includes(step.step)) return
  const parent = search.policy.units.find((each) => each.id === unit.parent)
  if (parent === undefined) return
  for (const each of contactsOf([parent], '联络员')) {
    if (!isExcluded(search, each.contact, each.unit)) addPerson(search, each.contact, each.unit, '联络员', '抄送')
  }
}
