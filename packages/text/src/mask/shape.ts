// Tells what has the shape of a Chinese name: a family name, then one or two letters that given names are made of.

import { compounds, givenLetters, rareSurnames, surnames, wordSurnames } from '../dictionary/name.ts'
import { markLetters } from '../letters.ts'

const FAMILY = 1
/** A family name that is a word elsewhere. */
const RARE = 2
const GIVEN = 4
/** The first letter of a family name of two. */
const COMPOUND = 8

const roles = new Uint8Array(0x10000)
const families = new Set(compounds)
markLetters(roles, surnames, FAMILY)
markLetters(roles, rareSurnames, RARE)
for (const letter of wordSurnames) roles[letter.charCodeAt(0)] = RARE
markLetters(roles, givenLetters, GIVEN)
markLetters(roles, families, COMPOUND)

const roleAt = (text: string, at: number): number => (at < text.length ? (roles[text.charCodeAt(at)] as number) : 0)

/** Whether the letter that stands here begins family names. */
export const mayBeginName = (text: string, at: number): boolean => (roleAt(text, at) & (FAMILY | RARE | COMPOUND)) !== 0

/** Whether these `units` are a name of usual letters; a family name that is also a word needs two given letters. */
export function isUsual(text: string, at: number, units: number): boolean {
  return (
    isCertain(text, at, units) || (units === 3 && (roleAt(text, at) & RARE) !== 0 && areGiven(text, at + 1, at + 3))
  )
}

/** The same, and the family name is no word. */
export function isCertain(text: string, at: number, units: number): boolean {
  const first = roleAt(text, at)
  if ((first & COMPOUND) !== 0 && units > 2 && families.has(text.slice(at, at + 2)))
    return areGiven(text, at + 2, at + units)
  return units < 4 && (first & FAMILY) !== 0 && areGiven(text, at + 1, at + units)
}

function areGiven(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((roleAt(text, at) & GIVEN) === 0) return false
  return true
}

/** Whether these `units` may be a name where much speaks for one: of two given letters one usual one will do. */
export function isLikely(text: string, at: number, units: number): boolean {
  if (isUsual(text, at, units)) return true
  if (units !== 3 || (roleAt(text, at) & FAMILY) === 0 || !isHan(text, at + 1) || !isHan(text, at + 2)) return false
  return ((roleAt(text, at + 1) | roleAt(text, at + 2)) & GIVEN) !== 0
}

/** Whether a Chinese letter stands here; nothing stands before the first. */
export function isHan(text: string, at: number): boolean {
  const unit = at >= 0 && at < text.length ? text.charCodeAt(at) : 0
  return unit >= 0x4e00 && unit <= 0x9fa5
}
