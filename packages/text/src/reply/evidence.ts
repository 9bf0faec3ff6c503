// What a hint shows of a reply: a match of a pattern, or a sentence, as words and the places they stand at.
import type { Evidence } from '@huiying/domain/item'

export const evidenceOf = ({ index, 0: text }: RegExpExecArray): Evidence => ({
  text,
  start: index,
  end: index + text.length,
})

/** A pattern that asks whether something stands there, as one that finds all of it. */
export const everywhere = ({ source }: RegExp): RegExp => new RegExp(source, 'gu')

/** All that a global pattern finds, in its order. */
export const evidenceIn = (text: string, pattern: RegExp): Evidence[] => [...text.matchAll(pattern)].map(evidenceOf)

/** Of a sentence its words and places alone. */
export const rangeOf = ({ text, start, end }: Evidence): Evidence => ({ text, start, end })
