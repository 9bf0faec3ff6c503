// What came in through this door as words (typed by a person, sent by a gateway) → an item, masked like any other.

import type { HeatCounts } from '@huiying/domain/heat'
import type { ItemKind, Precision } from '@huiying/domain/item'
import type { Policy } from '@huiying/domain/policy'
import { sha256 } from '@huiying/ledger/blob/blob'
import type { NewItem } from '@huiying/ledger/item/item'
import { cleanText } from '@huiying/runtime/clean'
import { mask } from '@huiying/text/mask'
import { findMentions, namesOf } from '@huiying/text/mask/mention'

export interface Told {
  id: string
  source: string
  kind: ItemKind
  ownId: string | null
  platform: string
  title: string
  text: string
  url: string | null
  author: string | null
  publishedAt: number | null
  publishedPrecision: Precision | null
  flags: string[]
  heat?: HeatCounts
}

/** The item and the bytes it rests on, which the caller keeps as a blob before the item goes on record. */
export function buildItem(policy: Policy, told: Told, now: number): { item: NewItem; raw: Buffer } {
  const { title, text, author, flags, ...plain } = told
  const { text: clear, changed } = cleanText(`${title}\n${text}`)
  const { masked, mentions } = findMentions(namesOf(policy), clear, mask(clear).text)
  const raw = Buffer.from(clear)
  const item: NewItem = {
    ...plain,
    book: policy.book,
    revision: 1,
    title: masked.slice(0, masked.indexOf('\n')),
    author: author === null ? null : mask(author).text,
    receivedAt: now,
    fetchedAt: now,
    sha256: sha256(raw),
    flags: [...flags, ...(changed ? ['characters-replaced'] : [])],
    mentions,
    masked,
    clear,
  }
  return { item, raw }
}
