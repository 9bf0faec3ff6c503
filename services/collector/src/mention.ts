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
