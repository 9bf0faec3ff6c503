// Who may see and do what: roles by route and by act, restricted cases for 值班长 and 纪检 only, units their own cases.
import type { Case } from '@huiying/domain/case'
import type { Order } from '@huiying/domain/command'
import type { UserRole } from '@huiying/domain/word'
import type { Person } from '@huiying/ledger/person/person'

const desk = ['值班员', '值班长'] as const
const unit = ['单位联络员', '单位负责人'] as const
const lead = ['值班长'] as const

/** Everyone who logs in and works with cases; the three administrators see no business text (等保 三员). */
export const readers: readonly UserRole[] = [...desk, '审核', ...unit, '纪检', '审计']
export const everyone: readonly UserRole[] = [...readers, '系统管理员', '安全管理员', '审计管理员']
export const deskReaders: readonly UserRole[] = [...desk, '审核', '纪检', '审计']
/** Who may take the names of people out of the house. */
export const insiders: readonly UserRole[] = [...desk, '审核', '纪检']
export const writers: readonly UserRole[] = [...desk, '审核', ...unit, '纪检']
/** Units act on one case at a time. */
export const bulkWriters: readonly UserRole[] = [...desk, '审核', '纪检']
export const filers: readonly UserRole[] = writers
export const keepers: readonly UserRole[] = [...desk, '审核', '审计', '系统管理员', '安全管理员', '审计管理员']
export const replayers: readonly UserRole[] = ['值班长', '系统管理员']
/** 系统管理员 keeps the accounts; 安全管理员 and 审计管理员 look at them (三员). */
export const personReaders: readonly UserRole[] = ['系统管理员', '安全管理员', '审计管理员']
export const personKeepers: readonly UserRole[] = ['系统管理员']
/** 涉密: known by id, hash and time; let go by one of each (§14-9). */
export const clearers: readonly UserRole[] = ['值班长', '安全管理员']
/** What the desk's tags are made with is the desk's to answer for. */
export const modelChoosers: readonly UserRole[] = lead
export const openers: readonly UserRole[] = desk
/** Who is on duty gives and takes over for himself; who works with the desk may read what was handed over. */
export const handoverGivers: readonly UserRole[] = desk
export const correctors: readonly UserRole[] = desk
export const revealers: readonly UserRole[] = [...desk, '纪检']

/** Orders people give; what is missing here is the machine's alone. */
const actRoles = {
  'case.judge': [...desk, '纪检'],
  'case.convert': desk,
  'case.correct': desk,
  'item.correct': [...desk, '纪检'],
  'item.split': desk,
  'case.assign': [...desk, '纪检'],
  'assignment.return': [...desk, ...unit, '纪检'],
  'assignment.reassign': [...desk, '纪检'],
  'assignment.sign': [...desk, ...unit, '纪检'],
  'extension.ask': unit,
  'extension.settle': [...desk, '纪检'],
  'response.record': [...desk, ...unit],
  'response.confirm': ['审核', '值班长'],
  'response.reject': ['审核', '值班长'],
  'publication.check': [...desk, '审核'],
  'conference.hold': desk,
  'conference.waive': ['值班长', '审核'],
  'letter.accept': [...desk, '纪检'],
  'letter.answer': [...desk, '纪检'],
  'letter.refuse': [...desk, '纪检'],
  'letter.redirect': [...desk, '纪检'],
  'letter.extend': lead,
  'directive.add': desk,
  'directive.answer': desk,
  'report.make': desk,
  'promise.add': desk,
  'promise.keep': desk,
  'disposal.end': lead,
  'case.merge': desk,
  'case.unmerge': desk,
  'case.reopen': lead,
  'case.cancel': desk,
  'case.close': desk,
  'moment.set': desk,
  'call.record': [...desk, '纪检'],
  'call.make': [...desk, '纪检'],
  'call.waive': [...desk, '纪检'],
  'alert.acknowledge': [...desk, '纪检'],
  'note.add': [...desk, '审核', ...unit, '纪检'],
  'record.add': [...desk, '审核', '纪检'],
  'attachment.add': [...desk, '审核', ...unit, '纪检'],
} as const satisfies { [act in Order['do']]?: readonly UserRole[] }
export type PersonAct = keyof typeof actRoles

export const hasRole = (person: Person, roles: readonly UserRole[]): boolean =>
  person.roles.some((role) => roles.includes(role))

export const mayAct = (person: Person, act: PersonAct): boolean => hasRole(person, actRoles[act])

export const actsOf = (person: Person): PersonAct[] =>
  (Object.keys(actRoles) as PersonAct[]).filter((act) => mayAct(person, act))

/** 检举控告 and 待甄别: only 值班长 and 纪检, in list, counts, stream and search (§14-8). */
export const seesRestricted = (person: Person): boolean => hasRole(person, ['值班长', '纪检'])

/** The unit a person is bound to, or null when the person works for the desk. */
export const boundUnit = (person: Person): string | null =>
  hasRole(person, deskReaders) ? null : (person.unit ?? 'none')

/** 纪检 sees restricted cases and those given to it; a unit its own; nobody what he is excluded from. */
export function maySee(person: Person, state: Case): boolean {
  if (state.book !== person.book) return false
  if (state.restricted !== null && !seesRestricted(person)) return false
  if (person.unit !== null && state.excluded.units.includes(person.unit)) return false
  const bound = boundUnit(person)
  return bound === null || state.assignments.some((one) => one.unit === bound && one.ended === null)
}
