// Words for a letter's writer or for all: an entry holds them covered; as typed they go with the mail alone, sealed.
import type { Case } from '@huiying/domain/case'
import { familyOf } from '@huiying/ledger/act'
import { writerWords } from '@huiying/ledger/answer/writer'
import { itemsOfCase } from '@huiying/ledger/item/item-view'
import type { Ledger } from '@huiying/ledger/ledger'
import { coverTold, namesCovered } from '@huiying/text/mask/told'

/** Of a case's newest items: a response speaks of few letters by name. */
const LOOKED_AT_MAX = 20

interface Told {
  do: string
  itemId?: string
  told?: string
  summary?: string
}

/** Beside what the writer is told: whom it was told to, and why, of an order about a letter. */
const besides = ['channel', 'to', 'reason']

/** The order as it may stand on record; `typed`: what is to be mailed in its place, where that is not the same. */
export async function coverWords<T extends Told>(
  ledger: Ledger,
  state: Case,
  order: T,
): Promise<{ order: T; typed?: string }> {
  const words = order.told ?? order.summary
  if (words === undefined) return { order }
  const names = await namesOf(ledger, state, order.itemId)
  const fields = [order.told === undefined ? 'summary' : 'told', ...(order.itemId === undefined ? [] : besides)]
  const said = Object.entries(order).filter(([name]) => fields.includes(name))
  const covered = said.map(([name, text]) => [name, coverTold(String(text), names)] as const)
  const after = { ...order, ...Object.fromEntries(covered) }
  return (after.told ?? after.summary) === words ? { order: after } : { order: after, typed: words }
}

/** The same of words that are public and mailed to nobody. */
export const coverPublic = async (ledger: Ledger, state: Case, words: string): Promise<string> =>
  coverTold(words, await namesOf(ledger, state, undefined))

/** Who is known to have written: the letter's writer, or those of the case; and whoever is covered in their letters. */
async function namesOf({ read, sealer }: Ledger, state: Case, itemId: string | undefined): Promise<string[]> {
  const ids = itemId === undefined ? await newestOf(read, state) : [itemId]
  const letters = await writerWords(read, sealer, ids)
  return letters.flatMap(({ clear, masked, names }) => [...names, ...namesCovered(clear, masked)])
}

async function newestOf(read: Ledger['read'], state: Case): Promise<string[]> {
  const items = await itemsOfCase(read, await familyOf(read, state), LOOKED_AT_MAX)
  return items.map(({ item }) => item.id)
}
