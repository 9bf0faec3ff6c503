// What a new version of the rules changes of the one in force, key by key, for the person who adopts it.
import type { Policy } from './policy.ts'

export interface PolicyChange {
  /** Keys from the top, joined by dots; members of a list by their id, else by their place: `units.zjj.phone`. */
  path: string
  /** null: not there. */
  before: unknown
  after: unknown
}

/** Every difference, in the order of the keys; what only moved within a list is none. */
export const changesBetween = (before: Policy, after: Policy): PolicyChange[] => changesAt('', before, after)

const changesAt = (path: string, before: unknown, after: unknown): PolicyChange[] => {
  if (before === undefined || after === undefined || !isTable(before) || !isTable(after)) {
    const same = JSON.stringify(before) === JSON.stringify(after)
    return same ? [] : [{ path, before: before ?? null, after: after ?? null }]
  }
  const [own, other] = [membersOf(before), membersOf(after)]
  const keys = new Set([...own.keys(), ...other.keys()])
  return [...keys].flatMap((key) => changesAt(path === '' ? key : `${path}.${key}`, own.get(key), other.get(key)))
}

/** A list of plain words is one value: its order and its members mean something together. */
const isTable = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(Array.isArray(value) && value.some((one) => typeof one !== 'object'))

/** By what each member is known: an id, of clocks a code, of topics' and holidays' years the year; else its place. */
const membersOf = (value: object): Map<string, unknown> => {
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  const named = value.map((one: Record<string, unknown>, index) => [
    String(one.id ?? one.code ?? one.year ?? index + 1),
    one,
  ]) satisfies [string, unknown][]
  return new Map(named)
}
