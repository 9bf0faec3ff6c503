// Finds personal data in a text and covers it, keeping the UTF-16 length so that offsets hold in both.
import { findBare } from './mask/bare.ts'
import { findBeside } from './mask/beside.ts'
import type { Span } from './mask/digits.ts'
import { findNumbers } from './mask/digits.ts'
import { findDoors } from './mask/door.ts'
import { glance } from './mask/glance.ts'
import { familyUnits, findNames } from './mask/name.ts'
import { figuresOf, toOriginal } from './normalise.ts'

export type Personal = Span

export interface Masked {
  /** As long in UTF-16 units as the text given. */
  text: string
  found: Personal[]
}

/**
 * Personal data in `text` by increasing start, without overlap; offsets are UTF-16 units of `text` as given.
 * Mobile phones, ID numbers (GB 11643 check digit), bank cards (Luhn), plates, doors, names after their labels, e-mails
 * and WeChat ids. Office telephones, document and order numbers, government e-mail and roads are left (§9.1).
 */
export function findPersonal(text: string): Personal[] {
  const copy = figuresOf(text)
  const spans: Span[] = []
  const glanced = glance(copy.text)
  findNumbers(copy.text, glanced, spans)
  findDoors(copy.text, glanced, spans)
  findBeside(copy.text, glanced, spans)
  findNames(copy.text, spans)
  findBare(copy.text, glanced.names, spans)
  if (spans.length === 0) return []
  // Of two that overlap the one found first by kind stands: numbers have checks, names only have surroundings.
  spans.sort((a, b) => a.start - b.start || rank[a.kind] - rank[b.kind] || b.end - a.end)
  const found: Personal[] = []
  let end = 0
  for (const span of spans) {
    if (span.start < end) continue
    end = span.end
    found.push({ kind: span.kind, ...toOriginal(copy, span.start, span.end) })
  }
  return found
}

/** Covers what `findPersonal` finds: 张*, 138****1234, 6210**********0018, 青A***56, **号楼***室 (§9.1). */
export function mask(text: string): Masked {
  const found = findPersonal(text)
  if (found.length === 0) return { text, found }
  let masked = ''
  let from = 0
  for (const { kind, start, end } of found) {
    masked += text.slice(from, start) + cover(kind, text.slice(start, end))
    from = end
  }
  return { text: masked + text.slice(from), found }
}

const rank = { id: 0, card: 1, phone: 2, email: 3, plate: 4, wechat: 5, address: 6, name: 7 }
/** Units that stay readable at either end. */
const kept = { id: [3, 4], card: [4, 4], phone: [3, 4], plate: [2, 2], wechat: [1, 1] } as const
/** A number without its area code: three and four units are all of it. */
const LOCAL_PHONE_UNITS = 8
const localKept = [2, 2] as const

function cover(kind: Personal['kind'], text: string): string {
  switch (kind) {
    case 'name': {
      const family = familyUnits(text)
      return text.slice(0, family) + '*'.repeat(text.length - family)
    }
    case 'address':
      return text.replace(/[0-9０-９零〇一二三四五六七八九十百A-Za-z]/g, '*')
    case 'email': {
      const at = Math.max(1, text.search(/[@＠]/))
      return text[0] + '*'.repeat(at - 1) + text.slice(at)
    }
    default: {
      const [head, tail] = kind === 'phone' && text.length <= LOCAL_PHONE_UNITS ? localKept : kept[kind]
      const hidden = Math.max(0, text.length - head - tail)
      return text.slice(0, head) + '*'.repeat(hidden) + text.slice(text.length - tail)
    }
  }
}
