// The book's own units and contacts named in a text, matched before masking; matched persons are masked as well.
import type { Policy } from '@huiying/domain/policy'

export interface Mentions {
  units: string[]
  contacts: string[]
}

const NAME_LENGTH_MIN = 2

/** Finds units by name, short name and alias, and contacts by name; and hides the contacts' names, length kept. */
export function openMentions(
  policy: Policy,
): (clear: string, masked: string) => { mentions: Mentions; masked: string } {
  const units = policy.units.flatMap((unit) =>
    [unit.name, unit.short, ...unit.aliases]
      .filter((word) => word.length >= NAME_LENGTH_MIN)
      .map((word) => ({ word, id: unit.id })),
  )
  const contacts = policy.units.flatMap((unit) =>
    unit.contacts.map((contact) => ({ word: contact.name, id: contact.id })),
  )
  return (clear, masked) => {
    const found = contacts.filter((one) => one.word.length >= NAME_LENGTH_MIN && clear.includes(one.word))
    let hidden = masked
    for (const { word } of found) hidden = hidden.replaceAll(word, word[0] + '*'.repeat(word.length - 1))
    const unitIds = new Set(units.filter((one) => clear.includes(one.word)).map((one) => one.id))
    return { mentions: { units: [...unitIds], contacts: found.map((one) => one.id) }, masked: hidden }
  }
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
