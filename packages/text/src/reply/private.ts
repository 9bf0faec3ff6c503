// What of a reply belongs to a person and would be published with it (§8.2 Q13, §9.1); it stops the record.
import type { Evidence } from '@huiying/domain/item'
import * as words from '../dictionary/reply-private.ts'
import { isNameAt } from '../mask/name.ts'
import { findPersonal, type Personal } from '../mask.ts'
import { everywhere, evidenceIn, evidenceOf } from './evidence.ts'

/** How far before a number or an address it may be said whose it is, in units. */
const BEFORE_UNITS = 28

const patterns = [words.intimate, words.illnessOf, words.sensitive, words.informant].map(everywhere)
const named = new RegExp(`${words.dweller.source}|${words.whose.source}`, 'gu')
const pupils = everywhere(words.pupil)

/** Places of the reply as written, in its order, without overlap. */
export function privateIn(reply: string): Evidence[] {
  const told = patterns.flatMap((pattern) => evidenceIn(reply, pattern))
  const dwellers = [...reply.matchAll(named)]
    .filter((one) => isNameAt(reply, one.index + one[0].length))
    .map(evidenceOf)
  const children = evidenceIn(reply, pupils)
  const numbers = findPersonal(reply).flatMap(({ kind, start, end }) => {
    const one = { kind, before: reply.slice(Math.max(0, start - BEFORE_UNITS), start), text: reply.slice(start, end) }
    return isPrivate(one) ? [{ text: one.text, start, end }] : []
  })
  const all = [...told, ...dwellers, ...children, ...numbers].toSorted((a, b) => a.start - b.start || b.end - a.end)
  return all.filter((one, place) => place === 0 || one.start >= (all[place - 1] as Evidence).end)
}

interface Found {
  kind: Personal['kind']
  before: string
  text: string
}

function isPrivate({ kind, before, text }: Found): boolean {
  switch (kind) {
    case 'phone':
      return !words.officePhone.test(before)
    case 'address':
      return words.dwells.test(before) || (words.doorLevel.test(text) && !words.deskBefore.test(before))
    case 'plate':
      return /名下|车主|您|其/u.test(before)
    case 'id':
    case 'card':
    case 'wechat':
      return true
    // A reply greets by name, and gives its office's own addresses.
    case 'name':
    case 'email':
      return false
  }
}
