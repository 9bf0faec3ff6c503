// The book's own units and contacts named in a text, matched before masking; matched persons are masked as well.
import type { Policy } from '@huiying/domain/policy'
import { buildMatcher, type Matcher } from '../matcher.ts'

export interface Mentions {
  units: string[]
  contacts: string[]
}

/** The book's names, plain data so that a thread can be handed them. */
export interface NameList {
  units: { word: string; id: string }[]
  contacts: { word: string; id: string }[]
}

const NAME_LENGTH_MIN = 2

/** Units by name, short name and alias; contacts by name. */
export function namesOf(policy: Policy): NameList {
  const fits = ({ word }: { word: string }) => word.length >= NAME_LENGTH_MIN
  const units = policy.units.flatMap((unit) =>
    [unit.name, unit.short, ...unit.aliases].map((word) => ({ word, id: unit.id })),
  )
  const contacts = policy.units.flatMap((unit) => unit.contacts.map((one) => ({ word: one.name, id: one.id })))
  return { units: units.filter(fits), contacts: contacts.filter(fits) }
}

/** Whom of the book the clear text names; the contacts' names are hidden in the masked one, length kept. */
export function findMentions(names: NameList, clear: string, masked: string): { mentions: Mentions; masked: string } {
  const { matcher, units, contacts } = knownOf(names)
  // As they are written: the matcher takes capitals for small letters.
  const words = new Set<string>()
  matcher.scan(clear, (_word, start, end) => words.add(clear.slice(start, end)))
  if (words.size === 0) return { mentions: { units: [], contacts: [] }, masked }
  const found = entriesOf(names.contacts, contacts, words)
  let hidden = masked
  for (const { word } of found) hidden = hidden.replaceAll(word, word[0] + '*'.repeat(word.length - 1))
  const unitIds = new Set(entriesOf(names.units, units, words).map((one) => one.id))
  return { mentions: { units: [...unitIds], contacts: found.map((one) => one.id) }, masked: hidden }
}

/** A book has hundreds of names: they are looked for together, and what looks for them is made once a list. */
interface Known {
  matcher: Matcher
  units: Places
  contacts: Places
}

/** Where in a list each of its words stands. */
type Places = Map<string, number[]>

const known = new WeakMap<NameList, Known>()

function knownOf(names: NameList): Known {
  let one = known.get(names)
  if (one === undefined) {
    const words = [...names.units, ...names.contacts].map(({ word }) =>
      word.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()),
    )
    const matcher = buildMatcher([...new Set(words)])
    one = { matcher, units: placesOf(names.units), contacts: placesOf(names.contacts) }
    known.set(names, one)
  }
  return one
}

function placesOf(list: NameList['units']): Places {
  const places: Places = new Map()
  for (const [index, { word }] of list.entries()) places.set(word, [...(places.get(word) ?? []), index])
  return places
}

/** Those of a list that are among the words, in its order. */
function entriesOf<T>(list: readonly T[], places: Places, words: Set<string>): T[] {
  const found: number[] = []
  for (const word of words) found.push(...(places.get(word) ?? []))
  return found.sort((one, other) => one - other).map((index) => list[index]!)
}

const HAN_NAME = /^\p{Script=Han}{2,4}$/u

/** A name once found (我叫…, 联系人…, the sender's own) is hidden wherever it stands, title included; length kept. */
export function hideNames(masked: string, names: (string | null)[]): string {
  let hidden = masked
  for (const name of names) {
    if (name !== null && HAN_NAME.test(name)) hidden = hidden.replaceAll(name, name[0] + '*'.repeat(name.length - 1))
  }
  return hidden
}
