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
  const words = wordsIn(names, clear)
  if (words.size === 0) return { mentions: { units: [], contacts: [] }, masked }
  const found = names.contacts.filter((one) => words.has(one.word))
  let hidden = masked
  for (const { word } of found) hidden = hidden.replaceAll(word, word[0] + '*'.repeat(word.length - 1))
  const unitIds = new Set(names.units.filter((one) => words.has(one.word)).map((one) => one.id))
  return { mentions: { units: [...unitIds], contacts: found.map((one) => one.id) }, masked: hidden }
}

/** What a matcher takes for the small letters. */
const capitals = /[A-Z]+/g

/** A book has hundreds of names: they are looked for together, and what looks for them is made once a list. */
const matchers = new WeakMap<NameList, Matcher>()

/** Those of the names that stand in the text, as they are written. */
function wordsIn(names: NameList, text: string): Set<string> {
  let matcher = matchers.get(names)
  if (matcher === undefined) {
    const words = [...names.units, ...names.contacts].map(({ word }) =>
      word.replace(capitals, (one) => one.toLowerCase()),
    )
    matcher = buildMatcher([...new Set(words)])
    matchers.set(names, matcher)
  }
  const found = new Set<string>()
  matcher.scan(text, (_word, start, end) => found.add(text.slice(start, end)))
  return found
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
